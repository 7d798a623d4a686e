import { randomBytes } from "node:crypto";
import { findOrder, type OrderRecord } from "@cartwright/db";
import { DEMO_SCENARIOS, type DemoScenario } from "@cartwright/retailers/demo-shop/scenarios";
import type { Charged } from "@cartwright/schemas";
import {
  acceptTestOrder,
  createTestDatabase,
  requireChromiumPath,
  requireRedisUrl,
  SAN_FRANCISCO,
  startDemoShop,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";
import { pino } from "pino";
import { readConfig } from "./config.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

const SETTLED_WITHIN_MS = 90_000;

let database: TestDatabase;
let shop: TestShop;
let worker: RunningWorker;

beforeAll(async () => {
  [database, shop] = await Promise.all([createTestDatabase(), startDemoShop()]);
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: `{test-${randomBytes(4).toString("hex")}}`,
    CHROMIUM_PATH: requireChromiumPath(),
    DEMO_SHOP_URL: shop.url,
    SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
    WORKER_HEALTH_PORT: "0",
    DISPATCH_EVERY_MS: "100",
    RETRY_BACKOFF_MS: "100,100",
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "silent",
  });
  worker = await startWorker(config, pino({ level: config.LOG_LEVEL }));
});

afterAll(async () => {
  await worker.drain();
  await shop.close();
  await database.close();
});

/** Waits until an order is terminal or in doubt. */
async function settled(orderId: string): Promise<OrderRecord> {
  const [row] = (
    await database.pool.query<{ account_id: string }>("SELECT account_id FROM orders WHERE id = $1", [orderId])
  ).rows;
  const scope = { accountId: row?.account_id ?? "", mode: "test" } as const;
  return waitFor(
    `order ${orderId} to settle`,
    async () => {
      const order = await findOrder(database.db, scope, orderId);
      return order?.phase === "done" || order?.phase === "in_doubt" ? order : undefined;
    },
    SETTLED_WITHIN_MS,
  );
}

function expectedCharged(scenario: DemoScenario): Charged | null {
  if (scenario.expectedStatus === "order_placed") return "yes";
  return scenario.expectedStatus === "order_failed" ? "no" : null;
}

/** In doubt means that the shop did store it: these scenarios are the shop's, and their ledger knows. */
function expectedPurchases(scenario: DemoScenario): number {
  return scenario.expectedStatus === "order_failed" ? 0 : 1;
}

test.each(DEMO_SCENARIOS.map((scenario) => [scenario.scenario, scenario] as const))(
  "%s ends as listed, and the shop's ledger agrees",
  async (_, scenario) => {
    const before = (await shop.ledger()).length;
    const orderId = await acceptTestOrder(database, {
      items: [{ url: shop.productUrl(scenario.slug), quantity: 1, variant: null }],
    });
    const order = await settled(orderId);
    const bought = (await shop.ledger()).slice(before);
    expect({ status: order.status, code: order.failureCode, message: order.failure?.message }).toEqual({
      status: scenario.expectedStatus,
      code: scenario.expectedErrorType,
      message: scenario.expectedErrorType === null ? undefined : expect.any(String),
    });
    expect(order.charged).toBe(expectedCharged(scenario));
    expect(bought).toHaveLength(expectedPurchases(scenario));
    if (order.status === "order_placed") {
      const [line] = bought;
      expect(order.confirmation?.merchant_order_ids).toEqual([line?.order_number]);
      expect(order.priceComponents?.total).toBe(line?.total_cents);
      expect(line?.total_cents).toBeLessThanOrEqual(order.maxPriceCents);
      expect(line?.reference).toBe(order.marker);
    }
  },
  SETTLED_WITHIN_MS + 10_000,
);

test("a variant and a quantity reach the shop as ordered, at the order's address", async () => {
  const before = (await shop.ledger()).length;
  const orderId = await acceptTestOrder(database, {
    maxPriceCents: 100_000,
    poNumber: "PO-77",
    items: [
      {
        url: shop.productUrl("merino-crew-sweater"),
        quantity: 2,
        variant: [
          { label: "size", value: "m" },
          { label: "Color", value: "Navy" },
        ],
      },
      { url: shop.productUrl("walnut-desk-organizer"), quantity: 3, variant: null },
    ],
  });
  const order = await settled(orderId);
  expect(order.status).toBe("order_placed");
  const [line] = (await shop.ledger()).slice(before);
  expect(line?.items).toMatchObject([
    { slug: "merino-crew-sweater", quantity: 2, variant: [{ value: "M" }, { value: "Navy" }] },
    { slug: "walnut-desk-organizer", quantity: 3 },
  ]);
  expect(line?.address).toMatchObject({
    address_line1: SAN_FRANCISCO.address_line1,
    postal_code: SAN_FRANCISCO.postal_code,
  });
  expect(line?.reference).toBe(`PO-77 ${order.marker}`);
});

test("nothing is bought one cent above max_price, and everything at exactly max_price", async () => {
  const items = [{ url: shop.productUrl("walnut-desk-organizer"), quantity: 1, variant: null }];
  const refused = await settled(await acceptTestOrder(database, { items, maxPriceCents: 1 }));
  expect(refused.failureCode).toBe("max_price_exceeded");
  const total = Number(refused.failure?.observed["observed_total"]);
  expect(refused.failure?.observed["exceeded_by"]).toBe(total - 1);

  const before = (await shop.ledger()).length;
  const below = await settled(await acceptTestOrder(database, { items, maxPriceCents: total - 1 }));
  expect(below.failureCode).toBe("max_price_exceeded");
  expect((await shop.ledger()).length).toBe(before);

  const exact = await settled(await acceptTestOrder(database, { items, maxPriceCents: total }));
  expect(exact.status).toBe("order_placed");
  expect(exact.placedTotalCents).toBe(total);
});
