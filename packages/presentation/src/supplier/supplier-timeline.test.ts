import type { OrderItemStatus, TimelineType } from "@cartwright/schemas";
import { supplierMoments, supplierStatus, supplierTimeline } from "./supplier-timeline.ts";

const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 23, 12, minute));

/** A placed order with these items, whose timeline goes on with these entries, one a minute. */
function placed(items: OrderItemStatus[], types: TimelineType[], changes = {}) {
  const events = ["order_created" as const, ...types].map((type, minute) => ({ type, occurredAt: at(minute) }));
  const order = {
    status: "order_placed" as const,
    failureCode: null,
    createdAt: at(0),
    updatedAt: at(50),
    finishedAt: at(40),
    items: items.map((status) => ({ status })),
    ...changes,
  };
  const moments = supplierMoments(order, events);
  return { status: supplierStatus(moments), events: supplierTimeline(moments).map(({ event }) => event), moments };
}

const START = ["order_placed", "order_confirmed"];

it.each([
  [["ordered"], [], "confirmed", []],
  [["shipped"], ["tracking_acquired", "shipped"], "shipped", ["order_shipped"]],
  [["shipped", "cancelled"], ["shipped", "cancelled_by_retailer"], "shipped", ["order_shipped"]],
  [["delivered", "cancelled"], ["shipped", "delivered"], "delivered", ["order_shipped", "order_delivered"]],
  [["ordered", "cancelled"], ["cancelled_by_retailer"], "confirmed", []],
  [["cancelled", "skipped"], ["cancelled_by_retailer"], "cancelled", ["order_cancelled"]],
] as const)(
  "calls a placed order whose items are %j and whose timeline goes on with %j %s",
  (items, types, status, more) => {
    const shown = placed([...items], [...types]);
    expect([shown.status, shown.events]).toEqual([status, [...START, ...more]]);
  },
);

it("is cancelled when the retailer had cancelled the last of it", () => {
  const { moments } = placed(["cancelled", "cancelled"], ["cancelled_by_retailer", "cancelled_by_retailer"]);
  expect(moments.cancelledAt).toEqual(at(2));
});

it.each([
  ["cancelled", ["cancelled"], "order_cancelled", at(1)],
  ["max_price_exceeded", ["attempt_started", "order_failed"], "order_failed", at(2)],
  // From before there was a timeline of it.
  ["max_price_exceeded", [], "order_failed", at(40)],
] as const)("calls an order that failed by %s cancelled, and tells when and why", (failureCode, types, event, when) => {
  const shown = placed(["failed"], [...types], { status: "order_failed", failureCode });
  expect([shown.status, shown.events]).toEqual(["cancelled", [...START, event]]);
  expect(shown.moments.cancelledAt ?? shown.moments.failedAt).toEqual(when);
});
