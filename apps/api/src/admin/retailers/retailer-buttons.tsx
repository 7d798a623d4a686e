import type { RetailerState } from "@cartwright/db";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import type { Visitor } from "../session.ts";
import { Csrf } from "../shell.tsx";
import { pageOf } from "./retailer-words.ts";

interface ButtonsProps {
  shop: Pick<RetailerState, "id" | "disabledAt" | "breaker">;
  visitor: Visitor;
  /** Where to go on from there. Absent: the retailer's own page. */
  back?: "needs-you";
}

/** What is done about a retailer in trouble, by whoever may. */
export function RetailerButtons({ shop, visitor, back }: ButtonsProps): VNode | null {
  if (!mayDo(visitor.role, "operator")) return null;
  const button = (verb: string, words: string) => (
    <form key={verb} method="post" action={`${pageOf(shop.id)}/${verb}`}>
      <Csrf visitor={visitor} />
      {back === undefined ? null : <input type="hidden" name="back" value={back} />}
      <button class="quiet" type="submit">
        {words}
      </button>
    </form>
  );
  return (
    <div class="deeds">
      {shop.disabledAt === null ? button("disable", "Disable") : button("enable", "Enable")}
      {shop.breaker === "closed" ? null : button("close-breaker", "Close the breaker")}
    </div>
  );
}
