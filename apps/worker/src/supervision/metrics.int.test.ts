import {
  AUDIT_RULES,
  type Claim,
  claimOrder,
  commitSubmit,
  openDatabase,
  recordInDoubt,
  recordPlaced,
} from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase, freePort } from "@cartwright/testing";
import { openHealthServer } from "./health-server.ts";
import { type Metrics, openMetrics } from "./metrics.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const PRICES = onlyTotal(1_000);

const EMPTY = { waiting: 0, active: 0, delayed: 0, prioritized: 0, failed: 0, completed: 0 };
const depth = () => Promise.resolve({ ...EMPTY, waiting: 3 });
const AROUND = {
  queues: { checkout: { depth }, webhooks: { depth: () => Promise.resolve(EMPTY) } },
  browsers: { pid: () => process.pid, starts: () => 2 },
};

let database: TestDatabase;
let faults: unknown[];
beforeEach(async () => {
  database = await createTestDatabase();
  faults = [];
});
afterEach(() => database.close());

const open = (parts: Partial<Parameters<typeof openMetrics>[0]> = {}): Metrics =>
  openMetrics({
    pool: database.pool,
    surroundings: AROUND,
    onError: (error) => faults.push(error),
    cacheMs: 0,
    ...parts,
  });

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

async function submit(options: Parameters<typeof acceptTestOrder>[1] = {}): Promise<{ claim: Claim }> {
  const orderId = await acceptTestOrder(database, options);
  const claim = await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("nothing to claim");
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(database.pool, claim, intent);
  return { claim };
}

async function doubt(): Promise<string> {
  const { claim } = await submit();
  await recordInDoubt(database.db, claim, "no answer");
  return claim.orderId;
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
    cartwright_orders_overcharged: 0,
    cartwright_overcharged_cents: 0,
    cartwright_webhooks_due: 0,
    cartwright_webhooks_due_oldest_age_seconds: 0,
    cartwright_webhooks_gave_up: 0,
    cartwright_breakers_open: 0,
    cartwright_order_place_seconds_count: 0,
    'cartwright_attempts_total{outcome="placed"}': 0,
    'cartwright_orders_accepted_total{mode="live"}': 0,
    'cartwright_orders_finished_total{mode="live",status="order_failed",error_type="checkout_failed"}': 0,
    'cartwright_step_duration_seconds_count{step="press buy"}': 0,
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

test("steps and times to place are counted by this process, steps by names that it knows", async () => {
  const metrics = open();
  metrics.stepTook("press buy", 200);
  metrics.stepTook("recorded step 7: click on #buy-4711", 200);
  metrics.stepTook("Ada Quinn", 200);
  metrics.orderPlaced(new Date(Date.now() - 45_000));
  const series = await scrape(metrics);
  expect(series).toMatchObject({
    'cartwright_step_duration_seconds_count{step="press buy"}': 1,
    'cartwright_step_duration_seconds_count{step="recorded step"}': 1,
    'cartwright_step_duration_seconds_count{step="other"}': 1,
    'cartwright_order_place_seconds_bucket{le="30"}': 0,
    'cartwright_order_place_seconds_bucket{le="60"}': 1,
  });
  expect(Object.keys(series).filter((name) => /Ada|4711/.test(name))).toEqual([]);
});

test("orders count by status and error code as the rollup has them, and what was charged too much to the cent", async () => {
  await database.pool.query(`INSERT INTO order_hours (hour, mode, retailer, accepted, placed, failed, placed_cents,
      place_seconds_sum, failure_codes)
    SELECT date_trunc('hour', now(), 'UTC') - hour * interval '1 hour', 'live', 'shop-' || shop, 4, 2, 1, 5000, 90,
      '{"checkout_failed": 1}' FROM generate_series(1, 60) AS shop, generate_series(0, 1) AS hour`);
  const { claim } = await submit({ maxPriceCents: 1_000 });
  const confirmation = { merchant_order_ids: ["1"] };
  await recordPlaced(database.db, claim, { confirmation, prices: onlyTotal(1_010), estimatedDelivery: null });
  const series = await scrape(open());
  expect(series).toMatchObject({
    'cartwright_orders_accepted_total{mode="live"}': 480,
    'cartwright_orders_finished_total{mode="live",status="order_placed",error_type="none"}': 240,
    'cartwright_orders_finished_total{mode="live",status="order_failed",error_type="checkout_failed"}': 120,
    'cartwright_orders_placed_cents_total{mode="live"}': 600_000,
    cartwright_orders_overcharged: 1,
    cartwright_overcharged_cents: 10,
    'cartwright_retailer_orders_last_day{retailer="other",outcome="placed"}': 40,
    'cartwright_retailer_place_seconds_last_day{retailer="other"}': 45,
  });
  expect(Object.keys(series).filter((name) => name.startsWith("cartwright_retailer_place_seconds"))).toHaveLength(51);
});

test("a thousand retailers are a hundred series, those in trouble first", async () => {
  await database.pool.query(`INSERT INTO retailers (id, open_until)
    SELECT 'shop-' || lpad(n::text, 4, '0'), CASE WHEN n > 997 THEN now() END FROM generate_series(1, 1000) AS n`);
  const series = await scrape(open());
  const breakers = Object.keys(series).filter((name) => name.startsWith("cartwright_breaker_open"));
  expect(breakers).toHaveLength(100);
  expect(series).toMatchObject({
    'cartwright_breaker_open{retailer="shop-0999"}': 1,
    'cartwright_breaker_open{retailer="shop-0001"}': 0,
    cartwright_breakers_open: 3,
  });
});

test("the queues' depths are told by state, and left out while Redis is away or slow; the browser's memory is real", async () => {
  expect(await scrape(open())).toMatchObject({
    cartwright_queue_readable: 1,
    'cartwright_queue_jobs{queue="checkout",state="waiting"}': 3,
    'cartwright_queue_jobs{queue="webhooks",state="failed"}': 0,
    cartwright_browser_starts_total: 2,
    cartwright_browser_memory_bytes: expect.any(Number) as unknown,
  });
  const away = () => Promise.reject(new Error("Redis is not connected"));
  const slow = () => new Promise<never>(() => undefined);
  for (const depthNow of [away, slow]) {
    const queues = { ...AROUND.queues, checkout: { depth: depthNow } };
    const series = await scrape(open({ surroundings: { ...AROUND, queues }, readWithinMs: 100 }));
    expect(series).toMatchObject({ cartwright_queue_readable: 0, cartwright_state_readable: 1 });
    expect(Object.keys(series).filter((name) => name.startsWith("cartwright_queue_jobs"))).toEqual([]);
  }
  expect((await scrape(open()))["cartwright_browser_memory_bytes"]).toBeGreaterThan(20_000_000);
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
  const port = await freePort();
  const health = await openHealthServer(
    { host: "127.0.0.1", port },
    () => ({ ready: true, alive: true, detail: {} }),
    open(),
  );
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await answer.text()).toMatch(/^# HELP cartwright_orders_due .+\n# TYPE cartwright_orders_due gauge\n/m);
  await health.close();
});
