import { randomUUID } from "node:crypto";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { claimOrder, noteRoom, openDatabase, registerRetailer, takeDueOrders } from "./index.ts";

const SHOP = "polite.example";
const INTERVAL_MS = 10_000;

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await registerRetailer(database.pool, {
    id: SHOP,
    driver: "storefront",
    origins: ["https://polite.example"],
    minIntervalMs: INTERVAL_MS,
  });
});
afterEach(() => database.close());

const accept = () => acceptTestOrder(database, { retailer: SHOP });
const claim = (orderId: string, on: Pick<TestDatabase, "db" | "pool"> = database) =>
  claimOrder(on, { orderId, workerId: randomUUID(), leaseMs: 60_000 });

/** As if the last claim was so long ago. */
const lastClaimed = (agoMs: number) =>
  database.pool.query("UPDATE retailers SET last_claimed_at = clock_timestamp() - $1 * interval '1 millisecond'", [
    agoMs,
  ]);

const waitMs = async (orderId: string): Promise<number> => {
  const { rows } = await database.pool.query<{ ms: number }>(
    "SELECT extract(epoch FROM dispatch_look_at - clock_timestamp())::float * 1000 AS ms FROM orders WHERE id = $1",
    [orderId],
  );
  return rows[0]?.ms ?? Number.NaN;
};

test("of twenty claims by two workers at once, one goes ahead; the next does when the interval is over", async () => {
  const elsewhere = openDatabase({
    url: database.url,
    poolSize: 10,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 10_000,
    applicationName: "another worker",
    onError: () => undefined,
  });
  try {
    const orderIds = await Promise.all(Array.from({ length: 20 }, accept));
    const round = async () => {
      const claims = await Promise.all(orderIds.map((id, n) => claim(id, n % 2 === 0 ? database : elsewhere)));
      return claims.filter((taken) => taken !== undefined).length;
    };
    expect(await round()).toBe(1);
    expect(await round()).toBe(0);
    await lastClaimed(INTERVAL_MS - 1_000);
    expect(await round()).toBe(0);
    await lastClaimed(INTERVAL_MS);
    expect(await round()).toBe(1);
    expect(await round()).toBe(0);
  } finally {
    await elsewhere.close();
  }
});

test("those that wait line up an interval apart, the oldest first, and lose no attempt by it", async () => {
  const [first, second, third] = [await accept(), await accept(), await accept()];
  await claim(first);
  await claim(second);
  await claim(third);
  expect(await waitMs(second)).toBeGreaterThan(INTERVAL_MS - 2_000);
  expect(await waitMs(second)).toBeLessThanOrEqual(INTERVAL_MS);
  expect(await waitMs(third)).toBeGreaterThan(2 * INTERVAL_MS - 2_000);
  expect(await waitMs(third)).toBeLessThanOrEqual(2 * INTERVAL_MS);
  expect(await takeDueOrders(database.pool, 10)).toEqual([]);
  const { rows } = await database.pool.query("SELECT DISTINCT attempts, fence FROM orders WHERE id <> $1", [first]);
  expect(rows).toEqual([{ attempts: 0, fence: "0" }]);
});

test("whoever is woken too early keeps their place", async () => {
  const [first, second, third] = [await accept(), await accept(), await accept()];
  for (const orderId of [first, second, third]) await claim(orderId);
  await noteRoom(database.pool, SHOP);
  expect(await takeDueOrders(database.pool, 10)).toMatchObject([{ orderId: second }]);
  await claim(second);
  expect(await waitMs(second)).toBeLessThanOrEqual(INTERVAL_MS);
});

test("the interval counts from the last claim that was made, not from one that was refused", async () => {
  const [first, second] = [await accept(), await accept()];
  await claim(first);
  await lastClaimed(INTERVAL_MS - 200);
  expect(await claim(second)).toBeUndefined();
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(await claim(second)).toBeDefined();
});

test("an interval and a limit both count", async () => {
  await database.pool.query("UPDATE retailers SET max_concurrent = 1");
  const [first, second] = [await accept(), await accept()];
  expect(await claim(first)).toBeDefined();
  await lastClaimed(INTERVAL_MS);
  expect(await claim(second)).toBeUndefined();
});

test("the first order of a shop waits for nothing, and other shops' orders neither", async () => {
  expect(await claim(await accept())).toBeDefined();
  expect(await claim(await acceptTestOrder(database, { retailer: "another-shop" }))).toBeDefined();
});
