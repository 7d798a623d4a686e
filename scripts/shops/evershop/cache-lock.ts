import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isRunning, type ProcessIdentity, thisProcess } from "../../processes/process-identity.ts";

const LOOK_EVERY_MS = 300;
/** Two who found the same stale lock both write theirs; after this long, the one whose lock stands has won. */
const TAKEOVER_SETTLE_MS = 100;

/** Does the work while nobody else holds this lock. One that a killed process left behind is taken over. */
export const whileLocked = async <T>(
  lock: string,
  tellOfHolder: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> => {
  let told: number | undefined;
  while (!(await tryLock(lock))) {
    const pid = readHolder(lock)?.pid;
    if (pid !== undefined && pid !== told) tellOfHolder(pid);
    told = pid ?? told;
    await sleep(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
};

const tryLock = async (lock: string): Promise<boolean> => {
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

const takeOver = async (lock: string, own: string): Promise<boolean> => {
  const holder = readHolder(lock);
  if (holder !== undefined && isRunning(holder)) return false;
  renameSync(own, lock);
  await sleep(TAKEOVER_SETTLE_MS);
  return readHolder(lock)?.pid === process.pid;
};

const readHolder = (lock: string): ProcessIdentity | undefined => {
  try {
    return JSON.parse(readFileSync(lock, "utf8")) as ProcessIdentity;
  } catch {
    return undefined;
  }
};
