import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  type Claim,
  claimOrder,
  failOrder,
  noteRoom,
  noteShopTrouble,
  noteShopWorks,
  recordInDoubt,
  returnOrder,
  commitSubmit,
  takeDueOrders,
} from "./index.ts";

const SHOP = "demo-shop";
const WORKER = "00000000-0000-4000-8000-00000000000a";
const POLICY = { afterFailures: 3, openMs: 30_000, longestMs: 900_000 };
const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const accept = (count: number) => Promise.all(Array.from({ length: count }, () => acceptTestOrder(database)));

const claim = (orderId: string, leaseMs = 60_000) => claimOrder(database, { orderId, workerId: WORKER, leaseMs });

async function requireClaim(orderId: string): Promise<Claim> {
  const claimed = await claim(orderId);
  if (claimed === undefined) throw new Error("nothing to claim");
  return claimed;
}

async function shop(): Promise<Record<string, unknown>> {
  const found = await database.pool.query<Record<string, unknown>>(
    `SELECT failures_in_a_row, openings, open_until > clock_timestamp() AS is_open,
      round(extract(epoch FROM open_until - clock_timestamp())) AS open_for_s FROM retailers WHERE id = $1`,
    [SHOP],
  );
  return found.rows[0] ?? {};
}

async function trouble(times: number): Promise<string[]> {
  const changes: string[] = [];
  for (let n = 0; n < times; n += 1) changes.push(await noteShopTrouble(database.pool, SHOP, POLICY));
  return changes;
}

/** The breaker's time is over: the next claim is a probe. */
const timeIsOver = () =>
  database.pool.query("UPDATE retailers SET open_until = clock_timestamp() - interval '1 second'");

const limit = (count: number) =>
  database.pool.query(
    "INSERT INTO retailers (id, max_concurrent) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET max_concurrent = $2",
    [SHOP, count],
  );

const orderOf = async (orderId: string) =>
  (
    await database.pool.query<{ attempts: number; fence: string; status: string; waits_ms: number }>(
      `SELECT attempts, fence, status, extract(epoch FROM dispatch_look_at - clock_timestamp())::float * 1000 AS waits_ms
      FROM orders WHERE id = $1`,
      [orderId],
    )
  ).rows[0];

test("three failures in a row open the breaker, and nothing of that retailer is dispatched or claimed", async () => {
  const [orderId = ""] = await accept(1);
  expect(await trouble(3)).toEqual(["none", "none", "opened"]);
  expect(await shop()).toMatchObject({ openings: 1, is_open: true, open_for_s: "30" });
  expect(await claim(orderId)).toBeUndefined();
  expect(await takeDueOrders(database.pool, 10)).toEqual([]);
});

test("an open breaker holds up no other retailer's orders", async () => {
  await trouble(3);
  const elsewhere = await acceptTestOrder(database, { retailer: "another-shop" });
  expect(await claim(elsewhere)).toMatchObject({ orderId: elsewhere });
});

test("a success in between starts the count anew", async () => {
  await trouble(2);
  expect(await noteShopWorks(database.pool, SHOP)).toBe("none");
  expect(await trouble(2)).toEqual(["none", "none"]);
  expect(await shop()).toMatchObject({ failures_in_a_row: 2, openings: 0, is_open: null });
});

test("a success of a retailer that was never in trouble writes nothing", async () => {
  expect(await noteShopWorks(database.pool, SHOP)).toBe("none");
  expect(await shop()).toEqual({});
});

test("of twenty claims at once when the breaker's time is over, one goes ahead as the probe", async () => {
  const orderIds = await accept(20);
  await trouble(3);
  await timeIsOver();
  const claims = await Promise.all(orderIds.map((orderId) => claim(orderId)));
  expect(claims.filter((taken) => taken !== undefined)).toHaveLength(1);
});

test("a probe that succeeds closes the breaker, and what waited is looked at right away", async () => {
  const [first = "", second = ""] = await accept(2);
  await trouble(3);
  await timeIsOver();
  const probe = await requireClaim(first);
  expect(await claim(second)).toBeUndefined();
  await failOrder(database.db, probe, FAILURE);
  expect(await noteShopWorks(database.pool, SHOP)).toBe("closed");
  expect(await takeDueOrders(database.pool, 10)).toMatchObject([{ orderId: second }]);
  expect(await claim(second)).toBeDefined();
});

