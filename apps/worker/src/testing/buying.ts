import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findOrder, type OrderRecord } from "@cartwright/db";
import type { DemoScenario } from "@cartwright/retailers/demo-shop/scenarios";
import {
  acceptTestOrder,
  createTestDatabase,
  type LedgerLine,
  requireChromiumPath,
  requireRedisUrl,
  startDemoShop,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { openOutside } from "../outside.ts";
import type { Outside } from "../surroundings.ts";
import { startWorker } from "../worker.ts";

const SETTLED_WITHIN_MS = 90_000;

interface Played {
  order: OrderRecord;
  /** What the shop sold meanwhile. */
  bought: LedgerLine[];
}

/** A real worker in front of the demo shop, on a database of its own. */
export interface Buying {
  database: TestDatabase;
  shop: TestShop;
  /** Waits until an order is terminal. */
  settled: (orderId: string) => Promise<OrderRecord>;
  /** Orders one of a scenario's product, and counts what the shop sold meanwhile. */
  play: (scenario: Pick<DemoScenario, "slug">) => Promise<Played>;
  close: () => Promise<void>;
}

/** `change`: another outside than the real one; `env`: beside what every test needs. */
export async function startBuying({
  change = (outside) => outside,
  env = {},
}: { change?: (outside: Outside, shop: TestShop) => Outside; env?: Record<string, string> } = {}): Promise<Buying> {
  const spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));
  const [database, shop] = await Promise.all([createTestDatabase(), startDemoShop()]);
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
    ...env,
  });
  const worker = await startWorker(config, pino({ level: config.LOG_LEVEL }), change(openOutside(config), shop));
  const settled = (orderId: string) => waitUntilSettled(database, orderId);
  return {
    database,
    shop,
    settled,
    play: async ({ slug }) => {
      const before = (await shop.ledger()).length;
      const items = [{ url: shop.productUrl(slug), quantity: 1, variant: null }];
      const order = await settled(await acceptTestOrder(database, { items }));
      return { order, bought: (await shop.ledger()).slice(before) };
    },
    close: async () => {
      await worker.drain();
      rmSync(spoolFolder, { recursive: true, force: true });
      await shop.close();
      await database.close();
    },
  };
}

async function waitUntilSettled(database: TestDatabase, orderId: string): Promise<OrderRecord> {
  const [row] = (
    await database.pool.query<{ account_id: string }>("SELECT account_id FROM orders WHERE id = $1", [orderId])
  ).rows;
  const scope = { accountId: row?.account_id ?? "", mode: "test" } as const;
  return await waitFor(
    `order ${orderId} to settle`,
    async () => {
      const order = await findOrder(database.db, scope, orderId);
      return order?.phase === "done" ? order : undefined;
    },
    SETTLED_WITHIN_MS,
  );
}
