import {
  clearQuarantined,
  type Database,
  endSettledQuarantine,
  errorFacts,
  findQuarantine,
  flagQuarantined,
  type Pool,
  postponeQuarantined,
  type Quarantine,
  type QuarantinedOrder,
  recordBoughtThoughFailed,
  recordRecovered,
  settleQuarantined,
  takeQuarantined,
} from "@cartwright/db";
import type { HistoryLook, RetailerDriver } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import type { FindDriver } from "../surroundings.ts";

const BATCH = 10;
const HOUR_MS = 60 * 60_000;
/** An order that could not be looked up for this long is a person's affair. */
const REVIEW_AFTER_MS = HOUR_MS;
const LONGEST_PAUSE_MS = HOUR_MS;

interface QuarantineTimings {
  /** A purchase of before the quarantine may be released for so long after its commit … */
  releaseWithinMs: number;
  /** … and be under way for so long after that. */
  settleMs: number;
  /** When the history is read, counted from the first look after settling: absent every time is absent. */
  looksAfterMs: readonly number[];
  /** What one worker takes is its own for this long. */
  lookWithinMs: number;
  /** From one look at an order to the next, at the least. */
  shortestPauseMs: number;
}

export interface QuarantineDeps {
  db: Database;
  pool: Pool;
  workerId: string;
  timings: QuarantineTimings;
  findDriver: FindDriver;
  /** Reads the retailer's history on a fresh page. */
  lookUp: (listed: Pick<QuarantinedOrder, "order">, driver: RetailerDriver) => Promise<HistoryLook>;
  log: Logger;
}

/**
 * Works a quarantine off: every order that was open when it began is looked for at its retailer. Found: placed. Absent every
 * time: to be dispatched again. Neither to be had: a person's affair. When all have a verdict the quarantine ends. Returns
 * the one that still lasts.
 */
export async function leaveQuarantine(deps: QuarantineDeps): Promise<Quarantine | undefined> {
  const { pool } = deps;
  const quarantine = await findQuarantine(pool);
  if (quarantine === undefined) return undefined;
  await settleQuarantined(pool, quarantine.id);
  const batch = { limit: BATCH, lookWithinMs: deps.timings.lookWithinMs };
  for (const listed of await takeQuarantined(deps, quarantine.id, batch)) await lookUpOne(deps, listed);
  await settleQuarantined(pool, quarantine.id);
  await endSettledQuarantine(pool, quarantine.id);
  return findQuarantine(pool);
}

async function lookUpOne(deps: QuarantineDeps, listed: QuarantinedOrder): Promise<void> {
  const driver = await deps.findDriver(listed.order.retailer);
  if (driver?.lookUp === undefined) return leaveToPerson(deps, listed);
  const look = await deps.lookUp(listed, driver).catch((error: unknown): HistoryLook => ({
    kind: "unreadable",
    message: `the history could not be read (${errorFacts(error).message})`,
  }));
  deps.log.info({ order_id: listed.order.id, look: look.kind }, "history read in quarantine");
  switch (look.kind) {
    case "found":
      return recordFound(deps, listed, look);
    case "absent":
      return weighAbsence(deps, listed, { historyDelayMs: driver.historyDelayMs ?? 0, proof: look.proof });
    case "no_history":
      return leaveToPerson(deps, listed);
    case "unreadable":
      if (listed.ageMs > REVIEW_AFTER_MS) {
        await review(
          deps,
          listed,
          `May have been bought since the backup, and is not looked up for an hour: ${look.message}`,
        );
      }
      await postponeQuarantined(deps.pool, listed, { delayMs: pauseFor(deps, listed), absentLook: false });
  }
}

async function leaveToPerson(deps: QuarantineDeps, listed: QuarantinedOrder): Promise<void> {
  await review(
    deps,
    listed,
    "May have been bought since the backup, and its retailer shows no history to look it up in",
  );
  await postponeQuarantined(deps.pool, listed, { delayMs: LONGEST_PAUSE_MS, absentLook: false });
}

async function recordFound(
  { db, workerId, log }: QuarantineDeps,
  listed: QuarantinedOrder,
  found: Extract<HistoryLook, { kind: "found" }>,
): Promise<void> {
  const placed = {
    confirmation: { merchant_order_ids: found.merchantOrderIds, page: found.page },
    prices: found.prices,
    estimatedDelivery: found.estimatedDelivery,
  };
  const key = keyOf(listed);
  const isRecorded =
    (await recordRecovered(db, key, placed, workerId)) ||
    (await recordBoughtThoughFailed(db, key, found.merchantOrderIds, workerId));
  log.warn({ order_id: listed.order.id, is_recorded: isRecorded }, "bought since the backup");
}

/** One empty look proves nothing: the purchase must have had its time to arrive, and be missing every time. */
async function weighAbsence(
  deps: QuarantineDeps,
  listed: QuarantinedOrder,
  seen: { historyDelayMs: number; proof: string },
): Promise<void> {
  const { releaseWithinMs, settleMs, looksAfterMs } = deps.timings;
  const settleInMs = releaseWithinMs + settleMs + seen.historyDelayMs - listed.ageMs;
  if (settleInMs > 0) {
    await postponeQuarantined(deps.pool, listed, { delayMs: settleInMs, absentLook: false });
    return;
  }
  const looks = listed.absentLooks + 1;
  const before = looksAfterMs[looks - 1];
  const next = looksAfterMs[looks];
  if (next === undefined || before === undefined) {
    await clearQuarantined(deps.db, keyOf(listed), {
      label: "Not bought since the backup: the retailer's history was read again and again without it",
      source: deps.workerId,
      detail: { looks, proof: seen.proof },
    });
    return;
  }
  await postponeQuarantined(deps.pool, listed, { delayMs: next - before, absentLook: true });
}

async function review({ db, workerId, log }: QuarantineDeps, listed: QuarantinedOrder, label: string): Promise<void> {
  if (await flagQuarantined(db, keyOf(listed), { label, source: workerId })) {
    log.warn({ order_id: listed.order.id }, "needs review");
  }
}

const keyOf = ({ quarantineId, order }: QuarantinedOrder) => ({ quarantineId, orderId: order.id });

/** As long again as the quarantine has lasted, within bounds: often at first, hourly in the end. */
function pauseFor({ timings }: QuarantineDeps, { ageMs }: QuarantinedOrder): number {
  return Math.min(Math.max(ageMs, timings.shortestPauseMs), LONGEST_PAUSE_MS);
}
