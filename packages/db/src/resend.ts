import { setTimeout as sleep } from "node:timers/promises";
import { isConnectionLoss } from "./errors.ts";

/** Waits before something is sent again after a lost answer: long enough for a restart of Postgres. */
const RESEND_AFTER_MS = [50, 250, 1_000];

/**
 * Sends until there is an answer. Only for what may be sent again, whatever became of it the first time. Throws the last lost
 * connection, and everything else at once.
 */
export async function sendUntilAnswered<T>(send: () => Promise<T>): Promise<T> {
  for (const waitMs of RESEND_AFTER_MS) {
    try {
      return await send();
    } catch (error) {
      if (!isConnectionLoss(error)) throw error;
      await sleep(waitMs);
    }
  }
  return await send();
}
