import { randomUUID } from "node:crypto";
import {
  type ClaimedOrder,
  claimOrder,
  commitSubmit,
  findOrder,
  noteLetGo,
  recordInDoubt,
  registerWorker,
  type WorkerIdentity,
} from "@cartwright/db";
import type { HistoryLook } from "@cartwright/retailers/driver";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { identifyWorker } from "../supervision/worker-identity.ts";
import { ABSENT, FOUND, HISTORY_PRICES, UNREADABLE, driverWith } from "../testing/history-looks.ts";
import { type ReconcileDeps, reconcileOrders } from "./reconcile-orders.ts";

const self = identifyWorker();
/** A worker on this host whose process is long gone: no process has started at tick 1. */
const dead: WorkerIdentity = { ...self, id: randomUUID(), pidStartedAt: "1" };

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
  await registerWorker(database.db, self);
  await registerWorker(database.db, dead);
});
afterEach(() => database.close());

async function orderInDoubt(sender: WorkerIdentity, isMarkerShown = true): Promise<ClaimedOrder> {
  const orderId = await acceptTestOrder(database);
  const claim = await claimOrder(database, { orderId, workerId: sender.id, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  // Its deadline is over at once, so that the settling starts with the sender's end.
  const intent = {
    expectedTotalCents: 1_000,
    cartHash: "c",
    isMarkerShown,
    releaseWithinMs: 1,
    prices: HISTORY_PRICES,
  };
  await commitSubmit(database.pool, claim, intent);
  await recordInDoubt(database.db, claim, "no answer");
  return claim;
}

function depsWith(look: HistoryLook | (() => Promise<HistoryLook>), parts: Partial<ReconcileDeps> = {}): ReconcileDeps {
  return {
    db: database.db,
    pool: database.pool,
    self,
    timings: {
      settleMs: 0,
      looksAfterMs: [0, 1, 2],
      frozenAfterMs: 60_000,
      lookWithinMs: 60_000,
      shortestPauseMs: 5_000,
    },
    findDriver: () => driverWith(() => Promise.resolve(ABSENT)),
    lookUp: typeof look === "function" ? look : () => Promise.resolve(look),
    counters: { orderPlaced: () => undefined },
    log: pino({ level: "silent" }),
    ...parts,
  };
}

async function read(claim: ClaimedOrder) {
  const order = await findOrder(database.db, { accountId: claim.order.accountId, mode: "test" }, claim.orderId);
  if (order === undefined) throw new Error("the order is gone");
  return order;
}

/** Reconciles as if the next look were due, so many times. */
async function lookTimes(times: number, deps: ReconcileDeps): Promise<void> {
  for (let look = 0; look < times; look += 1) {
    await database.pool.query("UPDATE orders SET next_action_at = clock_timestamp() WHERE phase = 'in_doubt'");
    await reconcileOrders(deps);
  }
}

test("a purchase that the history shows is placed, whoever sent it and whether or not it still lives", async () => {
  const claim = await orderInDoubt(self);
  expect(await reconcileOrders(depsWith(FOUND))).toBe(1);
  expect(await read(claim)).toMatchObject({
    status: "order_placed",
    charged: "yes",
    confirmation: { merchant_order_ids: ["HP-7"] },
    estimatedDelivery: "2026-12-01",
  });
});

test("a purchase that is absent every time, after its sender let it go, was never placed", async () => {
  const claim = await orderInDoubt(self);
  await noteLetGo(database.pool, claim);
  await lookTimes(3, depsWith(ABSENT));
  expect(await read(claim)).toMatchObject({ status: "order_failed", failureCode: "not_placed", charged: "no" });
});

test("one empty look is not trusted, nor two of three", async () => {
  const claim = await orderInDoubt(self);
  await noteLetGo(database.pool, claim);
  await lookTimes(2, depsWith(ABSENT));
  expect((await read(claim)).phase).toBe("in_doubt");
});

test("absence proves nothing while the sender lives and holds the page", async () => {
  const claim = await orderInDoubt(self);
  await lookTimes(6, depsWith(ABSENT));
  expect((await read(claim)).phase).toBe("in_doubt");
});

test("absence proves nothing before what was sent has settled", async () => {
  const claim = await orderInDoubt(self);
  await noteLetGo(database.pool, claim);
  await lookTimes(
    6,
    depsWith(ABSENT, {
      timings: {
        settleMs: 60_000,
        looksAfterMs: [0, 1],
        frozenAfterMs: 60_000,
        lookWithinMs: 60_000,
        shortestPauseMs: 5_000,
      },
    }),
  );
  expect((await read(claim)).phase).toBe("in_doubt");
});

test("a sender whose process is gone is proven dead first; then absence counts", async () => {
  const claim = await orderInDoubt(dead);
  await lookTimes(1, depsWith(ABSENT));
  const [worker] = (await database.pool.query("SELECT dead_confirmed_at FROM workers WHERE id = $1", [dead.id])).rows;
  expect(worker).toEqual({ dead_confirmed_at: expect.any(Date) });
  await lookTimes(3, depsWith(ABSENT));
  expect(await read(claim)).toMatchObject({ status: "order_failed", failureCode: "not_placed" });
});

test("a sender on another host is never taken for dead", async () => {
  const elsewhere = { ...dead, id: randomUUID(), host: "another-host" };
  await registerWorker(database.db, elsewhere);
  const claim = await orderInDoubt(elsewhere);
  await lookTimes(6, depsWith(ABSENT));
  expect((await read(claim)).phase).toBe("in_doubt");
});

test("a history that cannot be read settles nothing, and is a person's affair after an hour", async () => {
  const claim = await orderInDoubt(self);
  await noteLetGo(database.pool, claim);
  await lookTimes(6, depsWith(UNREADABLE));
  await lookTimes(
    1,
    depsWith(() => Promise.reject(new Error("browser crashed"))),
  );
  expect(await read(claim)).toMatchObject({ phase: "in_doubt", needsReviewAt: null });
  await database.pool.query("UPDATE order_submits SET intent_at = intent_at - interval '61 minutes'");
  await lookTimes(2, depsWith(UNREADABLE));
  expect(await read(claim)).toMatchObject({ phase: "in_doubt", needsReviewAt: expect.any(Date) });
  const flags = await database.pool.query("SELECT FROM order_events WHERE type = 'needs_review'");
  expect(flags.rowCount).toBe(1);
});

test("a purchase that nothing at the retailer can show needs review at once, and is looked at no further", async () => {
  const unmarked = await orderInDoubt(self, false);
  const noHistory = await orderInDoubt(self);
  const lookUp = () => Promise.reject(new Error("must not be asked"));
  await reconcileOrders(depsWith(lookUp, { findDriver: () => driverWith() }));
  expect(await read(unmarked)).toMatchObject({ phase: "in_doubt", needsReviewAt: expect.any(Date) });
  expect(await read(noHistory)).toMatchObject({ phase: "in_doubt", needsReviewAt: expect.any(Date) });
});

test("where the shop never showed the reference, only a find counts: its absence is a person's affair", async () => {
  const unmarked = await orderInDoubt(self, false);
  await lookTimes(1, depsWith(ABSENT));
  expect(await read(unmarked)).toMatchObject({ phase: "in_doubt", needsReviewAt: expect.any(Date) });
  const found = await orderInDoubt(self, false);
  await lookTimes(1, depsWith(FOUND));
  expect(await read(found)).toMatchObject({ status: "order_placed" });
});

test("of two reconcilers at once, one looks", async () => {
  await orderInDoubt(self);
  let looks = 0;
  const counting = depsWith(async () => {
    looks += 1;
    return UNREADABLE;
  });
  await Promise.all([reconcileOrders(counting), reconcileOrders(counting)]);
  expect(looks).toBe(1);
});
