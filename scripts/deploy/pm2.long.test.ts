import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXIT_CODES } from "@cartwright/supervision";
import {
  acceptTestOrder,
  createTestDatabase,
  requireChromiumPath,
  requireRedisUrl,
  startDemoShop,
  type TestDatabase,
  type TestShop,
  waitFor,
} from "@cartwright/testing";
import { z } from "zod";

const ROOT = join(__dirname, "..", "..");
/** Every page of its checkout takes 2 to 3 seconds: time enough to end a worker in the middle. */
const SLOW_PRODUCT = "cast-iron-skillet";
const QUICK_PRODUCT = "walnut-desk-organizer";
const BACK_WITHIN_MS = 10_000;

const Listed = z.array(
  z.looseObject({
    name: z.string(),
    pid: z.number().optional(),
    pm2_env: z.looseObject({ status: z.string(), restart_time: z.number() }),
  }),
);

let database: TestDatabase;
let shop: TestShop;
let home: string;
let spool: string;

beforeAll(async () => {
  [database, shop] = await Promise.all([createTestDatabase(), startDemoShop()]);
  home = mkdtempSync(join(tmpdir(), "cartwright-pm2-"));
  spool = mkdtempSync(join(tmpdir(), "cartwright-spool-"));
  pm2("start", "deploy/pm2/ecosystem.config.cjs", "--only", "cartwright-worker");
}, 60_000);

afterAll(async () => {
  const daemon = Number(readFileSync(join(home, "pm2.pid"), "utf8"));
  pm2("kill");
  // PM2's own process goes a moment after it has said that it has gone.
  await waitFor("PM2 to be gone", () => Promise.resolve(isAlive(daemon) ? undefined : true), 10_000);
  rmSync(home, { recursive: true, force: true });
  rmSync(spool, { recursive: true, force: true });
  await shop.close();
  await database.close();
}, 60_000);

const prefix = `{test-${randomBytes(4).toString("hex")}}`;

/** The real PM2, as an operator runs it, with a daemon of its own. */
function pm2(...args: string[]): string {
  const env = {
    PATH: process.env["PATH"],
    PM2_HOME: home,
    HOME: home,
    CARTWRIGHT_WORKERS: "1",
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: prefix,
    CHROMIUM_PATH: requireChromiumPath(),
    DEMO_SHOP_URL: shop.url,
    SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
    WORKER_HEALTH_PORT: "0",
    SPOOL_FOLDER: spool,
    DISPATCH_EVERY_MS: "200",
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules/pm2/bin/pm2"), ...args], {
    cwd: ROOT,
    env,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`pm2 ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** What PM2 knows of the one worker. */
function worker(): { pid: number; status: string; restarts: number } {
  const listed = pm2("jlist");
  const [only, ...others] = Listed.parse(JSON.parse(listed.slice(listed.indexOf("["))));
  if (only === undefined || others.length > 0) throw new Error(`one worker was expected: ${listed}`);
  return { pid: only.pid ?? 0, status: only.pm2_env.status, restarts: only.pm2_env.restart_time };
}

const readLog = (file: string): string => readFileSync(join(home, file), "utf8");

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Chromium processes whose command line names a profile of that worker. */
function browsersOf(pid: number): string[] {
  return readdirSync("/proc").filter((entry) => {
    try {
      return (
        /^\d+$/.test(entry) && readFileSync(`/proc/${entry}/cmdline`, "utf8").includes(`cartwright-chromium-${pid}-`)
      );
    } catch {
      return false;
    }
  });
}

const order = (slug: string): Promise<string> =>
  acceptTestOrder(database, { items: [{ url: shop.productUrl(slug), quantity: 1, variant: null }] });

async function read(orderId: string): Promise<{ phase: string; status: string; marker: string }> {
  const { rows } = await database.pool.query<{ phase: string; status: string; marker: string }>(
    "SELECT phase, status, marker FROM orders WHERE id = $1",
    [orderId],
  );
  if (rows[0] === undefined) throw new Error(`no order ${orderId}`);
  return rows[0];
}

const reaches = (orderId: string, phase: string, withinMs: number): Promise<true> =>
  waitFor(`order ${orderId} to be ${phase}`, async () => (await read(orderId)).phase === phase || undefined, withinMs);

const purchasesOf = async (orderId: string): Promise<number> => {
  const { marker } = await read(orderId);
  return (await shop.ledger()).filter((line) => line.reference === marker).length;
};

test("pm2 stop in mid-checkout: the worker finishes what it has committed to, and the shop sold it once", async () => {
  const orderId = await order(SLOW_PRODUCT);
  await reaches(orderId, "submitting", 60_000);
  const { pid } = worker();
  pm2("stop", "cartwright-worker");
  expect(await read(orderId)).toMatchObject({ phase: "done", status: "order_placed" });
  expect(await purchasesOf(orderId)).toBe(1);
  // PM2 has noted how it ended, and leaves it.
  expect(readLog("pm2.log")).toContain(`exited with code [${EXIT_CODES.drained}]`);
  expect(worker()).toMatchObject({ status: "stopped", restarts: 0 });
  expect([isAlive(pid), browsersOf(pid)]).toEqual([false, []]);
}, 90_000);

test("kill -9: the worker is back and takes an order within ten seconds, its browser gone with it", async () => {
  pm2("start", "cartwright-worker");
  const before = await order(QUICK_PRODUCT);
  await reaches(before, "done", 60_000);
  const { pid } = worker();
  process.kill(pid, "SIGKILL");
  const orderId = await order(QUICK_PRODUCT);
  const killedAt = Date.now();
  await waitFor(
    "the order to be taken",
    async () => (await read(orderId)).phase !== "queued" || undefined,
    BACK_WITHIN_MS,
  );
  expect(Date.now() - killedAt).toBeLessThan(BACK_WITHIN_MS);
  await reaches(orderId, "done", 60_000);
  expect([await purchasesOf(before), await purchasesOf(orderId)]).toEqual([1, 1]);
  expect(browsersOf(pid)).toEqual([]);
  expect(worker()).toMatchObject({ status: "online", restarts: 1 });
}, 120_000);
