import {
  claimOrder,
  commitSubmit,
  endQuarantine,
  enterQuarantine,
  findQuarantine,
  flagForReview,
  recordInDoubt,
  resolveDoubt,
} from "@cartwright/db";
import type { HistoryLook } from "@cartwright/retailers/driver";
import type { ResolveDoubt } from "@cartwright/schemas";
import { acceptTestOrder, createTestDatabase, type TestDatabase } from "@cartwright/testing";
import { pino } from "pino";
import { ABSENT, FOUND, HISTORY_PRICES, UNREADABLE, driverWith } from "../testing/history-looks.ts";
import { leaveQuarantine, type QuarantineDeps } from "./leave-quarantine.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

function depsWith(look: HistoryLook, parts: Partial<QuarantineDeps> = {}): QuarantineDeps {
  return {
    db: database.db,
    pool: database.pool,
    workerId: WORKER,
    timings: { releaseWithinMs: 0, settleMs: 0, looksAfterMs: [0, 1, 2], lookWithinMs: 60_000, shortestPauseMs: 1 },
    findDriver: () => driverWith(() => Promise.resolve(ABSENT)),
    lookUp: () => Promise.resolve(look),
    log: pino({ level: "silent" }),
    ...parts,
  };
}

const enter = () => enterQuarantine(database.db, { label: "restored", intents: [] }, WORKER);
const claim = (orderId: string) => claimOrder(database, { orderId, workerId: WORKER, leaseMs: 60_000 });

/** Works the quarantine off as if the next look were due, so many times. */
async function lookTimes(times: number, deps: QuarantineDeps): Promise<void> {
  for (let look = 0; look < times; look += 1) {
    await database.pool.query("UPDATE quarantine_orders SET next_look_at = clock_timestamp()");
    await leaveQuarantine(deps);
  }
}

async function read(orderId: string): Promise<Record<string, unknown>> {
  const { rows } = await database.pool.query<Record<string, unknown>>(
    `SELECT phase, status, charged, confirmation -> 'merchant_order_ids' AS numbers, needs_review_at IS NOT NULL AS in_review,
      (SELECT verdict FROM quarantine_orders WHERE order_id = orders.id) AS verdict,
      (SELECT array_agg(type::text ORDER BY id) FROM order_events WHERE order_id = orders.id) AS events,
      (SELECT array_agg(event ORDER BY sequence) FROM outbox WHERE order_id = orders.id) AS webhooks
    FROM orders WHERE id = $1`,
    [orderId],
  );
  return rows[0] ?? {};
}

test("without a quarantine there is nothing to do, and nobody is asked", async () => {
  await acceptTestOrder(database);
  const lookUp = () => Promise.reject(new Error("must not be asked"));
  expect(await leaveQuarantine(depsWith(ABSENT, { lookUp }))).toBeUndefined();
});

test("an order that its retailer's history shows is placed, with a journal row, and never claimed again", async () => {
  const orderId = await acceptTestOrder(database);
  await enter();
  expect(await leaveQuarantine(depsWith(FOUND))).toBeUndefined();
  expect(await read(orderId)).toMatchObject({
    status: "order_placed",
    charged: "yes",
    numbers: ["HP-7"],
    verdict: "placed",
    webhooks: ["order.created", "order.placed"],
  });
  const { rows } = await database.pool.query("SELECT outcome, expected_total_cents, fence::int FROM order_submits");
  expect(rows).toEqual([{ outcome: "placed", expected_total_cents: 1_000, fence: 1 }]);
  expect(await claim(orderId)).toBeUndefined();
});

test("a find above max_price is recorded as it is, with an alarm", async () => {
  const orderId = await acceptTestOrder(database, { maxPriceCents: 999 });
  await enter();
  await leaveQuarantine(depsWith(FOUND));
  const order = await read(orderId);
  expect(order["status"]).toBe("order_placed");
  expect(order["events"]).toContain("price_alarm");
  expect(order["webhooks"]).toContain("order.needs_review");
});

test("a worker that held an order when the quarantine began writes nothing once it is found to be bought", async () => {
  const held = await claim(await acceptTestOrder(database));
  if (held === undefined) throw new Error("nothing to claim");
  await enter();
  await leaveQuarantine(depsWith(FOUND));
  expect(await read(held.orderId)).toMatchObject({ status: "order_placed", verdict: "placed" });
  const intent = {
    expectedTotalCents: 1,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 1,
    prices: HISTORY_PRICES,
  };
  expect(await commitSubmit(database.pool, held, intent)).toBeUndefined();
});

test("an order that is absent every time is dispatched again, and not before the quarantine is over", async () => {
  const orderId = await acceptTestOrder(database);
  await enter();
  await lookTimes(2, depsWith(ABSENT));
  expect(await findQuarantine(database.pool)).toMatchObject({ open: 1 });
  expect(await claim(orderId)).toBeUndefined();
  await lookTimes(1, depsWith(ABSENT));
  expect(await findQuarantine(database.pool)).toBeUndefined();
  expect(await read(orderId)).toMatchObject({
    phase: "queued",
    verdict: "cleared",
    events: ["order_created", "resolved"],
  });
  expect(await claim(orderId)).toBeDefined();
});

test("absence proves nothing while a purchase of before may still be released, or be under way", async () => {
  await acceptTestOrder(database);
  await enter();
  const timings = {
    releaseWithinMs: 30_000,
    settleMs: 30_000,
    looksAfterMs: [0],
    lookWithinMs: 60_000,
    shortestPauseMs: 1,
  };
  await lookTimes(5, depsWith(ABSENT, { timings }));
  expect(await findQuarantine(database.pool)).toMatchObject({ open: 1 });
  await database.pool.query("UPDATE quarantines SET entered_at = entered_at - interval '61 seconds'");
  await lookTimes(1, depsWith(ABSENT, { timings }));
  expect(await findQuarantine(database.pool)).toBeUndefined();
});

