import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import {
  auditOrders,
  cancelOrder,
  type ClaimedOrder,
  claimOrder,
  type CommittedSubmit,
  commitSubmit,
  ensureAccount,
  failOrder,
  findOrder,
  listOrderEvents,
  type OrderScope,
  recordInDoubt,
  recordNotReleased,
  renewLease,
  returnOrder,
} from "./index.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const FAILURE = { code: "captcha_blocked", failure: { message: "captcha", observed: {} } } as const;
const RACES = 50;

let database: TestDatabase;
let scope: OrderScope;
beforeAll(async () => {
  database = await createTestDatabase();
  scope = { accountId: (await ensureAccount(database.db, "Test account")).id, mode: "test" };
});
afterAll(() => database.close());

const cancel = (orderId: string, by = scope) => cancelOrder(database.pool, by, orderId);

async function claimed(): Promise<ClaimedOrder> {
  const orderId = await acceptTestOrder(database);
  const claim = await claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  return claim;
}

const commit = (claim: ClaimedOrder): Promise<CommittedSubmit | undefined> =>
  commitSubmit(database.pool, claim, {
    expectedTotalCents: 1_000,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 30_000,
    prices: onlyTotal(1_000),
  });

async function read(orderId: string) {
  const order = await findOrder(database.db, scope, orderId);
  if (order === undefined) throw new Error("the order is not there");
  return order;
}

const webhooksOf = async (orderId: string): Promise<string[]> => {
  const { rows } = await database.pool.query<{ event: string }>(
    "SELECT event FROM outbox WHERE order_id = $1 ORDER BY sequence",
    [orderId],
  );
  return rows.map(({ event }) => event);
};

const findings = async (...orderIds: string[]) => (await auditOrders(database.pool, orderIds)).found;

test("an order that waits is cancelled, uncharged, with its items, one event and one webhook", async () => {
  const orderId = await acceptTestOrder(database);
  expect(await cancel(orderId)).toEqual({ kind: "cancelled" });
  const order = await read(orderId);
  expect(order).toMatchObject({
    status: "order_failed",
    phase: "done",
    failureCode: "cancelled",
    charged: "no",
    fence: 1,
    leaseOwner: null,
    finishedAt: expect.any(Date),
  });
  expect(order.items.map(({ status, cancellationReason }) => [status, cancellationReason])).toEqual([
    ["cancelled", "Cancelled by the buyer"],
  ]);
  expect((await listOrderEvents(database.db, orderId)).map(({ type }) => type)).toEqual(["order_created", "cancelled"]);
  expect(await webhooksOf(orderId)).toEqual(["order.created", "order.cancelled"]);
  expect(await findings(orderId)).toEqual([]);
});

test("an order in a worker's hands is cancelled, and whatever that worker still sends finds nothing", async () => {
  const claim = await claimed();
  expect(await cancel(claim.orderId)).toEqual({ kind: "cancelled" });
  expect(await renewLease(database.pool, claim, 60_000)).toBe(false);
  expect(await commit(claim)).toBeUndefined();
  expect(await failOrder(database.db, claim, FAILURE)).toBe(false);
  const back = { label: "again", delayMs: 0, countsAsAttempt: true };
  expect(await returnOrder(database.db, claim, back)).toBe(false);
  expect(await claimOrder(database, { ...claim, leaseMs: 60_000 })).toBeUndefined();
  expect(await webhooksOf(claim.orderId)).toEqual(["order.created", "order.started", "order.cancelled"]);
  expect(await findings(claim.orderId)).toEqual([]);
});

test("an order whose purchase was known never to leave the browser can be cancelled while it waits again", async () => {
  const claim = await claimed();
  await commit(claim);
  await recordNotReleased(database.db, claim, { retryAfterMs: 60_000, label: "held, then dropped" });
  expect(await cancel(claim.orderId)).toEqual({ kind: "cancelled" });
  expect(await findings(claim.orderId)).toEqual([]);
});

