import {
  type Database,
  endTracking,
  errorFacts,
  giveUpTracking,
  type OrderRecord,
  type Pool,
  postponeTrackingLook,
  recordShipments,
  takeTrackingLook,
  type TrackingLook,
} from "@cartwright/db";
import type { RetailerDriver, ShipmentsLook } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import { Interrupted } from "../checkout/interruption.ts";
import type { FindDriver } from "../surroundings.ts";

/** Looks of one round. They come one after the other: orders that are being bought need the machine more. */
const BATCH = 5;
const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** After that long a parcel has come, or will not. */
const GIVE_UP_AFTER_MS = 60 * DAY_MS;
/** In a row. With the pauses between them, more than two weeks. */
const MAX_FAILURES = 20;
const LONGEST_PAUSE_MS = DAY_MS;
/** Where looks come quicker than every few hours (in development), they slow down as an order grows old. */
const PAUSE_OF_AGE = 1 / 50;
const LONGEST_SLOWED_PAUSE_MS = 4 * HOUR_MS;

export interface TrackingDeps {
  db: Database;
  pool: Pool;
  workerId: string;
  findDriver: FindDriver;
  /** Aborted when the worker is told to stop: nothing is looked at any more. */
  draining: AbortSignal;
  timings: {
    /** After the purchase. */
    firstLookMs: number;
    lookEveryMs: number;
    /** What is taken is this worker's for that long. */
    lookWithinMs: number;
  };
  /** Reads the order's page at the retailer on a visit of its own. */
  lookAt: (order: OrderRecord, driver: RetailerDriver, merchantOrderIds: readonly string[]) => Promise<ShipmentsLook>;
  log: Logger;
}

/** Looks at placed orders whose time has come, one at a time, and records what became of them. Returns how many were read. */
export async function refreshTracking(deps: TrackingDeps): Promise<number> {
  const { firstLookMs, lookWithinMs } = deps.timings;
  let read = 0;
  for (let looks = 0; looks < BATCH && !deps.draining.aborted; looks += 1) {
    const look = await takeTrackingLook(deps, { firstLookMs, holdMs: lookWithinMs });
    if (look === undefined) break;
    if (await refreshOne(deps, look)) read += 1;
  }
  return read;
}

async function refreshOne(deps: TrackingDeps, look: TrackingLook): Promise<boolean> {
  const { order } = look;
  const driver = await deps.findDriver(order.retailer);
  const numbers = order.confirmation?.merchant_order_ids ?? [];
  if (driver === undefined || driver.via === "http" || driver.readShipments === undefined || numbers.length === 0) {
    await endTracking(deps.db, look);
    return false;
  }
  const seen = await lookOrSayWhy(deps, look, driver, numbers);
  deps.log.info({ order_id: order.id, look: seen?.kind ?? "broken off" }, "shipments read");
  switch (seen?.kind) {
    case "found":
      await record(deps, look, seen);
      return true;
    case "unreadable":
      await noteFailure(deps, look, seen.message);
      return false;
    case "no_page":
      await endTracking(deps.db, look);
      return false;
    case undefined:
      // The worker is shutting down: another one may look at once.
      await postponeTrackingLook(deps.db, look, { delayMs: 0, failures: look.failures });
      return false;
  }
}

/** Undefined: broken off by our own end, which is nobody's failure. */
async function lookOrSayWhy(
  deps: TrackingDeps,
  { order }: TrackingLook,
  driver: RetailerDriver,
  numbers: readonly string[],
): Promise<ShipmentsLook | undefined> {
  try {
    return await deps.lookAt(order, driver, numbers);
  } catch (error) {
    return error instanceof Interrupted ? undefined : { kind: "unreadable", message: errorFacts(error).message };
  }
}

async function record(
  deps: TrackingDeps,
  look: TrackingLook,
  shown: Extract<ShipmentsLook, { kind: "found" }>,
): Promise<void> {
  const note = { source: deps.workerId, nextLookMs: pauseOf(deps, look) };
  const { isOver } = await recordShipments(deps.db, look, shown, note);
  if (!isOver && look.ageMs > GIVE_UP_AFTER_MS) await giveUp(deps, look, "it is still under way after 60 days");
}

async function noteFailure(deps: TrackingDeps, look: TrackingLook, why: string): Promise<void> {
  const failures = look.failures + 1;
  deps.log.warn({ order_id: look.order.id, failures, why }, "shipments could not be read");
  if (failures >= MAX_FAILURES)
    return await giveUp(deps, look, `its page could not be read ${failures} times in a row`);
  if (look.ageMs > GIVE_UP_AFTER_MS) return await giveUp(deps, look, "it is still under way after 60 days");
  const pauseMs = pauseOf(deps, look);
  const delayMs = Math.max(pauseMs, Math.min(pauseMs * 2 ** (failures - 1), LONGEST_PAUSE_MS));
  await postponeTrackingLook(deps.db, look, { delayMs, failures });
}

const giveUp = (deps: TrackingDeps, look: TrackingLook, why: string): Promise<void> =>
  giveUpTracking(deps.db, look, `The order is not followed any more: ${why}`, deps.workerId);

const pauseOf = ({ timings }: TrackingDeps, { ageMs }: TrackingLook): number =>
  Math.round(Math.max(timings.lookEveryMs, Math.min(ageMs * PAUSE_OF_AGE, LONGEST_SLOWED_PAUSE_MS)));
