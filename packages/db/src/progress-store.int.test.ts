import { randomUUID } from "node:crypto";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { freeAccount } from "./account-visit-store.ts";
import { claimOrder } from "./claim-store.ts";
import { lookAtProgress } from "./progress-store.ts";

const WORKER = randomUUID();

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const isWaiting = async (): Promise<boolean> => (await lookAtProgress(database.pool, 0)).isWorkWaiting;
const claim = (orderId: string, leaseMs = 60_000) => claimOrder(database, { orderId, workerId: WORKER, leaseMs });
const retailer = (column: string, value: string) =>
  database.pool.query(`INSERT INTO retailers (id, ${column}) VALUES ('demo-shop', ${value})
    ON CONFLICT (id) DO UPDATE SET ${column} = ${value}`);

test("an order that is due is work that waits; in a worker's hands it is none, and left behind it is again", async () => {
  expect(await isWaiting()).toBe(false);
  const orderId = await acceptTestOrder(database);
  expect(await isWaiting()).toBe(true);
  await claim(orderId, 1);
  await database.pool.query("SELECT pg_sleep(0.01)");
  expect(await isWaiting()).toBe(true);
  await claim(orderId);
  expect(await isWaiting()).toBe(false);
});

test.each([
  ["its time", () => database.pool.query("UPDATE orders SET next_action_at = now() + interval '1 hour'")],
  ["its retailer's breaker", () => retailer("open_until", "now() + interval '1 hour'")],
  ["a person, who disabled its retailer", () => retailer("disabled_at", "now()")],
  ["the end of a quarantine", () => database.pool.query("INSERT INTO quarantines (reason) VALUES ('restored')")],
] as const)("an order that waits for %s is no work that lies there", async (_, hold) => {
  await acceptTestOrder(database);
  await hold();
  expect(await isWaiting()).toBe(false);
});

test("orders that wait for their retailer account are no work that lies there; when it is free, they are", async () => {
  const first = await acceptTestOrder(database);
  const second = await acceptTestOrder(database);
  await database.pool.query("UPDATE orders SET exclusive_key = 'demo-shop/ada'");
  const held = await claim(first);
  expect(held).toBeDefined();
  expect(await isWaiting()).toBe(false);
  await database.pool.query("UPDATE orders SET lease_until = clock_timestamp() WHERE id = $1", [first]);
  expect(await isWaiting()).toBe(false);
  await freeAccount(database.pool, "demo-shop/ada");
  expect(await isWaiting()).toBe(true);
  expect(await claim(second)).toBeUndefined();
});

test("orders that wait for the next turn at a retailer that wants to be left alone are no work that lies there", async () => {
  await retailer("min_interval_ms", "60000");
  const [first] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  expect(await isWaiting()).toBe(true);
  await claim(first);
  expect(await isWaiting()).toBe(false);
  await retailer("last_claimed_at", "now() - interval '61 seconds'");
  expect(await isWaiting()).toBe(true);
});

test("orders of a retailer that has as many in hand as it takes are no work that lies there", async () => {
  await retailer("max_concurrent", "1");
  const first = await acceptTestOrder(database);
  await acceptTestOrder(database);
  expect(await isWaiting()).toBe(true);
  await claim(first);
  expect(await isWaiting()).toBe(false);
  await retailer("max_concurrent", "2");
  expect(await isWaiting()).toBe(true);
});

test("behind a breaker that is being probed, one order is enough", async () => {
  await retailer("open_until", "now() - interval '1 second'");
  const first = await acceptTestOrder(database);
  await acceptTestOrder(database);
  expect(await isWaiting()).toBe(true);
  await claim(first);
  expect(await isWaiting()).toBe(false);
});

test("a claim shows, whoever made it; what happened before the given event does not", async () => {
  const orderId = await acceptTestOrder(database);
  const before = await lookAtProgress(database.pool, 0);
  expect(before.isClaimedSince).toBe(false);
  await claim(orderId);
  const after = await lookAtProgress(database.pool, before.newestEventId);
  expect(after.isClaimedSince).toBe(true);
  expect((await lookAtProgress(database.pool, after.newestEventId)).isClaimedSince).toBe(false);
});
