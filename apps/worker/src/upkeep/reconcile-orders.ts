import {
  confirmWorkerDead,
  type Database,
  type Doubt,
  errorFacts,
  expireSubmitting,
  flagForReview,
  type Pool,
  postponeDoubt,
  recordAbsent,
  recordPlaced,
  takeDoubts,
  type WorkerIdentity,
} from "@cartwright/db";
import type { HistoryLook, RetailerDriver } from "@cartwright/retailers/driver";
import { inTrace, noteOnSpan, withSpan } from "@cartwright/tracing";
import type { Logger } from "pino";
import type { AttemptCounters } from "../supervision/metrics.ts";
import type { FindDriver } from "../surroundings.ts";
import { proveSenderDead } from "./prove-sender-dead.ts";

const BATCH = 10;
const MINUTE_MS = 60_000;
/** A doubt this old is a person's affair too. */
const REVIEW_AFTER_MS = 60 * MINUTE_MS;
const LONGEST_PAUSE_MS = 60 * MINUTE_MS;

interface ReconcileTimings {
  /** After the sender is gone and the release deadline over: how long what it sent may still be under way. */
  settleMs: number;
  /** When the history is read, counted from the first look after settling: absent every time is absent. */
  looksAfterMs: readonly number[];
  /** A worker whose heartbeat is older than this is frozen. */
  frozenAfterMs: number;
  /** What a reconciler takes is its own for this long. */
  lookWithinMs: number;
  /** From one look at a doubt to the next, at the least. */
  shortestPauseMs: number;
}

export interface ReconcileDeps {
  db: Database;
  pool: Pool;
  self: WorkerIdentity;
  timings: ReconcileTimings;
  findDriver: FindDriver;
  /** Reads the retailer's history on a fresh page. */
  lookUp: (doubt: Pick<Doubt, "order">, driver: RetailerDriver) => Promise<HistoryLook>;
  counters: Pick<AttemptCounters, "orderPlaced">;
  log: Logger;
}

/** Settles purchases in doubt by evidence, and by nothing else. Returns how many were settled. */
export async function reconcileOrders(deps: ReconcileDeps): Promise<number> {
  await expireSubmitting(deps.pool, deps.self.id);
  let settled = 0;
  for (const doubt of await takeDoubts(deps, BATCH, deps.timings.lookWithinMs)) {
    const { id: orderId, retailer, traceContext } = doubt.order;
    const reconcile = () => withSpan("reconcile", { orderId, retailer }, () => reconcileOne(deps, doubt));
    if (await inTrace(traceContext, reconcile)) settled += 1;
  }
  return settled;
}

async function reconcileOne(deps: ReconcileDeps, doubt: Doubt): Promise<boolean> {
  // fault point: doubt-taken (doubt.claim)
  const goneForMs = await senderGoneForMs(deps, doubt);
  const driver = await deps.findDriver(doubt.order.retailer);
  if (driver?.lookUp === undefined) return await leaveToPerson(deps, doubt);
  const look = await deps.lookUp(doubt, driver).catch((error: unknown): HistoryLook => ({
    kind: "unreadable",
    message: `the history could not be read (${errorFacts(error).message})`,
  }));
  noteOnSpan({ outcome: look.kind });
  deps.log.info({ order_id: doubt.order.id, look: look.kind }, "history read");
  // fault point: history-read
  switch (look.kind) {
    case "found":
      return await recordFound(deps, doubt, look);
    case "absent":
      // A reference that the shop never showed is missing in its history whether the order is there or not.
      if (!doubt.isMarkerShown) return await leaveToPerson(deps, doubt);
      return weighAbsence(deps, doubt, { goneForMs, historyDelayMs: driver.historyDelayMs ?? 0, proof: look.proof });
    case "no_history":
      return await leaveToPerson(deps, doubt);
    case "unreadable":
      if (doubt.ageMs > REVIEW_AFTER_MS) await review(deps, doubt, `In doubt for an hour: ${look.message}`);
      await postponeDoubt(deps.pool, doubt.claim, { delayMs: pauseFor(deps, doubt), absentLook: false });
      return false;
  }
}

async function recordFound(
  { db, counters }: ReconcileDeps,
  { claim, order }: Doubt,
  { merchantOrderIds, page, prices, estimatedDelivery }: Extract<HistoryLook, { kind: "found" }>,
): Promise<boolean> {
  const confirmation = { merchant_order_ids: merchantOrderIds, page };
  const isRecorded = await recordPlaced(db, claim, { confirmation, prices, estimatedDelivery });
  if (isRecorded) counters.orderPlaced(order.createdAt);
  return isRecorded;
}

async function leaveToPerson(deps: ReconcileDeps, doubt: Doubt): Promise<false> {
  await review(deps, doubt, "Nothing at the retailer can be looked up by machine: a person has to decide");
  await postponeDoubt(deps.pool, doubt.claim, { delayMs: LONGEST_PAUSE_MS, absentLook: false });
  return false;
}

/** How long nothing of the attempt can have reached the shop any more; null where that is not proven. */
async function senderGoneForMs(deps: ReconcileDeps, doubt: Doubt): Promise<number | null> {
  const { sender } = doubt;
  if (sender.goneForMs !== null) return sender.goneForMs;
  if (!proveSenderDead(sender, deps.self, deps.timings.frozenAfterMs).isDead) return null;
  await confirmWorkerDead(deps.pool, sender.id);
  // Counted from now on.
  return null;
}

/** One empty look proves nothing: the purchase must have had its time to arrive, and be missing every time. */
async function weighAbsence(
  deps: ReconcileDeps,
  doubt: Doubt,
  seen: { goneForMs: number | null; historyDelayMs: number; proof: string },
): Promise<boolean> {
  const { looksAfterMs, settleMs } = deps.timings;
  const settleInMs = settleMs + seen.historyDelayMs - (seen.goneForMs ?? 0);
  if (seen.goneForMs === null || settleInMs > 0) {
    if (doubt.ageMs > REVIEW_AFTER_MS) await review(deps, doubt, "In doubt for an hour: its worker is not proven dead");
    const delayMs = seen.goneForMs === null ? deps.timings.shortestPauseMs : settleInMs;
    await postponeDoubt(deps.pool, doubt.claim, { delayMs, absentLook: false });
    return false;
  }
  const looks = doubt.absentLooks + 1;
  const before = looksAfterMs[looks - 1];
  const next = looksAfterMs[looks];
  if (next === undefined || before === undefined) {
    return recordAbsent(deps.db, doubt.claim, {
      message: "The purchase never arrived at the retailer: its order history was read again and again without it.",
      observed: { looks, proof: seen.proof },
    });
  }
  await postponeDoubt(deps.pool, doubt.claim, { delayMs: next - before, absentLook: true });
  return false;
}

async function review(deps: ReconcileDeps, doubt: Doubt, label: string): Promise<void> {
  if (doubt.needsReview) return;
  if (await flagForReview(deps.db, doubt.claim, label, deps.self.id)) {
    deps.log.warn({ order_id: doubt.order.id }, "needs review");
  }
}

/** A quarter as long again as the doubt is old, within bounds: often at first, hourly in the end. */
function pauseFor({ timings }: ReconcileDeps, doubt: Doubt): number {
  return Math.min(Math.max(doubt.ageMs / 4, timings.shortestPauseMs), LONGEST_PAUSE_MS);
}
