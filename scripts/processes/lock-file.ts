import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessIdentity, thisProcess } from "./process-identity.ts";

/** Two who found the same stale lock both write theirs; after this long, the one whose lock stands has won. */
const TAKEOVER_SETTLE_MS = 100;

/** Takes a lock for this process; one that a killed process left behind is taken over. False while a living one holds it. */
export const takeLock = async (lock: string): Promise<boolean> => {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, JSON.stringify(thisProcess()));
  try {
    // A link appears with its content, or not at all: nobody ever reads half a lock.
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return await takeOver(lock, own);
  } finally {
    rmSync(own, { force: true });
  }
};

/** Who wrote the lock last, alive or not; undefined where there is none to be read. */
export const findLockHolder = (lock: string): ProcessIdentity | undefined => {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
};

const takeOver = async (lock: string, own: string): Promise<boolean> => {
  const holder = findLockHolder(lock);
  if (holder !== undefined && isRunning(holder)) return false;
  renameSync(own, lock);
  await sleep(TAKEOVER_SETTLE_MS);
  return findLockHolder(lock)?.pid === process.pid;
};
