import { type AccountDay, type LiveWorker, WORKER_SILENT_S } from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import type { VNode } from "preact";
import { duration } from "../duration.ts";
import { OrderLink } from "../orders/order-link.tsx";
import { Table } from "../table.tsx";
import type { QueueDepth } from "./read-overview.ts";
import type { RetailerFigures } from "./retailer-figures.ts";

export function Retailers({
  figures,
  breakers,
}: {
  figures: RetailerFigures[];
  breakers: Record<string, boolean>;
}): VNode {
  if (figures.length === 0) return <p class="muted">No order was accepted or finished in that time.</p>;
  return (
    <Table
      label="Retailers"
      head={["Retailer", "Success", "Placed", "Failed", "To place, mean", "Worst hour's p95", "Most frequent failure"]}
    >
      {figures.map((row) => (
        <tr key={row.retailer} class={breakers[row.retailer] === true ? "failed" : undefined}>
          <td>
            {row.retailer}
            {breakers[row.retailer] === true ? " (breaker open)" : ""}
          </td>
          <td>{row.successRate === null ? "–" : `${(row.successRate * 100).toFixed(0)} %`}</td>
          <td>{row.placed}</td>
          <td>{row.failed}</td>
          <td>{row.meanSeconds === null ? "–" : duration(row.meanSeconds)}</td>
          <td>{row.worstP95Seconds === null ? "–" : duration(row.worstP95Seconds)}</td>
          <td>{row.topFailure ?? "–"}</td>
        </tr>
      ))}
    </Table>
  );
}

export function Workers({ workers }: { workers: LiveWorker[] }): VNode {
  if (workers.length === 0) return <p class="fault">No worker was heard of. Nothing is bought until one is started.</p>;
  return (
    <Table label="Workers" head={["Worker", "Heard of", "Up for", "In hand"]}>
      {workers.map((worker) => (
        <tr key={worker.id} class={worker.silentS > WORKER_SILENT_S ? "failed" : undefined}>
          <td>
            {worker.host}, pid {worker.pid}
            {worker.version === null ? "" : `, ${worker.version}`}
            {worker.hasBrowser ? "" : " (no browser)"}
          </td>
          <td>{duration(worker.silentS)} ago</td>
          <td>{duration((worker.heartbeatAt.getTime() - worker.startedAt.getTime()) / 1_000)}</td>
          <td>
            {worker.orders.length === 0
              ? "nothing"
              : worker.orders.map((order) => <Held key={order.orderId} {...order} />)}
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Held(order: LiveWorker["orders"][number]): VNode {
  return (
    <div>
      <OrderLink order={{ ...order, id: order.orderId }} /> at {order.retailer}, {order.phase}
    </div>
  );
}

export function Money({ days }: { days: AccountDay[] }): VNode {
  if (days.length === 0) return <p class="muted">Nothing was ordered today.</p>;
  return (
    <Table label="Money today" head={["Account", "Keys", "Orders", "Placed", "Reserved", "Limit"]}>
      {days.map((day) => (
        <tr key={day.accountId + day.mode}>
          <td>{day.accountName}</td>
          <td>{day.mode}</td>
          <td>
            {day.orders}
            {day.orderLimit === null ? "" : ` of ${day.orderLimit}`}
          </td>
          <td>{formatUsd(day.placedCents)}</td>
          <td>{formatUsd(day.reservedCents)}</td>
          <td>{day.limitCents === null ? "none" : formatUsd(day.limitCents)}</td>
        </tr>
      ))}
    </Table>
  );
}

export function Queues({ queues }: { queues: QueueDepth[] }): VNode {
  return (
    <>
      <ul class="plain">
        {queues.map(({ name, counts }) => (
          <li key={name}>
            <a href={`/admin/queues/queue/${encodeURIComponent(name)}`}>{name}</a>:{" "}
            {counts === undefined
              ? "Redis gives no answer"
              : Object.entries(counts)
                  .map(([state, count]) => `${count} ${state}`)
                  .join(", ")}
          </li>
        ))}
      </ul>
      <p class="muted">A queue only says when to look at an order. What an order is, its row in Postgres says.</p>
    </>
  );
}
