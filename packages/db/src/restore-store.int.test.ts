import { randomUUID } from "node:crypto";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  areSettled,
  claimOrder,
  commitSubmit,
  endQuarantine,
  enterQuarantine,
  findQuarantine,
  recordDeclined,
  recordPlaced,
  type SpooledIntent,
  takeDueOrders,
} from "./index.ts";

const WORKER = {
  id: "00000000-0000-4000-8000-00000000000a",
  host: "h",
  bootId: "b",
  pid: 7,
  pidStartedAt: "1",
};
const PRICES = {
  subtotal: 900,
  tax: 100,
  shipping: 0,
  discount: null,
  fees: null,
  total: 1_000,
  currency: "USD",
  cart_items: null,
};
const INTENT = {
  expectedTotalCents: 1_000,
  cartHash: "cart",
  isMarkerShown: true,
  releaseWithinMs: 30_000,
  prices: PRICES,
};

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const claim = (orderId: string) => claimOrder(database, { orderId, workerId: WORKER.id, leaseMs: 60_000 });

const spooled = (orderId: string, parts: Partial<SpooledIntent> = {}): SpooledIntent => ({
  orderId,
  marker: "CW-TEST",
  retailer: "demo-shop",
  fence: 1,
  worker: WORKER,
  expectedTotalCents: 1_000,
  cartHash: "cart",
  isMarkerShown: true,
  intentAt: new Date(),
  deadline: new Date(),
  lsn: "0/1",
  systemIdentifier: "another cluster",
  ...parts,
});

const enter = (intents: SpooledIntent[], label?: string) =>
  enterQuarantine(database.db, { label, intents }, "00000000-0000-4000-8000-0000000000ff");

