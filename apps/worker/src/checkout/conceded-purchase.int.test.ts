import { CheckoutFailure } from "@cartwright/orders";
import { recordPlaced } from "@cartwright/db";
import type { CheckoutRun, CheckoutSession } from "@cartwright/retailers/driver";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { PRODUCT, SELLS, sellingDeps, WORKER } from "../testing/selling-shop.ts";
import { fulfilOrder } from "./fulfil-order.ts";

// The review page shows one piece of PRODUCT: what an order may be bought as depends on what its driver gave up.

let database: TestDatabase;
let released = 0;
beforeEach(async () => {
  released = 0;
  database = await createTestDatabase();
});
afterEach(() => database.close());

const soldOut = new CheckoutFailure("product_out_of_stock", "Sold out.");
const limited = new CheckoutFailure("quantity_limit_exceeded", "Limit 1.");
const flaky = new CheckoutFailure("add_to_cart_failed", "No button.");

const LAMP = "http://shop.test/products/lamp";
const order = (quantity = 1) =>
  acceptTestOrder(database, {
    items: [PRODUCT, LAMP].map((url) => ({ url, quantity: url === PRODUCT ? quantity : 1, variant: null })),
    fulfillment: { items: "best_effort", quantity: "best_effort" },
  });

/** Works once on the order with a driver that gives up what `giveUp` says. */
async function fulfil(
  orderId: string,
  giveUp: (session: Pick<CheckoutSession, "order" | "concede">) => void,
  run: Partial<CheckoutRun> = {},
): Promise<void> {
  const begin = (session: CheckoutSession): CheckoutRun => ({
    ...SELLS,
    reachReview: () => Promise.resolve().then(() => giveUp(session)),
    ...run,
  });
  const parts = {
    findDriver: () => ({ retailer: "demo-shop", begin }),
    retryPolicy: { maxAttempts: 2, backoffMs: [0] },
  };
  await fulfilOrder(
    sellingDeps(database, parts, () => (released += 1)),
    orderId,
  );
}

const leaveOutLamp =
  (failure = soldOut) =>
  ({ order: { items }, concede }: Pick<CheckoutSession, "order" | "concede">): void => {
    const [, lamp] = items;
    if (lamp === undefined || !concede(failure, { item: lamp })) throw failure;
  };

async function read(orderId: string) {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT status, phase, failure_code, jsonb_path_query_array(concessions, '$[*].code') AS codes,
      (SELECT array_agg(status::text ORDER BY position) FROM order_items WHERE order_id = orders.id) AS lines
     FROM orders WHERE id = $1`,
    [orderId],
  );
  return rows[0];
}

test("what was given up is recorded with the purchase", async () => {
  const orderId = await order();
  await fulfil(orderId, leaveOutLamp());
  expect(await read(orderId)).toMatchObject({
    status: "order_placed",
    codes: ["product_out_of_stock"],
    lines: ["ordered", "skipped"],
  });
});

test("a cart that is not what is left of the order is not bought", async () => {
  const orderId = await order(3);
  await fulfil(orderId, leaveOutLamp());
  expect(await read(orderId)).toMatchObject({ failure_code: "cart_mismatch", codes: [], lines: ["failed", "failed"] });
  const capped = await order(3);
  await fulfil(capped, (session) => {
    leaveOutLamp()(session);
    const [item] = session.order.items;
    if (item !== undefined) session.concede(limited, { item, fulfilledQuantity: 2 });
  });
  expect(await read(capped)).toMatchObject({ failure_code: "cart_mismatch" });
  expect(released).toBe(0);
});

test("what another attempt may heal is given up by the last attempt, and a new attempt starts with nothing given up", async () => {
  const orderId = await order();
  await fulfil(orderId, (session) => {
    leaveOutLamp(soldOut)(session);
    leaveOutLamp(flaky)(session);
  });
  expect(await read(orderId)).toMatchObject({ phase: "queued", codes: [] });
  await fulfil(orderId, leaveOutLamp(flaky));
  expect(await read(orderId)).toMatchObject({ status: "order_placed", codes: ["add_to_cart_failed"] });
});

test("a purchase in doubt keeps it until somebody finds out that it was placed", async () => {
  const orderId = await order();
  await fulfil(orderId, leaveOutLamp(), { readOutcome: () => Promise.reject(new Error("the browser died")) });
  expect(await read(orderId)).toMatchObject({ phase: "in_doubt", codes: [] });
  const confirmation = { merchant_order_ids: ["HP-1"] };
  const prices = (await SELLS.readReview()).prices;
  const claim = { orderId, workerId: WORKER, fence: 1 };
  expect(await recordPlaced(database.db, claim, { confirmation, prices, estimatedDelivery: null })).toBe(true);
  expect(await read(orderId)).toMatchObject({
    status: "order_placed",
    codes: ["product_out_of_stock"],
    lines: ["ordered", "skipped"],
  });
});
