import { sql } from "drizzle-orm";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  type Claim,
  type ClaimedOrder,
  claimOrder,
  commitSubmit,
  expireSubmitting,
  failOrder,
  findOrder,
  leaveAccount,
  openDatabase,
  recordDeclined,
  recordInDoubt,
  recordNotReleased,
  recordPlaced,
  renewLease,
  returnOrder,
} from "./index.ts";

const WORKERS = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"] as const;
const INTENT = {
  expectedTotalCents: 1_000,
  cartHash: "cart",
  isMarkerShown: true,
  releaseWithinMs: 30_000,
  prices: {
    subtotal: 900,
    tax: 100,
    shipping: 0,
    discount: null,
    fees: null,
    total: 1_000,
    currency: "USD",
    cart_items: null,
  },
};
const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;
const PLACED = { confirmation: { merchant_order_ids: ["HP-1"] }, prices: INTENT.prices, estimatedDelivery: null };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function claim(orderId: string, worker: 0 | 1 = 0, leaseMs = 60_000): Promise<ClaimedOrder> {
  const claimed = await claimOrder(database, { orderId, workerId: WORKERS[worker], leaseMs });
  if (claimed === undefined) throw new Error("nothing to claim");
  return claimed;
}

const expireLease = (orderId: string) =>
  database.pool.query("UPDATE orders SET lease_until = clock_timestamp() - interval '1 second' WHERE id = $1", [
    orderId,
  ]);

async function read(orderId: string) {
  const [row] = (
    await database.pool.query<{ account_id: string }>("SELECT account_id FROM orders WHERE id = $1", [orderId])
  ).rows;
  const order = await findOrder(database.db, { accountId: row?.account_id ?? "", mode: "test" }, orderId);
  if (order === undefined) throw new Error("the order is gone");
  return order;
}

/** An order whose first worker went silent, in the hands of the second. */
async function takenOver(): Promise<{ zombie: Claim; heir: ClaimedOrder }> {
  const zombie = await claim(await acceptTestOrder(database), 0);
  await expireLease(zombie.orderId);
  return { zombie, heir: await claim(zombie.orderId, 1) };
}

test("of twenty workers that hold the same job, one gets the order", async () => {
  const orderId = await acceptTestOrder(database);
  const claims = await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      claimOrder(database, { orderId, workerId: WORKERS[n % 2 === 0 ? 0 : 1], leaseMs: 60_000 }),
    ),
  );
  expect(claims.filter((taken) => taken !== undefined)).toHaveLength(1);
  expect((await read(orderId)).attempts).toBe(1);
});

test("an order that waits for its retry is not claimed before its time", async () => {
  const first = await claim(await acceptTestOrder(database));
  await returnOrder(database.db, first, { label: "again", delayMs: 60_000, countsAsAttempt: true });
  expect(await claimOrder(database, { orderId: first.orderId, workerId: WORKERS[1], leaseMs: 1_000 })).toBeUndefined();
  expect(await read(first.orderId)).toMatchObject({ status: "in_progress", phase: "queued", attempts: 1 });
});

test("a zombie writes nothing: not a failure, not a return, not a commit, not a renewal", async () => {
  const { zombie, heir } = await takenOver();
  expect(heir.fence).toBeGreaterThan(zombie.fence);
  expect(await failOrder(database.db, zombie, FAILURE)).toBe(false);
  expect(await returnOrder(database.db, zombie, { label: "x", delayMs: 0, countsAsAttempt: true })).toBe(false);
  expect(await commitSubmit(database.pool, zombie, INTENT)).toBeUndefined();
  expect(await renewLease(database.pool, zombie, 60_000)).toBe(false);
  expect(await read(heir.orderId)).toMatchObject({ phase: "working", leaseOwner: WORKERS[1] });
});

test("an expired lease is never revived, and commits nothing", async () => {
  const only = await claim(await acceptTestOrder(database));
  await expireLease(only.orderId);
  expect(await renewLease(database.pool, only, 60_000)).toBe(false);
  expect(await commitSubmit(database.pool, only, INTENT)).toBeUndefined();
});

test("a drained order goes back without counting an attempt", async () => {
  const first = await claim(await acceptTestOrder(database));
  await returnOrder(database.db, first, { label: "drained", delayMs: 0, countsAsAttempt: false });
  expect((await read(first.orderId)).attempts).toBe(0);
  expect((await claim(first.orderId, 1)).order.attempts).toBe(1);
  const started = await database.pool.query("SELECT FROM outbox WHERE order_id = $1 AND event = 'order.started'", [
    first.orderId,
  ]);
  expect(started.rowCount).toBe(1);
});

