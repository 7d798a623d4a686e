import { findTrackedOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import { DEMO_SCENARIOS } from "@cartwright/retailers/demo-shop/scenarios";
import { waitFor } from "@cartwright/testing";
import { type Buying, startBuying } from "./testing/buying.ts";

const SEEN_WITHIN_MS = 30_000;

let buying: Buying;
beforeAll(async () => {
  const env = { TRACKING_FIRST_LOOK_MS: "1", TRACKING_LOOK_EVERY_MS: "200", RECONCILE_EVERY_MS: "200" };
  buying = await startBuying({ env });
});
afterAll(() => buying.close());

async function placeOrder(): Promise<OrderRecord> {
  const scenario = DEMO_SCENARIOS.find(({ scenario }) => scenario === "success");
  if (scenario === undefined) throw new Error("no scenario of success");
  const { order } = await buying.play(scenario);
  expect(order.status).toBe("order_placed");
  return order;
}

/** What somebody at the shop's warehouse does. */
async function atShop(order: OrderRecord, step: string, body: Record<string, unknown> = {}): Promise<void> {
  const [number] = order.confirmation?.merchant_order_ids ?? [];
  const response = await fetch(`${buying.shop.url}/__orders/${number}/${step}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

const seen = (order: OrderRecord, status: string): Promise<OrderRecord> =>
  waitFor(
    `the item to be ${status}`,
    async () => {
      const now = await findTrackedOrder(buying.database.db, order.id);
      return now?.items[0]?.status === status ? now : undefined;
    },
    SEEN_WITHIN_MS,
  );

async function webhooksOf(order: OrderRecord): Promise<string[]> {
  const { rows } = await buying.database.pool.query<{ event: string }>(
    "SELECT event FROM outbox WHERE order_id = $1 ORDER BY sequence",
    [order.id],
  );
  return rows.map(({ event }) => event).slice(-3);
}

test("what the shop ships and delivers is seen on its page, and told step by step", async () => {
  const order = await placeOrder();
  await atShop(order, "ship", { carrier: "USPS", tracking_number: "9400 1" });
  await atShop(order, "scan", { city: "Reno", state: "NV", postal_code: "89501" });
  const shipped = await seen(order, "shipped");
  expect(shipped.parcels).toMatchObject([
    {
      carrier: "USPS",
      trackingNumber: "9400 1",
      trackingUrl: "https://tools.usps.com/go/TrackConfirmAction?tLabels=9400%201",
      status: "in_transit",
      estimatedDelivery: order.estimatedDelivery,
    },
  ]);

  await atShop(order, "deliver");
  const delivered = await seen(order, "delivered");
  expect(delivered).toMatchObject({ status: "order_placed", charged: "yes", confirmation: order.confirmation });
  expect(delivered.parcels[0]?.checkpoints).toMatchObject([
    { status: "delivered", city: "San Francisco", state: "CA", zip: "94105", country: "US" },
    { status: "in_transit", city: "Reno", state: "NV" },
    { status: "in_transit", city: "Portland", state: "OR" },
  ]);
  const types = (await listOrderEvents(buying.database.db, order.id)).map(({ type }) => type);
  expect(types.slice(types.indexOf("order_placed") + 1)).toEqual(["tracking_acquired", "shipped", "delivered"]);
  expect(await webhooksOf(order)).toEqual(["order.tracking_received", "order.shipped", "order.delivered"]);
});

test("what the shop cancels becomes cancelled, and the order stays placed", async () => {
  const order = await placeOrder();
  await atShop(order, "cancel", { reason: "Damaged in the warehouse" });
  const cancelled = await seen(order, "cancelled");
  expect(cancelled).toMatchObject({
    status: "order_placed",
    charged: "yes",
    items: [{ cancellationReason: "Damaged in the warehouse" }],
  });
  expect((await webhooksOf(order)).at(-1)).toBe("order.cancelled");
});
