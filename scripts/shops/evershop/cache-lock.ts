import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { findLockHolder, takeLock } from "../../processes/lock-file.ts";

const LOOK_EVERY_MS = 300;
/** Does the work while nobody else holds this lock. One that a killed process left behind is taken over. */
export const whileLocked = async <T>(
  lock: string,
  tellOfHolder: (pid: number) => void,
  work: () => Promise<T>,
): Promise<T> => {
  let told: number | undefined;
  while (!(await takeLock(lock))) {
    const pid = findLockHolder(lock)?.pid;
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
