import { type Duty, runEvery, spoolFolderOf } from "@cartwright/supervision";
import type { NoticeDeps } from "../supervision/notice-restore.ts";
import type { Surroundings } from "../surroundings.ts";
import { keepSpool } from "./keep-spool.ts";
import { leaveQuarantine, type QuarantineDeps } from "./leave-quarantine.ts";

const DAY_MS = 24 * 60 * 60_000;
/** Reading a spool takes milliseconds, and what it tells while a worker runs is rare. */
const SPOOL_EVERY_MS = 5 * 60_000;

/** What comes after a database was restored from a backup, and how it is found out. */
export function startRestoreDuties(
  surroundings: Surroundings,
  workerId: string,
  lookUp: QuarantineDeps["lookUp"],
): Duty[] {
  const { config, log, database, findDriver, quarantine, onError } = surroundings;
  const { db, pool } = database;
  const timings = {
    releaseWithinMs: config.RELEASE_WITHIN_MS,
    settleMs: config.SETTLE_MS,
    looksAfterMs: config.LOOKS_AFTER_MS,
    lookWithinMs: config.LOOK_WITHIN_MS,
    shortestPauseMs: config.RECONCILE_EVERY_MS,
  };
  const leave = { db, pool, workerId, timings, findDriver, lookUp, log };
  const keep = { ...noticeDepsOf(surroundings, workerId), pool, keepMs: config.SPOOL_KEEP_DAYS * DAY_MS };
  return [
    runEvery(config.RECONCILE_EVERY_MS, async () => quarantine.note(await leaveQuarantine(leave)), onError),
    runEvery(SPOOL_EVERY_MS, () => keepSpool(keep), onError),
  ];
}

export const noticeDepsOf = ({ config, log, database }: Surroundings, workerId: string): NoticeDeps => ({
  db: database.db,
  spoolFolder: spoolFolderOf(config),
  label: config.QUARANTINE,
  workerId,
  log,
});
