import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import { DEMO_SCENARIOS, type DemoScenario } from "@cartwright/retailers/demo-shop/scenarios";
import {
  acceptTestOrder,
  createTestDatabase,
  type LedgerLine,
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
import { openOutside } from "./outside.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

const SETTLED_WITHIN_MS = 90_000;

let database: TestDatabase;
let shop: TestShop;
let worker: RunningWorker;
const spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));

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
    SPOOL_FOLDER: spoolFolder,
    DISPATCH_EVERY_MS: "100",
    RECONCILE_EVERY_MS: "500",
    RETRY_BACKOFF_MS: "100,100",
    LOG_LEVEL: process.env["TEST_LOG_LEVEL"] ?? "silent",
  });
  worker = await startWorker(config, pino({ level: config.LOG_LEVEL }), openOutside(config));
});

afterAll(async () => {
  await worker.drain();
  rmSync(spoolFolder, { recursive: true, force: true });
  await shop.close();
  await database.close();
});

/** Waits until an order is terminal. */
async function settled(orderId: string): Promise<OrderRecord> {
  const [row] = (
    await database.pool.query<{ account_id: string }>("SELECT account_id FROM orders WHERE id = $1", [orderId])
  ).rows;
  const scope = { accountId: row?.account_id ?? "", mode: "test" } as const;
  return waitFor(
    `order ${orderId} to settle`,
    async () => {
      const order = await findOrder(database.db, scope, orderId);
      return order?.phase === "done" ? order : undefined;
    },
    SETTLED_WITHIN_MS,
  );
}

interface Played {
  order: OrderRecord;
  bought: LedgerLine[];
}

/** Orders one of a scenario's product, and counts what the shop sold meanwhile. */
async function play(scenario: DemoScenario): Promise<Played> {
  const before = (await shop.ledger()).length;
  const orderId = await acceptTestOrder(database, {
    items: [{ url: shop.productUrl(scenario.slug), quantity: 1, variant: null }],
  });
  const order = await settled(orderId);
  return { order, bought: (await shop.ledger()).slice(before) };
}

const scenariosThatEndAs = (status: DemoScenario["expectedStatus"]) =>
  DEMO_SCENARIOS.filter((scenario) => scenario.expectedStatus === status).map(
    (scenario) => [scenario.scenario, scenario] as const,
  );

test.each(scenariosThatEndAs("order_placed"))("%s is placed once, as the shop's ledger has it", async (_, scenario) => {
  const { order, bought } = await play(scenario);
  expect(bought).toHaveLength(1);
  expect(order).toMatchObject({ status: "order_placed", failureCode: null, charged: "yes" });
  const [line] = bought;
  expect(order.confirmation?.merchant_order_ids).toEqual([line?.order_number]);
  expect(order.priceComponents?.total).toBe(line?.total_cents);
  expect(line?.total_cents).toBeLessThanOrEqual(order.maxPriceCents);
  expect(line?.reference).toBe(order.marker);
});

test.each(scenariosThatEndAs("order_failed"))("%s fails with its code, and nothing is bought", async (_, scenario) => {
  const { order, bought } = await play(scenario);
  expect(bought).toEqual([]);
  expect(order).toMatchObject({ status: "order_failed", failureCode: scenario.expectedErrorType, charged: "no" });
  expect(order.failure?.message).toMatch(/\w/);
});

test.each(["error_after_purchase", "lost_confirmation"])(
  "%s is in doubt first, and never bought again",
  async (name) => {
    const scenario = DEMO_SCENARIOS.find(({ scenario }) => scenario === name);
    if (scenario === undefined) throw new Error(`no scenario ${name}`);
    const { order, bought } = await play(scenario);
    expect(bought).toHaveLength(1);
    const events = await listOrderEvents(database.db, order.id);
    const types = events.map((event) => event.type);
    expect(types.slice(types.indexOf("purchase_committed"))).toEqual([
      "purchase_committed",
      "in_doubt",
      "order_placed",
    ]);
  },
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

test("one product on two lines is bought in both quantities; a long po_number stays whole, without our marker", async () => {
  const before = (await shop.ledger()).length;
  const poNumber = "P".repeat(64);
  const url = shop.productUrl("walnut-desk-organizer");
  const orderId = await acceptTestOrder(database, {
    maxPriceCents: 100_000,
    poNumber,
    items: [
      { url, quantity: 1, variant: null },
      { url, quantity: 2, variant: null },
    ],
  });
  const order = await settled(orderId);
  expect(order.status).toBe("order_placed");
  const [line] = (await shop.ledger()).slice(before);
  expect(line).toMatchObject({ reference: poNumber, items: [{ quantity: 3 }] });
});

test("an address that our own way out refuses is not blamed on the shop", async () => {
  const items = [{ url: "http://10.0.0.1/products/walnut-desk-organizer", quantity: 1, variant: null }];
  expect((await settled(await acceptTestOrder(database, { items }))).failureCode).toBe("retailer_not_supported");
});

test("forty orders at once are placed once each, and none is held up", async () => {
  const before = (await shop.ledger()).length;
  const items = [{ url: shop.productUrl("walnut-desk-organizer"), quantity: 1, variant: null }];
  const ids = await Promise.all(Array.from({ length: 40 }, () => acceptTestOrder(database, { items })));
  const placed: OrderRecord[] = [];
  for (const id of ids) placed.push(await settled(id));
  expect(placed.filter((order) => order.status !== "order_placed")).toEqual([]);
  const references = (await shop.ledger()).slice(before).map((line) => line.reference);
  expect(references).toHaveLength(ids.length);
  expect(new Set(references)).toEqual(new Set(placed.map((order) => order.marker)));
}, 240_000);
