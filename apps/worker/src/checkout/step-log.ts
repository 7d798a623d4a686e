import type { CheckoutSession } from "@cartwright/retailers/driver";
import type { Logger } from "pino";

/** Runs steps and logs each with its time. Names only: what a page showed may hold an address. */
export function openStepLog(log: Logger): CheckoutSession["step"] {
  return async (name, run) => {
    const startedAt = performance.now();
    try {
      return await run();
    } finally {
      log.debug({ step: name, ms: Math.round(performance.now() - startedAt) }, "step");
    }
  };
}
