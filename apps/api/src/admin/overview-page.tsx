import { ORDER_STATUSES, type OrderStatus } from "@cartwright/schemas";
import type { VNode } from "preact";

const STATUS_WORDS: Record<OrderStatus, string> = {
  pending: "Pending",
  in_progress: "In progress",
  order_placed: "Placed",
  order_failed: "Failed",
};

export function overviewPage(counts: Partial<Record<OrderStatus, number>>): VNode {
  return (
    <>
      <h1>Overview</h1>
      <h2>Orders</h2>
      <ul class="tiles">
        {ORDER_STATUSES.map((status) => (
          <li key={status} class={status}>
            <strong>{(counts[status] ?? 0).toLocaleString("en-US")}</strong> {STATUS_WORDS[status]}
          </li>
        ))}
      </ul>
      <h2>Queues</h2>
      <p>
        <a href="/admin/queues/">Jobs that tell the workers which orders to look at</a>
      </p>
      <p class="muted">The queue only says when to look at an order. What an order is, its row in Postgres says.</p>
    </>
  );
}
