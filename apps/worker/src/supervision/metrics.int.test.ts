import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { AUDIT_RULES, claimOrder, commitSubmit, openDatabase, recordInDoubt } from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { openHealthServer } from "./health-server.ts";
import { type Metrics, openMetrics } from "./metrics.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const PRICES = onlyTotal(1_000);

let database: TestDatabase;
let faults: unknown[];
beforeEach(async () => {
  database = await createTestDatabase();
  faults = [];
});
afterEach(() => database.close());

const open = (parts: Partial<Parameters<typeof openMetrics>[0]> = {}): Metrics =>
  openMetrics({ pool: database.pool, onError: (error) => faults.push(error), cacheMs: 0, ...parts });

/** Every series, with its value. */
async function scrape(metrics: Metrics): Promise<Record<string, number>> {
  const lines = (await metrics.tell()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
}

async function doubt(): Promise<string> {
  const orderId = await acceptTestOrder(database);
  const claim = await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("nothing to claim");
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(database.pool, claim, intent);
  await recordInDoubt(database.db, claim, "no answer");
  return orderId;
}

test("a service without orders shows zeros, a series for each rule, and no fault", async () => {
  const series = await scrape(open());
  expect(series).toMatchObject({
    cartwright_state_readable: 1,
    cartwright_orders_needs_review: 0,
    cartwright_orders_in_doubt: 0,
    cartwright_in_doubt_oldest_age_seconds: 0,
    cartwright_orders_due: 0,
    cartwright_due_oldest_age_seconds: 0,
    cartwright_quarantined: 0,
    cartwright_leases_lost_total: 0,
    'cartwright_attempts_total{outcome="placed"}': 0,
  });
  for (const { name } of AUDIT_RULES) expect(series[`cartwright_audit_findings{rule="${name}"}`]).toBe(0);
  expect(faults).toEqual([]);
});

test("orders are counted as they stand in Postgres, with the age of the oldest", async () => {
  const waiting = await acceptTestOrder(database);
  await acceptTestOrder(database);
  await database.pool.query("UPDATE orders SET next_action_at = now() - interval '5 minutes' WHERE id = $1", [waiting]);
  await acceptTestOrder(database, { retailer: "closed-shop" });
  await doubt();
  const reviewed = await doubt();
  await database.pool.query("UPDATE orders SET needs_review_at = now() WHERE id = $1", [reviewed]);
  await database.pool.query("UPDATE order_submits SET intent_at = now() - interval '20 minutes' WHERE order_id = $1", [
    reviewed,
  ]);
  await database.pool.query(
    "INSERT INTO retailers (id, open_until) VALUES ('closed-shop', now() + interval '1 minute')",
  );
  await database.pool.query("INSERT INTO audit_findings (rule, order_id) VALUES ('released_once', gen_random_uuid())");
  await database.pool.query(
    "INSERT INTO audit_findings (rule, order_id, cleared_at) VALUES ('released_once', gen_random_uuid(), now())",
  );
  const series = await scrape(open());
  expect(series).toMatchObject({
    cartwright_orders_needs_review: 1,
    cartwright_orders_in_doubt: 2,
    // The closed shop's order is not due.
    cartwright_orders_due: 2,
    'cartwright_audit_findings{rule="released_once"}': 1,
    'cartwright_breaker_open{retailer="closed-shop"}': 1,
  });
  expect(series["cartwright_in_doubt_oldest_age_seconds"]).toBeCloseTo(1_200, -1);
  expect(series["cartwright_due_oldest_age_seconds"]).toBeCloseTo(300, -1);
});

test("a breaker counts as open until a success closes it, probes in between included", async () => {
  await database.pool.query("INSERT INTO retailers (id, open_until) VALUES ('shop', now() - interval '1 minute')");
  expect((await scrape(open()))['cartwright_breaker_open{retailer="shop"}']).toBe(1);
  await database.pool.query("UPDATE retailers SET open_until = NULL");
  expect((await scrape(open()))['cartwright_breaker_open{retailer="shop"}']).toBe(0);
});

test("in quarantine nothing counts as due", async () => {
  await acceptTestOrder(database);
  await database.pool.query("INSERT INTO quarantines (reason) VALUES ('restored')");
  expect(await scrape(open())).toMatchObject({ cartwright_quarantined: 1, cartwright_orders_due: 0 });
});

test("attempts and lost leases are counted by the process that had them", async () => {
  const metrics = open();
  metrics.attemptEnded("placed");
  metrics.attemptEnded("placed");
  metrics.attemptEnded("retried");
  metrics.leaseLost();
  expect(await scrape(metrics)).toMatchObject({
    'cartwright_attempts_total{outcome="placed"}': 2,
    'cartwright_attempts_total{outcome="retried"}': 1,
    'cartwright_attempts_total{outcome="failed"}': 0,
    cartwright_leases_lost_total: 1,
  });
});

test("without Postgres the state is left out, rather than shown as it was, and the rest is told", async () => {
  const handle = openDatabase({
    url: database.url,
    poolSize: 1,
    lockTimeoutMs: 500,
    statementTimeoutMs: 5_000,
    applicationName: "scraped",
    onError: () => undefined,
  });
  const metrics = open({ pool: handle.pool });
  expect(await scrape(metrics)).toMatchObject({ cartwright_state_readable: 1, cartwright_orders_due: 0 });
  await handle.close();
  const series = await scrape(metrics);
  expect(series).toMatchObject({ cartwright_state_readable: 0, cartwright_leases_lost_total: 0 });
  expect(series).not.toHaveProperty("cartwright_orders_due");
  expect(faults).toHaveLength(1);
});

test("a scrape does not wait for a database that does not answer", async () => {
  const locker = await database.pool.connect();
  await locker.query("BEGIN");
  await locker.query("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE");
  const startedAt = performance.now();
  const series = await scrape(open({ readWithinMs: 100 }));
  expect(performance.now() - startedAt).toBeLessThan(400);
  expect(series).toMatchObject({ cartwright_state_readable: 0 });
  await locker.query("ROLLBACK");
  locker.release();
});

test("however many scrape at once, Postgres is asked once", async () => {
  const metrics = open({ cacheMs: 60_000 });
  await scrape(metrics);
  await acceptTestOrder(database);
  const all = await Promise.all(Array.from({ length: 10 }, () => scrape(metrics)));
  expect(all.map((series) => series["cartwright_orders_due"])).toEqual(Array.from({ length: 10 }, () => 0));
});

test("a worker serves them at /metrics, in Prometheus's format", async () => {
  const health = await openHealthServer(
    { host: "127.0.0.1", port: await freePort() },
    () => ({ ready: true, alive: true, detail: {} }),
    open(),
  );
  const answer = await fetch(`http://127.0.0.1:${lastPort}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await answer.text()).toMatch(/^# HELP cartwright_orders_due .+\n# TYPE cartwright_orders_due gauge\n/m);
  await health.close();
});

test("every number that an alert stands on is served", async () => {
  await database.pool.query("INSERT INTO retailers (id) VALUES ('shop')");
  const served = new Set(Object.keys(await scrape(open())).map((series) => series.replace(/\{.*/, "")));
  const alerts = readFileSync(join(__dirname, "../../../../deploy/alerts.yml"), "utf8");
  const asked = [...alerts.matchAll(/^\s+expr: (.+)$/gm)].flatMap(
    ([, expr = ""]) => expr.match(/cartwright_\w+/g) ?? [],
  );
  expect(asked.length).toBeGreaterThanOrEqual(7);
  expect(asked.filter((name) => !served.has(name))).toEqual([]);
});

let lastPort = 0;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  lastPort = (server.address() as AddressInfo).port;
  await new Promise((resolve) => server.close(resolve));
  return lastPort;
}
