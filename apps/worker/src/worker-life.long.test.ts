import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import {
  acceptTestOrder,
  createTestDatabase,
  requireChromiumPath,
  requireRedisUrl,
  type RunningProgram,
  startDemoShop,
  startProgram,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";

/** Every page of its checkout takes 2 to 3 seconds: time enough to end a worker in the middle. */
const SLOW_PRODUCT = "cast-iron-skillet";
const PLACED_WITHIN_MS = 90_000;

let database: TestDatabase;
let shop: TestShop;
const workers: RunningProgram[] = [];
const spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));

beforeAll(async () => {
  [database, shop] = await Promise.all([createTestDatabase(), startDemoShop()]);
});

afterAll(async () => {
  if (process.env["TEST_LOG_LEVEL"] !== undefined) for (const w of workers) process.stderr.write(w.output());
  await Promise.all(workers.map((worker) => worker.stop("SIGTERM")));
  rmSync(spoolFolder, { recursive: true, force: true });
  await shop.close();
  await database.close();
});

const prefix = `{test-${randomBytes(4).toString("hex")}}`;

async function startWorker(env: Record<string, string> = {}): Promise<RunningProgram> {
  const worker = await startProgram({
    entry: "apps/worker/src/main.ts",
    readyWhen: /taking orders/,
    env: {
      DATABASE_URL: database.url,
      REDIS_URL: requireRedisUrl(),
      QUEUE_PREFIX: prefix,
      CHROMIUM_PATH: requireChromiumPath(),
      DEMO_SHOP_URL: shop.url,
      SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
      WORKER_HEALTH_PORT: "0",
      SPOOL_FOLDER: spoolFolder,
      LEASE_MS: "6000",
      HEARTBEAT_MS: "1000",
      DISPATCH_EVERY_MS: "200",
      LOG_LEVEL: "debug",
      ...env,
    },
  });
  workers.push(worker);
  return worker;
}

async function read(orderId: string): Promise<OrderRecord> {
  const [row] = (
    await database.pool.query<{ account_id: string }>("SELECT account_id FROM orders WHERE id = $1", [orderId])
  ).rows;
  const order = await findOrder(database.db, { accountId: row?.account_id ?? "", mode: "test" }, orderId);
  if (order === undefined) throw new Error(`no order ${orderId}`);
  return order;
}

const purchasesOf = async (order: OrderRecord): Promise<number> =>
  (await shop.ledger()).filter((line) => line.reference === order.marker).length;

const acceptSlowOrder = () =>
  acceptTestOrder(database, { items: [{ url: shop.productUrl(SLOW_PRODUCT), quantity: 1, variant: null }] });

const placed = (orderId: string) =>
  waitFor(
    `order ${orderId} to be placed`,
    async () => {
      const order = await read(orderId);
      return order.phase === "done" ? order : undefined;
    },
    PLACED_WITHIN_MS,
  );

/** Chromium processes whose command line names a profile of that worker. */
function browsersOf(pid: number): string[] {
  return readdirSync("/proc").filter((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(`cartwright-chromium-${pid}-`);
    } catch {
      return false;
    }
  });
}

test("kill -9 in the middle of a checkout: another worker finishes the order, and the shop sold it once", async () => {
  const first = await startWorker();
  const orderId = await acceptSlowOrder();
  await waitFor(
    "the checkout to be under way",
    async () => first.output().includes('"add to cart"') || undefined,
    30_000,
  );
  expect(browsersOf(first.pid).length).toBeGreaterThan(0);
  await first.stop("SIGKILL");
  await waitFor("its browser to go with it", async () => browsersOf(first.pid).length === 0 || undefined, 5_000);

  const second = await startWorker();
  const order = await placed(orderId);
  expect(order.status).toBe("order_placed");
  expect(order.fence).toBeGreaterThanOrEqual(2);
  expect(await purchasesOf(order)).toBe(1);
  expect(await second.stop("SIGTERM")).toBe(0);
}, 150_000);

