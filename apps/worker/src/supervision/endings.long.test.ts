import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openOrderQueue } from "@cartwright/queue";
import { EXIT_CODES } from "@cartwright/supervision";
import {
  acceptTestOrder,
  createTestDatabase,
  requireChromiumPath,
  requireRedisUrl,
  runToEnd,
  type RunningProgram,
  startDemoShop,
  startProgram,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";

const ENTRY = "apps/worker/src/main.ts";
/** Every page of its checkout takes 2 to 3 seconds. */
const SLOW_PRODUCT = "cast-iron-skillet";
/** Says when it hears SIGTERM: before that a signal ends any process. */
const TELLS_OF_ITS_EARS = "process.on('newListener',(name)=>{if(name==='SIGTERM')console.log('listens')})";
/** Throws where nobody catches, when a test says so. */
const PLANTED = "process.on('SIGUSR2',()=>setTimeout(()=>{throw new Error('planted')}))";

/** Code that a program runs before its own. */
const preload = (code: string): string => `--import="data:text/javascript,${encodeURIComponent(code)}"`;

let database: TestDatabase;
let shop: TestShop;
let spool: string;
let workers: RunningProgram[] = [];
let prefix: string;

beforeAll(async () => {
  shop = await startDemoShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  database = await createTestDatabase();
  spool = mkdtempSync(join(tmpdir(), "cartwright-spool-"));
  prefix = `{test-${randomBytes(4).toString("hex")}}`;
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop("SIGKILL")));
  await database.close();
  rmSync(spool, { recursive: true, force: true });
});

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: database.url,
  REDIS_URL: requireRedisUrl(),
  QUEUE_PREFIX: prefix,
  CHROMIUM_PATH: requireChromiumPath(),
  DEMO_SHOP_URL: shop.url,
  SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
  WORKER_HEALTH_PORT: "0",
  SPOOL_FOLDER: spool,
  DISPATCH_EVERY_MS: "200",
  ...more,
});

async function start(more: Record<string, string> = {}, readyWhen = /taking orders/): Promise<RunningProgram> {
  const worker = await startProgram({ entry: ENTRY, readyWhen, env: environment(more) });
  workers.push(worker);
  return worker;
}

const acceptSlowOrder = () =>
  acceptTestOrder(database, { items: [{ url: shop.productUrl(SLOW_PRODUCT), quantity: 1, variant: null }] });

const reaches = (orderId: string, phase: string): Promise<true> =>
  waitFor(`order ${orderId} to be ${phase}`, async () => (await phaseOf(orderId)) === phase || undefined, 60_000);

async function phaseOf(orderId: string): Promise<string | undefined> {
  const found = await database.pool.query<{ phase: string }>("SELECT phase FROM orders WHERE id = $1", [orderId]);
  return found.rows[0]?.phase;
}

test.each([
  ["its configuration is wrong", { HEARTBEAT_MS: "never" }, EXIT_CODES.misconfigured, "HEARTBEAT_MS"],
  ["its browser is not there", { CHROMIUM_PATH: "/no/such/chromium" }, EXIT_CODES.misconfigured, "Chromium"],
  ["Redis is away", { REDIS_URL: "redis://127.0.0.1:1" }, EXIT_CODES.unavailable, "Redis cannot be used"],
] as const)("a worker that cannot start because %s says so by its exit code too", async (_, wrong, exitCode, words) => {
  const end = await runToEnd({ entry: ENTRY, env: environment(wrong) });
  expect(end).toEqual({ exitCode, output: expect.stringContaining(words) });
});

test("SIGTERM while it waits for Redis to start with: it ends at once, and well", async () => {
  const worker = await start({ REDIS_URL: "redis://127.0.0.1:1", NODE_OPTIONS: preload(TELLS_OF_ITS_EARS) }, /listens/);
  const toldAt = Date.now();
  expect(await worker.stop("SIGTERM")).toBe(EXIT_CODES.drained);
  expect(Date.now() - toldAt).toBeLessThan(2_000);
});

test("an order past its commit point that does not end in time: the worker says that it left one, and it is in doubt", async () => {
  const worker = await start({ DRAIN_MS: "1", LEASE_MS: "2000", HEARTBEAT_MS: "500" });
  const orderId = await acceptSlowOrder();
  await reaches(orderId, "submitting");
  // Whatever the shop answers, its outcome cannot be written down as long as somebody sits on the order's row.
  const sitter = await database.pool.connect();
  await sitter.query("BEGIN");
  await sitter.query("SELECT FROM orders WHERE id = $1 FOR UPDATE", [orderId]);
  expect(await worker.stop("SIGTERM")).toBe(EXIT_CODES.unfinished);
  await sitter.query("ROLLBACK");
  sitter.release();
  expect(worker.output()).toContain("orders past their commit point did not finish in time");
  expect(await phaseOf(orderId)).toBe("submitting");
  // It did not sign off: the next worker on this host proves it dead before it believes in an absence.
  const left = await database.pool.query("SELECT stopped_at FROM workers");
  expect(left.rows).toEqual([{ stopped_at: null }]);
  await start({ RECONCILE_EVERY_MS: "200", SETTLE_MS: "4000", LOOKS_AFTER_MS: "0,500" });
  await reaches(orderId, "done");
}, 120_000);

test("a second SIGTERM does not cut short an order past its commit point", async () => {
  const worker = await start();
  const orderId = await acceptSlowOrder();
  await reaches(orderId, "submitting");
  const stopped = worker.stop("SIGTERM");
  await waitFor("it to drain", async () => worker.output().includes("draining") || undefined, 5_000);
  process.kill(worker.pid, "SIGTERM");
  expect(await stopped).toBe(EXIT_CODES.drained);
  expect(await phaseOf(orderId)).toBe("done");
}, 120_000);

test("a bug that nobody caught: what is past its commit point is finished first, and the exit code tells of the bug", async () => {
  const worker = await start({ NODE_OPTIONS: preload(PLANTED) });
  const orderId = await acceptSlowOrder();
  await reaches(orderId, "submitting");
  expect(await worker.stop("SIGUSR2")).toBe(EXIT_CODES.crashed);
  expect(worker.output()).toMatch(/"message":"planted".*crashed: a bug/);
  expect(await phaseOf(orderId)).toBe("done");
}, 120_000);

test("orders are due and its queue brings none: it says so, and asks to be started anew", async () => {
  const queue = openOrderQueue({ redisUrl: requireRedisUrl(), prefix, onError: () => undefined });
  // What stands for a consumer that has come to a halt: the queue gives nothing away.
  await queue.board.pause();
  const worker = await start({ STALLED_AFTER_MS: "3000", DISPATCH_LOOK_AGAIN_MS: "1000" });
  await acceptSlowOrder();
  expect(await waitFor("it to end", async () => worker.exitCode() ?? undefined, 30_000)).toBe(EXIT_CODES.stalled);
  expect(worker.output()).toContain("stalled: orders are due, hands are free, and nothing is claimed");
  await queue.board.resume();
  await queue.close();
}, 60_000);
