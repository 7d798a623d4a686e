import type { OrderRecord, SubmitRow } from "@cartwright/db";
import { formatUsd, orderNumber } from "@cartwright/orders";
import type { VNode } from "preact";
import { mayDo } from "../admin-route.ts";
import { Fact, Facts } from "../facts.tsx";
import type { Visitor } from "../session.ts";
import { Time } from "../time.tsx";
import { ActionsOf } from "./order-actions.tsx";
import { pageOf } from "./order-link.tsx";
import { orderFigures } from "./order-figures.ts";
import { Deeds, Timeline, Traces } from "./order-history.tsx";
import type { OrderModel } from "./order-model.ts";
import { statusWords } from "./orders-page.tsx";

/** Everything about one order, and what can be done about it. It is drawn anew whenever something about the order changes. */
export function orderPage(model: OrderModel, visitor: Visitor): VNode {
  const { order } = model;
  return (
    <div data-live={`${pageOf(order.id)}/live`} data-events={model.events.length}>
      <h1>{orderNumber(order.serial, order.createdAt)}</h1>
      <p class="lead">
        <strong>{statusWords({ ...order, merchantOrderIds: order.confirmation?.merchant_order_ids ?? [] })}</strong>
      </p>
      {mayDo(visitor.role, "operator") ? <ActionsOf order={order} visitor={visitor} /> : null}
      <Known model={model} />
      <h2>Prices</h2>
      <Prices order={order} submits={model.submits} />
      <h2>Items</h2>
      <Items order={order} />
      <h2>Timeline</h2>
      <Timeline events={model.events} />
      <Traces model={model} />
      {model.deeds.length === 0 ? null : <Deeds deeds={model.deeds} />}
    </div>
  );
}

function Known({ model: { order, accountName } }: { model: OrderModel }): VNode {
  return (
    <Facts>
      <Fact term="Id">
        <code>{order.id}</code>
      </Fact>
      <Fact term="Account">
        {accountName} ({order.mode})
      </Fact>
      <Fact term="Retailer">{order.retailer}</Fact>
      <Fact term="Accepted">
        <Time at={order.createdAt} />
      </Fact>
      {order.finishedAt === null ? null : (
        <Fact term="Finished">
          <Time at={order.finishedAt} />
        </Fact>
      )}
      <Fact term="Phase">
        {order.phase}, {order.attempts} {order.attempts === 1 ? "attempt" : "attempts"}
      </Fact>
      <Fact term="Charged">{order.charged ?? "not known yet"}</Fact>
      <Fact term="Marker">
        <code>{order.marker}</code>
      </Fact>
      {order.poNumber === null ? null : <Fact term="PO number">{order.poNumber}</Fact>}
      {Object.entries(order.metadata).map(([key, value]) => (
        <Fact key={key} term={`metadata.${key}`}>
          {typeof value === "string" ? value : JSON.stringify(value)}
        </Fact>
      ))}
      {order.failure === null ? null : <Fact term="Failure">{order.failure.message}</Fact>}
    </Facts>
  );
}

const cents = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : formatUsd(value);

/** As they were seen, against what the buyer allows. */
function Prices({ order, submits }: { order: OrderRecord; submits: readonly SubmitRow[] }): VNode {
  const { seen, committedCents } = orderFigures(order, submits);
  return (
    <Facts>
      <Fact term="Max price">{formatUsd(order.maxPriceCents)}</Fact>
      {order.status === "order_failed" ? (
        <Fact term="Total seen">
          <Amount value={seen?.total} most={order.maxPriceCents} />
        </Fact>
      ) : null}
      <Fact term="Committed to">{cents(committedCents)}</Fact>
      <Fact term="Placed at">
        <Amount value={order.placedTotalCents} most={order.maxPriceCents} />
      </Fact>
      <Fact term="Items">{cents(seen?.subtotal)}</Fact>
      <Fact term="Shipping">{cents(seen?.shipping)}</Fact>
      <Fact term="Tax">{cents(seen?.tax)}</Fact>
      <Fact term="Discount">{cents(seen?.discount)}</Fact>
      <Fact term="Fees">{cents(seen?.fees)}</Fact>
    </Facts>
  );
}

function Amount({ value, most }: { value: number | null | undefined; most: number }): VNode {
  const isOver = typeof value === "number" && value > most;
  return (
    <span class={isOver ? "fault" : undefined}>
      {cents(value)}
      {isOver ? " (above max price)" : ""}
    </span>
  );
}

function Items({ order }: { order: OrderRecord }): VNode {
  const titles = order.priceComponents?.cart_items ?? [];
  return (
    <ul class="plain">
      {order.items.map((item) => (
        <li key={item.id}>
          {item.quantity} × {titles[item.position]?.title ?? item.url}{" "}
          <span class="muted">
            {item.status}
            {(item.variant ?? []).map(({ label, value }) => `, ${label}: ${value}`).join("")}
          </span>
        </li>
      ))}
      {order.parcels.map((parcel) => (
        <li key={parcel.id}>
          Parcel {parcel.carrier} {parcel.trackingNumber} <span class="muted">{parcel.status}</span>
        </li>
      ))}
    </ul>
  );
}