test("SIGTERM before the commit point: the order goes back at once, uncounted, and the worker leaves nothing", async () => {
  const first = await startWorker();
  const orderId = await acceptSlowOrder();
  await waitFor(
    "the checkout to be under way",
    async () => first.output().includes('"add to cart"') || undefined,
    30_000,
  );
  const toldAt = Date.now();
  expect(await first.stop("SIGTERM")).toBe(0);
  expect(Date.now() - toldAt).toBeLessThan(10_000);
  expect(await read(orderId)).toMatchObject({ status: "in_progress", phase: "queued", attempts: 0, leaseOwner: null });
  expect(browsersOf(first.pid)).toEqual([]);

  const second = await startWorker();
  const order = await placed(orderId);
  expect(order.status).toBe("order_placed");
  expect(await purchasesOf(order)).toBe(1);
  await second.stop("SIGTERM");
}, 150_000);

test("SIGTERM after the commit point: the order is finished before the worker goes", async () => {
  const worker = await startWorker();
  const orderId = await acceptSlowOrder();
  await waitFor(
    "the purchase to be committed",
    async () => ((await read(orderId)).phase === "submitting" ? true : undefined),
    60_000,
  );
  expect(await worker.stop("SIGTERM")).toBe(0);
  const order = await read(orderId);
  expect(order.status).toBe("order_placed");
  expect(await purchasesOf(order)).toBe(1);
}, 150_000);

test("kill -9 after the commit point: whatever the shop made of it, the order's end is the ledger's truth", async () => {
  const first = await startWorker();
  const orderId = await acceptSlowOrder();
  await waitFor(
    "the purchase to be committed",
    async () => ((await read(orderId)).phase === "submitting" ? true : undefined),
    60_000,
  );
  await first.stop("SIGKILL");
  const second = await startWorker({ RECONCILE_EVERY_MS: "200", SETTLE_MS: "4000", LOOKS_AFTER_MS: "0,500,1000" });
  const order = await placed(orderId);
  await second.stop("SIGTERM");
  const events = (await listOrderEvents(database.db, orderId)).map((event) => event.type);
  expect(events).toContain("in_doubt");
  expect(events.filter((type) => type === "purchase_committed")).toHaveLength(1);
  // Killed right after the commit, the request was on its way or not: both ends are right, if they are true.
  const purchases = await purchasesOf(order);
  expect({ status: order.status, charged: order.charged, code: order.failureCode }).toEqual(
    purchases === 1
      ? { status: "order_placed", charged: "yes", code: null }
      : { status: "order_failed", charged: "no", code: "not_placed" },
  );
  expect(purchases).toBeLessThanOrEqual(1);
}, 180_000);

test("Chromium killed after the commit point: the order is in doubt at once, and ends as the ledger says", async () => {
  const worker = await startWorker({ RECONCILE_EVERY_MS: "200", SETTLE_MS: "1000", LOOKS_AFTER_MS: "0,500,1000" });
  const orderId = await acceptSlowOrder();
  await waitFor(
    "the purchase to be committed",
    async () => ((await read(orderId)).phase === "submitting" ? true : undefined),
    60_000,
  );
  for (const pid of browsersOf(worker.pid)) process.kill(Number(pid), "SIGKILL");
  // Nobody waits for an answer that cannot come: not half a minute, as for a shop that is only slow.
  await waitFor("the doubt", async () => ((await read(orderId)).phase === "submitting" ? undefined : true), 10_000);
  const order = await placed(orderId);
  await worker.stop("SIGTERM");
  const purchases = await purchasesOf(order);
  expect({ status: order.status, charged: order.charged }).toEqual(
    purchases === 1 ? { status: "order_placed", charged: "yes" } : { status: "order_failed", charged: "no" },
  );
  expect(purchases).toBeLessThanOrEqual(1);
}, 180_000);

test("a worker that cannot start says all that is missing, and how to get it", async () => {
  const failing = startProgram({
    entry: "apps/worker/src/main.ts",
    readyWhen: /taking orders/,
    env: {
      DATABASE_URL: "postgres://nobody@127.0.0.1:1/none",
      REDIS_URL: "redis://127.0.0.1:1",
      CHROMIUM_PATH: "/no/such/chromium",
      LOG_LEVEL: "silent",
    },
  });
  // In no particular order: they are looked for at the same time.
  const words = await failing.then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(words).toMatch(/Postgres cannot be used \(DATABASE_URL\): \S/);
  expect(words).toMatch(/Redis cannot be used \(REDIS_URL\): \S/);
  expect(words).toMatch(/Chromium does not start .*apt-get install/);
}, 60_000);