test("a connection that dies between two statements of a transaction fails the transaction, not the process", async () => {
  const told: string[] = [];
  const handle = openDatabase({
    url: database.url,
    poolSize: 2,
    lockTimeoutMs: 500,
    statementTimeoutMs: 5_000,
    applicationName: "dying",
    onError: (error) => told.push(error.message),
  });
  const dying = handle.db.transaction(async (tx) => {
    await tx.execute(sql`SELECT 1`);
    await database.pool.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dying'",
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    await tx.execute(sql`SELECT 2`);
  });
  await expect(dying).rejects.toThrow();
  expect(told.join()).toMatch(/terminat/);
  await handle.close();
});

test("a commit is made once, however often it is sent", async () => {
  const only = await claim(await acceptTestOrder(database));
  const commits = await Promise.allSettled([1, 2, 3].map(() => commitSubmit(database.pool, only, INTENT)));
  expect(commits.filter((commit) => commit.status === "fulfilled" && commit.value)).toHaveLength(1);
  expect((await read(only.orderId)).phase).toBe("submitting");
});

test("a receipt wins although the lease is over and the order is in doubt", async () => {
  const only = await claim(await acceptTestOrder(database));
  await commitSubmit(database.pool, only, INTENT);
  await expireLease(only.orderId);
  expect(await expireSubmitting(database.pool, "test")).toEqual([only.orderId]);
  expect((await read(only.orderId)).phase).toBe("in_doubt");
  expect(await recordPlaced(database.db, only, PLACED)).toBe(true);
  expect(await recordPlaced(database.db, only, PLACED)).toBe(false);
  expect(await read(only.orderId)).toMatchObject({
    status: "order_placed",
    charged: "yes",
    placedTotalCents: 1_000,
    items: [expect.objectContaining({ status: "ordered" })],
  });
});

test("a purchase in doubt is never claimed again", async () => {
  const only = await claim(await acceptTestOrder(database));
  await commitSubmit(database.pool, only, INTENT);
  expect(await recordInDoubt(database.db, only, "no answer")).toBe(true);
  expect(await claimOrder(database, { orderId: only.orderId, workerId: WORKERS[1], leaseMs: 1_000 })).toBeUndefined();
});

test("a purchase known never to have been released may be tried again, and committed again", async () => {
  const first = await claim(await acceptTestOrder(database));
  await commitSubmit(database.pool, first, INTENT);
  expect(await recordNotReleased(database.db, first, { retryAfterMs: 0, label: "deadline" })).toBe(true);
  const second = await claim(first.orderId, 1);
  expect(await commitSubmit(database.pool, second, INTENT)).toBeDefined();
  expect(await recordPlaced(database.db, second, PLACED)).toBe(true);
});

test("a refusal that stores no order is final", async () => {
  const only = await claim(await acceptTestOrder(database));
  await commitSubmit(database.pool, only, INTENT);
  const declined = { code: "payment_declined", failure: { message: "declined", observed: {} } } as const;
  expect(await recordDeclined(database.db, only, declined)).toBe(true);
  expect(await read(only.orderId)).toMatchObject({
    status: "order_failed",
    failureCode: "payment_declined",
    charged: "no",
  });
  expect(await recordPlaced(database.db, only, PLACED)).toBe(false);
});

test("a total above max_price is recorded as it is, with an alarm", async () => {
  const only = await claim(await acceptTestOrder(database, { maxPriceCents: 999 }));
  await commitSubmit(database.pool, only, INTENT);
  expect(await recordPlaced(database.db, only, PLACED)).toBe(true);
  const events = await database.pool.query(
    "SELECT type FROM order_events WHERE order_id = $1 AND type = 'price_alarm'",
    [only.orderId],
  );
  expect(events.rowCount).toBe(1);
});

test("two orders of one retailer account are not worked on at once; the second waits and goes on afterwards", async () => {
  const [first, second] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  await database.pool.query("UPDATE orders SET exclusive_key = 'demo-shop/buyer' WHERE id = ANY($1::uuid[])", [
    [first, second],
  ]);
  const held = await claim(first);
  expect(await claimOrder(database, { orderId: second, workerId: WORKERS[1], leaseMs: 1_000 })).toBeUndefined();
  await failOrder(database.db, held, FAILURE);
  await leaveAccount(database.pool, held);
  expect((await claim(second, 1)).orderId).toBe(second);
});
