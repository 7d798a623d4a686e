import { canMove } from "@cartwright/orders";
import { ORDER_PHASES, onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { type ClaimedOrder, claimOrder, commitSubmit, failOrder, recordPlaced } from "./index.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function claimed(): Promise<ClaimedOrder> {
  const orderId = await acceptTestOrder(database);
  const claim = await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  return claim;
}

async function committed(): Promise<ClaimedOrder> {
  const claim = await claimed();
  const intent = {
    expectedTotalCents: 1_000,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 30_000,
    prices: NO_PRICES,
  };
  expect(await commitSubmit(database.pool, claim, intent)).toBeDefined();
  return claim;
}

const NO_PRICES = onlyTotal(1_000);

const set = (assignment: string, orderId: string) =>
  database.pool.query(`UPDATE orders SET ${assignment} WHERE id = $1`, [orderId]);

test("a terminal order's outcome cannot be rewritten, by anybody", async () => {
  const claim = await claimed();
  await failOrder(database.db, claim, { code: "captcha_blocked", failure: { message: "captcha", observed: {} } });
  await expect(set("failure_code = 'cancelled'", claim.orderId)).rejects.toThrow(/terminal/);
  await expect(set("status = 'in_progress', phase = 'queued'", claim.orderId)).rejects.toThrow(/terminal/);
  await expect(set("charged = 'yes'", claim.orderId)).resolves.toMatchObject({ rowCount: 1 });
});

test("the fence never goes back", async () => {
  const claim = await claimed();
  await expect(set("fence = fence - 1", claim.orderId)).rejects.toThrow(/fence cannot go back/);
});

test("an order past its commit point cannot be worked on again", async () => {
  const claim = await committed();
  const back = "phase = 'queued', lease_owner = NULL, lease_until = NULL";
  await expect(set(back, claim.orderId)).rejects.toThrow(/past its commit point/);
  await expect(set("phase = 'working'", claim.orderId)).rejects.toThrow(/no way from submitting to working/);
});

test("an order that may have been bought cannot fail without evidence", async () => {
  const claim = await committed();
  const fail =
    "status = 'order_failed', phase = 'done', failure_code = 'not_placed', charged = 'no', lease_owner = NULL, lease_until = NULL";
  await expect(set(fail, claim.orderId)).rejects.toThrow(/cannot fail without evidence/);
});

test("no order is placed without a submit that was recorded as placed", async () => {
  const claim = await claimed();
  const place = `status = 'order_placed', phase = 'done', charged = 'yes', lease_owner = NULL, lease_until = NULL,
    confirmation = '{"merchant_order_ids": ["HP-1"]}'`;
  await expect(set(place, claim.orderId)).rejects.toThrow(/cannot be placed/);
});

test("a placed order has a number or a recognised page: an empty confirmation is none", async () => {
  const claim = await committed();
  const empty = { confirmation: { merchant_order_ids: [] }, prices: NO_PRICES, estimatedDelivery: null };
  await expect(recordPlaced(database.db, claim, empty)).rejects.toThrow();
});

test("a second release of one order is refused by the database itself", async () => {
  const claim = await committed();
  await expect(
    database.pool.query(
      `INSERT INTO order_submits (order_id, submit_no, fence, worker_id, expected_total_cents, cart_hash, intent_at, deadline)
       VALUES ($1, 2, 99, $2, 1000, 'c', now(), now())`,
      [claim.orderId, WORKER],
    ),
  ).rejects.toThrow(/order_submits_one_release/);
});

test("an open order cannot be deleted", async () => {
  const claim = await claimed();
  await expect(database.pool.query("DELETE FROM orders WHERE id = $1", [claim.orderId])).rejects.toThrow(/is open/);
});

test("the timeline is never rewritten", async () => {
  const claim = await claimed();
  const rewrite = database.pool.query("UPDATE order_events SET label = 'x' WHERE order_id = $1", [claim.orderId]);
  await expect(rewrite).rejects.toThrow(/append-only/);
});

test.each([
  "status = 'pending'",
  "phase = 'done'",
  "status = 'order_placed'",
  "lease_owner = NULL",
  "max_price_cents = 0",
  "charged = 'no'",
])("a row that contradicts itself is refused: %s on an order being worked on", async (assignment) => {
  const claim = await claimed();
  await expect(set(assignment, claim.orderId)).rejects.toThrow();
});

const PAIRS = ORDER_PHASES.flatMap((from) => ORDER_PHASES.filter((to) => to !== from).map((to) => [from, to] as const));

test.each(PAIRS)("the database and the lifecycle table agree on the way from %s to %s", async (from, to) => {
  const orderId = await acceptTestOrder(database);
  const client = await database.pool.connect();
  try {
    // Any phase can be reached only without the guard, which is then put back: all in a transaction that is undone.
    await client.query("BEGIN");
    await client.query("ALTER TABLE orders DISABLE TRIGGER orders_guard");
    await client.query(`UPDATE orders SET ${rowIn(from)} WHERE id = $1`, [orderId]);
    await client.query("ALTER TABLE orders ENABLE TRIGGER orders_guard");
    const words = await client.query(`UPDATE orders SET ${rowIn(to)} WHERE id = $1`, [orderId]).then(
      () => "moved",
      (error: Error) => error.message,
    );
    expect(/no way from|terminal/.test(words)).toBe(!canMove(from, to));
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
});

/** The columns that fit a phase. */
function rowIn(phase: (typeof ORDER_PHASES)[number]): string {
  const isHeld = phase === "working" || phase === "submitting";
  const isDone = phase === "done";
  return `phase = '${phase}', status = '${isDone ? "order_failed" : "in_progress"}',
    lease_owner = ${isHeld ? `'${WORKER}'` : "NULL"}, lease_until = ${isHeld ? "now()" : "NULL"},
    failure_code = ${isDone ? "'cancelled'" : "NULL"}, charged = ${isDone ? "'no'" : "NULL"}`;
}
