import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { claimOrder } from "./claim-store.ts";
import { takeDueOrders } from "./dispatch-store.ts";
import { IS_DUE } from "./due.ts";

const SCALING = readFileSync(join(__dirname, "..", "..", "..", "deploy", "scaling.sql"), "utf8");

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

async function handsWanted(): Promise<number | undefined> {
  const counted = await database.pool.query<{ hands_wanted: number }>(SCALING);
  return counted.rows[0]?.hands_wanted;
}
const accept = (count: number): Promise<string[]> =>
  Promise.all(Array.from({ length: count }, () => acceptTestOrder(database)));
const claim = (orderId = "", leaseMs = 60_000) => claimOrder(database, { orderId, workerId: randomUUID(), leaseMs });
const run = (statement: string, ...values: unknown[]) => database.pool.query(statement, values);

test("what is due is said in the dispatcher's own words", () => {
  const inOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");
  expect(inOneLine(SCALING)).toContain(inOneLine(IS_DUE));
});

test("no orders want no hands", async () => {
  expect(await handsWanted()).toBe(0);
});

test("orders that are due want a hand each, and go on wanting it while they are worked on", async () => {
  const [first, second] = await accept(5);
  expect(await handsWanted()).toBe(5);
  await claim(first);
  await claim(second);
  expect(await handsWanted()).toBe(5);
  await run("UPDATE orders SET lease_until = clock_timestamp() WHERE id = $1", first);
  expect(await handsWanted()).toBe(5);
});

test.each([
  ["their time", "UPDATE orders SET next_action_at = now() + interval '1 hour' WHERE phase = 'queued'"],
  [
    "their retailer's breaker",
    "INSERT INTO retailers (id, open_until) VALUES ('demo-shop', now() + interval '1 hour')",
  ],
  ["a person who disabled their retailer", "INSERT INTO retailers (id, disabled_at) VALUES ('demo-shop', now())"],
  ["the end of a quarantine", "INSERT INTO quarantines (reason) VALUES ('restored')"],
] as const)("orders that wait for %s want none; those in hand go on wanting theirs", async (_, hold) => {
  const [first, second] = await accept(5);
  await claim(first);
  await claim(second);
  await run(hold);
  expect(await handsWanted()).toBe(2);
  expect(await takeDueOrders(database.pool, 100)).toEqual([]);
});

test("the orders of one retailer account want one hand, in hand or not, and none while one is in doubt", async () => {
  const [first] = await accept(3);
  await run("UPDATE orders SET exclusive_key = 'demo-shop/ada'");
  expect(await handsWanted()).toBe(1);
  await claim(first);
  expect(await handsWanted()).toBe(1);
  await run("UPDATE orders SET phase = 'submitting' WHERE id = $1", first);
  await run("UPDATE orders SET phase = 'in_doubt', lease_owner = NULL, lease_until = NULL WHERE id = $1", first);
  expect(await handsWanted()).toBe(0);
});

test("a retailer that takes two at once wants two hands at the most, unless more are at it already", async () => {
  const [first, second, third] = await accept(6);
  await run("INSERT INTO retailers (id, max_concurrent) VALUES ('demo-shop', 2)");
  expect(await handsWanted()).toBe(2);
  await run("UPDATE retailers SET max_concurrent = NULL");
  for (const orderId of [first, second, third]) await claim(orderId);
  await run("UPDATE retailers SET max_concurrent = 2");
  expect(await handsWanted()).toBe(3);
});

test("a retailer that is only being probed wants one hand, and another retailer's orders theirs", async () => {
  await accept(4);
  await run("INSERT INTO retailers (id, open_until) VALUES ('demo-shop', now() - interval '1 second')");
  await acceptTestOrder(database, { retailer: "another-shop" });
  await acceptTestOrder(database, { retailer: "another-shop" });
  expect(await handsWanted()).toBe(3);
});
