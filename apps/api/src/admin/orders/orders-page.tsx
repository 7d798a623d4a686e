import type { OrderLine } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { Table } from "../table.tsx";
import { Time } from "../time.tsx";
import { OrderLink } from "./order-link.tsx";

interface ListModel {
  sought: string;
  orders: readonly OrderLine[];
  /** Of the next page; undefined: this is the last one. */
  next: number | undefined;
}

/** Orders of all accounts, newest first, or those that were looked for. */
export function ordersPage({ sought, orders, next }: ListModel): VNode {
  const older = new URLSearchParams({ ...(sought === "" ? {} : { q: sought }), before: String(next) });
  return (
    <>
      <h1>Orders</h1>
      <form class="search" role="search" method="get" action="/admin/orders">
        <label for="q">Id, number, tracking number, the retailer's number, or metadata as key=value</label>
        <div class="row">
          <input id="q" name="q" type="search" value={sought} autocomplete="off" spellcheck={false} />
          <button type="submit">Search</button>
        </div>
      </form>
      {orders.length === 0 ? (
        <p>{sought === "" ? "There are no orders yet." : "Nothing is called that."}</p>
      ) : (
        <OrderTable orders={orders} />
      )}
      {next === undefined ? null : (
        <p>
          <a href={`/admin/orders?${older.toString()}`}>Older ones</a>
        </p>
      )}
    </>
  );
}

function OrderTable({ orders }: { orders: readonly OrderLine[] }): VNode {
  return (
    <Table label="Orders" head={["Order", "Accepted", "Account", "Retailer", "Max price", "Total", "Status"]}>
      {orders.map((order) => (
        <tr key={order.id} class={order.needsReviewAt === null ? undefined : "failed"}>
          <td>
            <OrderLink order={order} />
          </td>
          <td>
            <Time at={order.createdAt} />
          </td>
          <td>
            {order.accountName}
            {order.mode === "test" ? " (test)" : ""}
          </td>
          <td>{order.retailer}</td>
          <td class="money">{formatUsd(order.maxPriceCents)}</td>
          <td class="money">{order.placedTotalCents === null ? "–" : formatUsd(order.placedTotalCents)}</td>
          <td>{statusWords(order)}</td>
        </tr>
      ))}
    </Table>
  );
}

/** The status, and what makes it one that somebody wants to know more about. */
export function statusWords(
  order: Pick<OrderLine, "status" | "phase" | "failureCode" | "merchantOrderIds" | "needsReviewAt">,
): string {
  const { status, phase, failureCode, merchantOrderIds, needsReviewAt } = order;
  const more = [
    ...(phase === "in_doubt" ? ["in doubt"] : []),
    ...(needsReviewAt === null ? [] : ["waits for a person"]),
    ...(failureCode === null ? [] : [failureCode]),
    ...merchantOrderIds,
  ];
  return more.length === 0 ? status : `${status}: ${more.join(", ")}`;
}
