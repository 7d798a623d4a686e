import { setTimeout as sleep } from "node:timers/promises";
import { isConnectionLoss, isLockTimeout } from "@cartwright/db";

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/**
 * Writes down what is known of a sent purchase, again and again while Postgres gives no answer: this process may be the
 * only one that knows. `write` must bear being repeated. Throws after `patienceMs`, or on any other error at once.
 */
export async function untilStored<T>(write: () => Promise<T>, patienceMs: number): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await write();
    } catch (error) {
      if (!isConnectionLoss(error) && !isLockTimeout(error)) throw error;
      if (performance.now() + waitMs > giveUpAt) throw error;
    }
    await sleep(waitMs);
  }
}