test("past its commit point an order is not cancelled, and nothing of it is touched", async () => {
  const claim = await claimed();
  expect(await commit(claim)).toBeDefined();
  const before = await read(claim.orderId);
  expect(await cancel(claim.orderId)).toEqual({ kind: "too_late", status: "in_progress" });
  expect(await read(claim.orderId)).toEqual(before);
  await recordInDoubt(database.db, claim, "no answer");
  expect(await cancel(claim.orderId)).toEqual({ kind: "too_late", status: "in_progress" });
});

test("a done order is not cancelled; a cancelled one is cancelled again, and tells of it once", async () => {
  const failed = await claimed();
  await failOrder(database.db, failed, FAILURE);
  expect(await cancel(failed.orderId)).toEqual({ kind: "too_late", status: "order_failed" });
  const orderId = await acceptTestOrder(database);
  expect(await Promise.all([cancel(orderId), cancel(orderId)])).toEqual([{ kind: "cancelled" }, { kind: "cancelled" }]);
  expect(await webhooksOf(orderId)).toEqual(["order.created", "order.cancelled"]);
});

test("somebody else's order is not found, nor is one of the other mode, nor none", async () => {
  const orderId = await acceptTestOrder(database);
  const { id: accountId } = await ensureAccount(database.db, "Somebody else");
  for (const by of [
    { ...scope, accountId },
    { ...scope, mode: "live" as const },
  ]) {
    expect(await cancel(orderId, by)).toEqual({ kind: "not_found" });
  }
  expect(await cancel(randomUUID())).toEqual({ kind: "not_found" });
});

test("of a commit and a cancel at the same moment exactly one wins, every time", async () => {
  const wins = { commit: 0, cancel: 0 };
  const orderIds: string[] = [];
  let headStartMs = 1;
  for (let race = 0; race < RACES; race += 1) {
    const claim = await claimed();
    orderIds.push(claim.orderId);
    const late = sleep(headStartMs).then(() => commit(claim));
    const [committed, cancelled] = await Promise.all([late, cancel(claim.orderId)]);
    expect([committed !== undefined, cancelled.kind]).toEqual(
      committed === undefined ? [false, "cancelled"] : [true, "too_late"],
    );
    wins[committed === undefined ? "cancel" : "commit"] += 1;
    // A cancel takes more round trips. Whoever won gives the other a start, so that the races stay close.
    headStartMs = Math.max(0, headStartMs + (committed === undefined ? -1 : 1));
  }
  expect(Math.min(wins.commit, wins.cancel)).toBeGreaterThan(0);
  const { rows } = await database.pool.query<{ n: number }>(
    "SELECT count(*)::int AS n FROM order_submits WHERE order_id = ANY($1)",
    [orderIds],
  );
  expect(rows[0]?.n).toBe(wins.commit);
  expect(await findings(...orderIds)).toEqual([]);
});

test("a cancel that waits for a claim numbers its webhook behind the claim's", async () => {
  const orderIds = await Promise.all(Array.from({ length: 10 }, () => acceptTestOrder(database)));
  for (const orderId of orderIds) {
    await Promise.all([claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 }), cancel(orderId)]);
  }
  expect(await findings(...orderIds)).toEqual([]);
});

test("in quarantine nothing is cancelled: it may have been bought since the backup", async () => {
  const orderId = await acceptTestOrder(database);
  await database.pool.query("INSERT INTO quarantines (reason) VALUES ('restored')");
  expect(await cancel(orderId)).toEqual({ kind: "quarantined", status: "pending" });
  await database.pool.query("UPDATE quarantines SET ended_at = now(), ended_by = 'test'");
  expect(await cancel(orderId)).toEqual({ kind: "cancelled" });
});

test("the auditor finds a cancelled order that was told of as another failure", async () => {
  const orderId = await acceptTestOrder(database);
  await cancel(orderId);
  await database.pool.query("UPDATE outbox SET event = 'order.failed' WHERE order_id = $1 AND sequence = 2", [orderId]);
  expect(await findings(orderId)).toEqual([{ rule: "one_terminal_webhook", orderId }]);
});