test("a retailer without a history is a person's affair at once, and keeps the quarantine until they have decided", async () => {
  const orderId = await acceptTestOrder(database);
  await enter();
  const deps = depsWith(ABSENT, {
    findDriver: () => driverWith(),
    lookUp: () => Promise.reject(new Error("must not be asked")),
  });
  await lookTimes(3, deps);
  expect(await findQuarantine(database.pool)).toMatchObject({ open: 0, needReview: 1 });
  expect(await read(orderId)).toMatchObject({
    phase: "queued",
    in_review: true,
    verdict: "needs_review",
    events: ["order_created", "needs_review"],
    webhooks: ["order.created", "order.needs_review"],
  });
  expect(await claim(orderId)).toBeUndefined();
  expect(await resolveDoubt(database.db, orderId, { outcome: "not_placed", evidence: "They were called." }, "op")).toBe(
    "resolved",
  );
  expect(await leaveQuarantine(deps)).toBeUndefined();
  expect(await read(orderId)).toMatchObject({ in_review: false, verdict: "cleared" });
  expect(await claim(orderId)).toBeDefined();
});

test("a history that cannot be read is a person's affair after an hour, and still settles it when it can be read", async () => {
  const orderId = await acceptTestOrder(database);
  await enter();
  await lookTimes(3, depsWith(UNREADABLE));
  await lookTimes(1, depsWith(ABSENT, { lookUp: () => Promise.reject(new Error("browser crashed")) }));
  expect(await read(orderId)).toMatchObject({ verdict: null });
  await database.pool.query("UPDATE quarantines SET entered_at = entered_at - interval '61 minutes'");
  await lookTimes(2, depsWith(UNREADABLE));
  expect(await read(orderId)).toMatchObject({ verdict: "needs_review", in_review: true });
  await lookTimes(1, depsWith(FOUND));
  expect(await read(orderId)).toMatchObject({ status: "order_placed", verdict: "placed" });
  expect(await findQuarantine(database.pool)).toBeUndefined();
});

test("an order in doubt is left to the reconciler, and holds the others up only until it is a person's affair", async () => {
  const held = await claim(await acceptTestOrder(database));
  if (held === undefined) throw new Error("nothing to claim");
  const intent = {
    expectedTotalCents: 1_000,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 1,
    prices: HISTORY_PRICES,
  };
  await commitSubmit(database.pool, held, intent);
  await recordInDoubt(database.db, held, "no answer");
  await enter();
  const deps = depsWith(FOUND, { lookUp: () => Promise.reject(new Error("must not be asked")) });
  await lookTimes(2, deps);
  expect(await findQuarantine(database.pool)).toMatchObject({ open: 1 });
  await flagForReview(database.db, held, "nobody knows", WORKER);
  await lookTimes(1, deps);
  expect(await read(held.orderId)).toMatchObject({ phase: "in_doubt", verdict: "in_doubt" });
  expect(await findQuarantine(database.pool)).toBeUndefined();
});

test("an order that failed within the quarantine and was bought before counts as charged, and needs a person", async () => {
  const orderId = await acceptTestOrder(database);
  await enter();
  await database.pool.query(
    `UPDATE orders SET phase = 'done', status = 'order_failed', failure_code = 'cancelled', charged = 'no' WHERE id = $1`,
    [orderId],
  );
  await lookTimes(1, depsWith(FOUND));
  expect(await read(orderId)).toMatchObject({ status: "order_failed", charged: "yes", verdict: "needs_review" });
  const word: ResolveDoubt = {
    outcome: "placed",
    merchant_order_ids: ["HP-7"],
    evidence: "Seen; the client keeps it.",
  };
  expect(await resolveDoubt(database.db, orderId, word, "op")).toBe("resolved");
  expect(await leaveQuarantine(depsWith(FOUND))).toBeUndefined();
});

test("a person's word places an order, or ends the whole quarantine, and stands in the timeline", async () => {
  const [bought, left] = [await acceptTestOrder(database), await acceptTestOrder(database)];
  await enter();
  const word: ResolveDoubt = {
    outcome: "placed",
    merchant_order_ids: ["HP-9"],
    total: 1_234,
    evidence: "Seen in a mail.",
  };
  expect(await resolveDoubt(database.db, bought, word, "operator ann")).toBe("resolved");
  expect(await read(bought)).toMatchObject({
    status: "order_placed",
    numbers: ["HP-9"],
    events: ["order_created", "resolved", "order_placed"],
  });
  expect(await resolveDoubt(database.db, bought, word, "operator ann")).toBe("not_in_doubt");
  expect(await endQuarantine(database.db, "All others were looked for by hand.", "operator ann")).toBe(true);
  expect(await endQuarantine(database.db, "Once more.", "operator ann")).toBe(false);
  expect(await read(left)).toMatchObject({ verdict: "cleared", events: ["order_created", "resolved"] });
  expect(await claim(left)).toBeDefined();
});

test("of two workers at once, one looks", async () => {
  await acceptTestOrder(database);
  await enter();
  let looks = 0;
  const counting = depsWith(UNREADABLE, {
    timings: { releaseWithinMs: 0, settleMs: 0, looksAfterMs: [0], lookWithinMs: 60_000, shortestPauseMs: 60_000 },
    lookUp: () => {
      looks += 1;
      return Promise.resolve(UNREADABLE);
    },
  });
  await Promise.all([leaveQuarantine(counting), leaveQuarantine(counting)]);
  expect(looks).toBe(1);
});
