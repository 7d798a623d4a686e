import type { CheckoutStage } from "@cartwright/orders";
import type { CheckoutSession } from "@cartwright/retailers/driver";
import type { Logger } from "pino";

/** Runs steps and logs each with its time. Names only: what a page showed may hold an address. */
export function openStepLog(log: Logger, onStage?: (stage: CheckoutStage) => void): CheckoutSession["step"] {
  return async (name, run, stage) => {
    const startedAt = performance.now();
    if (stage !== undefined) onStage?.(stage);
    try {
      return await run();
    } finally {
      log.debug({ step: name, ms: Math.round(performance.now() - startedAt) }, "step");
    }
  };
}