async function read(orderId: string): Promise<Record<string, unknown>> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT phase, status, fence::int, (SELECT json_agg(json_build_object('fence', fence, 'outcome', outcome) ORDER BY submit_no)
      FROM order_submits WHERE order_id = orders.id) AS submits FROM orders WHERE id = $1`,
    [orderId],
  );
  return rows[0] ?? {};
}

/** The whole way to a commit, as a worker goes it. */
async function committed(orderId: string): Promise<SpooledIntent> {
  const held = await claim(orderId);
  if (held === undefined) throw new Error("nothing to claim");
  const submit = await commitSubmit(database.pool, held, INTENT);
  if (submit === undefined) throw new Error("not committed");
  return spooled(orderId, { ...submit, fence: held.fence });
}

test("a spool that the journal knows all of is no sign of anything", async () => {
  const intent = await committed(await acceptTestOrder(database));
  expect(await enter([intent])).toBeUndefined();
  expect(await findQuarantine(database.pool)).toBeUndefined();
});

test("a purchase that the journal has lost goes back into it, and its order into doubt: it is never bought again", async () => {
  const orderId = await acceptTestOrder(database);
  expect(await enter([spooled(orderId, { fence: 3 })])).toMatchObject({ replayed: 1, orphans: [], listed: 1 });
  expect(await read(orderId)).toEqual({
    phase: "in_doubt",
    status: "in_progress",
    fence: 4,
    submits: [{ fence: 3, outcome: null }],
  });
  await endQuarantine(database.db, "trust me", "operator");
  expect(await claim(orderId)).toBeUndefined();
});

test("of two lost commits of one order only the later can have been released", async () => {
  const orderId = await acceptTestOrder(database);
  await enter([spooled(orderId, { fence: 3 }), spooled(orderId, { fence: 1 })]);
  expect(await read(orderId)).toMatchObject({
    phase: "in_doubt",
    submits: [
      { fence: 1, outcome: "not_released" },
      { fence: 3, outcome: null },
    ],
  });
});

test("an order that the backup shows at an earlier commit is in doubt over the later one", async () => {
  const orderId = await acceptTestOrder(database);
  await committed(orderId);
  await enter([spooled(orderId, { fence: 2 })]);
  expect(await read(orderId)).toMatchObject({
    phase: "in_doubt",
    fence: 3,
    submits: [
      { fence: 1, outcome: "not_released" },
      { fence: 2, outcome: null },
    ],
  });
});

test("lost purchases of one retailer account are all written down, although only one order may use it", async () => {
  const [first, second] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  await database.pool.query("UPDATE orders SET exclusive_key = 'demo-shop/buyer'");
  expect(await enter([spooled(first), spooled(second)])).toMatchObject({ replayed: 2 });
  expect([(await read(first))["phase"], (await read(second))["phase"]]).toEqual(["in_doubt", "in_doubt"]);
});

test("a lost purchase that the database has no place for is named, and loses nobody else's", async () => {
  const done = await committed(await acceptTestOrder(database));
  const held = { orderId: done.orderId, workerId: WORKER.id, fence: done.fence };
  await recordDeclined(database.db, held, { code: "payment_declined", failure: { message: "no", observed: {} } });
  const gone = randomUUID();
  const entered = await enter([spooled(gone), spooled(done.orderId, { fence: 9 })]);
  expect(entered?.orphans).toMatchObject([
    { order_id: gone, marker: "CW-TEST", expected_total_cents: 1_000, why: "the database does not have this order" },
    { order_id: done.orderId, why: "the order is order_failed here" },
  ]);
  const { rows } = await database.pool.query<{ orphans: unknown }>(
    "SELECT detail -> 'orphans' AS orphans FROM quarantines",
  );
  expect(rows[0]?.orphans).toEqual(entered?.orphans);
});

test("the same sign is heeded once: by all workers together, and after the quarantine too", async () => {
  const intent = spooled(randomUUID());
  const entered = await Promise.all([1, 2, 3, 4].map(() => enter([intent], "2026-10-17")));
  expect(entered.filter((quarantine) => quarantine !== undefined)).toHaveLength(1);
  expect(await endQuarantine(database.db, "looked at all of them", "operator")).toBe(true);
  expect(await enter([intent], "2026-10-17")).toBeUndefined();
  expect(await enter([intent], "2026-10-18")).toMatchObject({ reason: 'QUARANTINE is set to "2026-10-18"' });
});

test("a log that has gone back since the last purchase is a sign, within one cluster", async () => {
  const orderId = await acceptTestOrder(database);
  const intent = await committed(orderId);
  const ahead = { ...intent, lsn: "FFFFFFF0/0" };
  expect(await enter([{ ...ahead, systemIdentifier: "another cluster" }])).toBeUndefined();
  expect((await enter([ahead]))?.reason).toMatch(/^the spool ends at FFFFFFF0\/0, the database at /);
  expect(await enter([ahead])).toBeUndefined();
});

test("a new sign begins an open quarantine anew: what was cleared before it is looked up again", async () => {
  const orderId = await acceptTestOrder(database);
  await enter([], "first");
  await database.pool.query("UPDATE quarantine_orders SET verdict = 'cleared', absent_looks = 4");
  expect(await enter([], "second")).toMatchObject({ listed: 1 });
  const { rows } = await database.pool.query("SELECT order_id, verdict, absent_looks FROM quarantine_orders");
  expect(rows).toEqual([{ order_id: orderId, verdict: null, absent_looks: 0 }]);
  expect(await findQuarantine(database.pool)).toMatchObject({ open: 1, needReview: 0 });
});

test("within a quarantine nothing is dispatched, claimed, or bought by a claim from before it", async () => {
  const [early, late] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  const held = await claim(early);
  if (held === undefined) throw new Error("nothing to claim");
  await enter([], "restored");
  const accepted = await acceptTestOrder(database);
  expect(await commitSubmit(database.pool, held, INTENT)).toBeUndefined();
  expect(await claim(late)).toBeUndefined();
  expect(await claim(accepted)).toBeUndefined();
  expect(await takeDueOrders(database.pool, 10)).toEqual([]);
  await endQuarantine(database.db, "looked at all of them", "operator");
  expect(await commitSubmit(database.pool, held, INTENT)).toBeDefined();
  expect(await claim(accepted)).toBeDefined();
});

test("a spooled purchase is settled when the journal knows how it ended", async () => {
  const intent = await committed(await acceptTestOrder(database));
  expect(await areSettled(database.pool, [intent])).toBe(false);
  const held = { orderId: intent.orderId, workerId: WORKER.id, fence: intent.fence };
  const confirmation = { merchant_order_ids: ["HP-1"] };
  await recordPlaced(database.db, held, { confirmation, prices: PRICES, estimatedDelivery: null });
  expect(await areSettled(database.pool, [intent])).toBe(true);
  expect(await areSettled(database.pool, [intent, spooled(intent.orderId, { fence: 2 })])).toBe(false);
});
