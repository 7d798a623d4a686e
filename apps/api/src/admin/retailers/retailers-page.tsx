import type { RetailerState } from "@cartwright/db";
import type { VNode } from "preact";
import type { RetailerFigures } from "../overview/retailer-figures.ts";
import { Table } from "../table.tsx";
import { limitWords, pageOf, stateWords } from "./retailer-words.ts";

export interface RetailersModel {
  sought: string;
  retailers: readonly RetailerState[];
  figures: readonly RetailerFigures[];
  /** After which the next page begins; undefined: this is the last one. */
  next: string | undefined;
  now: Date;
}

/** Every shop that was registered or ordered from, by its id. */
export function retailersPage({ sought, retailers, figures, next, now }: RetailersModel): VNode {
  const more = new URLSearchParams({ ...(sought === "" ? {} : { q: sought }), after: next ?? "" });
  return (
    <>
      <h1>Retailers</h1>
      <form class="search" role="search" method="get" action="/admin/retailers">
        <label for="q">A part of the id or of the name</label>
        <div class="row">
          <input id="q" name="q" type="search" value={sought} autocomplete="off" spellcheck={false} />
          <button type="submit">Search</button>
        </div>
      </form>
      {retailers.length === 0 ? (
        <p>{sought === "" ? "No shop was registered or ordered from yet." : "No retailer is called that."}</p>
      ) : (
        <Retailers retailers={retailers} figures={figures} now={now} />
      )}
      {next === undefined ? null : (
        <p>
          <a href={`/admin/retailers?${more.toString()}`}>More</a>
        </p>
      )}
    </>
  );
}

function Retailers({ retailers, figures, now }: Pick<RetailersModel, "retailers" | "figures" | "now">): VNode {
  const figuresOf = new Map(figures.map((row) => [row.retailer, row]));
  return (
    <Table
      label="Retailers"
      head={["Retailer", "State", "Success, 48 h", "Open orders", "Limits", "Driver", "Platform"]}
    >
      {retailers.map((shop) => (
        <tr key={shop.id} class={shop.breaker === "closed" && shop.disabledAt === null ? undefined : "failed"}>
          <td class="name">
            <a href={pageOf(shop.id)}>{shop.id}</a>
            {shop.name === null || shop.name === shop.id ? null : <div class="muted">{shop.name}</div>}
          </td>
          <td class="name">{stateWords(shop, now)}</td>
          <td>{successWords(figuresOf.get(shop.id))}</td>
          <td>{shop.openOrders}</td>
          <td>{limitWords(shop)}</td>
          <td>{shop.driver ?? "of the code"}</td>
          <td>{shop.platform ?? "–"}</td>
        </tr>
      ))}
    </Table>
  );
}

/** "97 % of 40", or a dash where nothing was finished. */
export function successWords(figures: RetailerFigures | undefined): string {
  if (figures === undefined || figures.successRate === null) return "–";
  return `${(figures.successRate * 100).toFixed(0)} % of ${figures.placed + figures.failed}`;
}