test("a probe that fails opens the breaker for twice as long", async () => {
  await trouble(3);
  await timeIsOver();
  expect(await trouble(2)).toEqual(["opened", "none"]);
  expect(await shop()).toMatchObject({ openings: 2, is_open: true, open_for_s: "60" });
});

test("ten attempts that fail at once open the breaker once", async () => {
  const changes = await Promise.all(Array.from({ length: 10 }, () => noteShopTrouble(database.pool, SHOP, POLICY)));
  expect(changes.filter((change) => change === "opened")).toHaveLength(1);
  expect(await shop()).toMatchObject({ failures_in_a_row: 10, openings: 1, open_for_s: "30" });
});

test("a probe whose worker died makes room for another when its lease is over", async () => {
  const [first = "", second = ""] = await accept(2);
  await trouble(3);
  await timeIsOver();
  expect(await claim(first)).toBeDefined();
  expect(await claim(second)).toBeUndefined();
  await database.pool.query("UPDATE orders SET lease_until = now() - interval '1 second' WHERE id = $1", [first]);
  expect(await claim(second)).toBeDefined();
});

test("of twenty claims at once of a retailer that takes three, exactly three go ahead", async () => {
  const orderIds = await accept(20);
  await limit(3);
  const claims = await Promise.all(orderIds.map((orderId) => claim(orderId)));
  expect(claims.filter((taken) => taken !== undefined)).toHaveLength(3);
});

test("a purchase that is being made takes up room; one in doubt does not", async () => {
  const [first = "", second = ""] = await accept(2);
  await limit(1);
  const held = await requireClaim(first);
  const prices = { subtotal: null, tax: null, shipping: null, discount: null, fees: null, cart_items: null } as const;
  await commitSubmit(database.pool, held, {
    expectedTotalCents: 1_000,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 30_000,
    prices: { ...prices, total: 1_000, currency: "USD" },
  });
  expect(await claim(second)).toBeUndefined();
  await recordInDoubt(database.db, held, "no answer");
  expect(await claim(second)).toBeDefined();
});

test("an order that finds no room loses no attempt and no fence, tells nobody, and is not looked at again at once", async () => {
  const [first = "", second = ""] = await accept(2);
  await limit(1);
  await requireClaim(first);
  expect(await claim(second)).toBeUndefined();
  const deferred = await orderOf(second);
  expect(deferred).toMatchObject({ attempts: 0, fence: "0", status: "pending" });
  expect(deferred?.waits_ms).toBeGreaterThan(10_000);
  expect(deferred?.waits_ms).toBeLessThan(20_000);
  expect(await takeDueOrders(database.pool, 10)).toEqual([]);
});

test("when an order makes room, the one that waits longest is looked at right away, and no other", async () => {
  const [first, second, third] = [
    await acceptTestOrder(database),
    await acceptTestOrder(database),
    await acceptTestOrder(database),
  ];
  await limit(1);
  const held = await requireClaim(first);
  await claim(third);
  await claim(second);
  await returnOrder(database.db, held, { label: "again", delayMs: 60_000, countsAsAttempt: true });
  await noteRoom(database.pool, SHOP);
  expect(await takeDueOrders(database.pool, 10)).toMatchObject([{ orderId: second }]);
});

test("an order that a silent worker left behind waits for room like any other", async () => {
  const [first = "", second = ""] = await accept(2);
  await limit(1);
  expect(await claim(first, 1)).toBeDefined();
  await new Promise((resolve) => setTimeout(resolve, 10));
  await requireClaim(second);
  expect(await claim(first)).toBeUndefined();
  expect(await orderOf(first)).toMatchObject({ attempts: 1, fence: "1" });
});

test("a retailer without limit is claimed from without a look at its row", async () => {
  const [orderId = ""] = await accept(1);
  await database.pool.query("INSERT INTO retailers (id) VALUES ($1)", [SHOP]);
  const locker = await database.pool.connect();
  await locker.query("BEGIN");
  await locker.query("SELECT FROM retailers WHERE id = $1 FOR UPDATE", [SHOP]);
  expect(await claim(orderId)).toBeDefined();
  await locker.query("ROLLBACK");
  locker.release();
});
