import {
  type Claim,
  type ClaimedOrder,
  type Database,
  errorFacts,
  failOrder,
  recordDeclined,
  recordInDoubt,
  recordNotReleased,
  recordPlaced,
  returnOrder,
} from "@cartwright/db";
import { CheckoutFailure, type CheckoutStage, decideRetry, type RetryPolicy } from "@cartwright/orders";
import type { PurchaseOutcome, Review } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import { Interrupted } from "./interruption.ts";
import type { AttemptResult } from "./note-attempt-end.ts";
import { untilStored } from "./until-stored.ts";

export interface RecordDeps {
  db: Database;
  retryPolicy: RetryPolicy;
  timings: { storeWithinMs: number };
  log: Logger;
}

/** After the release: what the shop answered, whatever became of the lease meanwhile. */
export async function recordAnswer(
  deps: RecordDeps,
  claim: Claim,
  outcome: PurchaseOutcome,
  review: Review,
): Promise<AttemptResult> {
  // fault point: outcome-read
  const stored = await untilStored(() => storeAnswer(deps.db, claim, outcome, review), deps.timings.storeWithinMs);
  // fault point: recorded
  deps.log.info({ outcome: outcome.kind, stored }, "purchase answered");
  return { kind: outcome.kind };
}

function storeAnswer(db: Database, claim: Claim, outcome: PurchaseOutcome, review: Review): Promise<boolean> {
  switch (outcome.kind) {
    case "placed":
      return recordPlaced(db, claim, {
        confirmation: { merchant_order_ids: outcome.merchantOrderIds, page: outcome.page },
        // What a confirmation page leaves out was read on the review page; its total is what counts where it shows one.
        prices: outcome.prices.total === null ? review.prices : outcome.prices,
        estimatedDelivery: outcome.estimatedDelivery,
      });
    case "declined":
      return recordDeclined(db, claim, {
        code: outcome.code,
        failure: { message: outcome.message, observed: { price_components: review.prices } },
      });
    case "unclear":
      return recordInDoubt(db, claim, `Purchase sent, its outcome is unknown: ${outcome.message}`);
  }
}

/** After a commit whose purchase never left the browser, or whose COMMIT had no answer: the order may be tried again. */
export async function recordUnreleased(deps: RecordDeps, claim: Claim, reason: string): Promise<AttemptResult> {
  const store = async (): Promise<boolean> =>
    (await recordNotReleased(deps.db, claim, { retryAfterMs: 0, label: `${reason}: nothing was bought` })) ||
    // The commit did not arrive either: then the order is still being worked on.
    (await returnOrder(deps.db, claim, { label: `${reason}: nothing was bought`, delayMs: 0, countsAsAttempt: true }));
  const stored = await untilStored(store, deps.timings.storeWithinMs);
  deps.log.warn({ reason, stored }, "purchase not released");
  return { kind: "not_released" };
}

/**
 * After a commit that could not be spooled, so that nothing was released: a full disk is not mended at once, and the next
 * attempt waits like one that failed at the shop.
 */
export async function recordUnspooled(deps: RecordDeps, claimed: ClaimedOrder, reason: string): Promise<AttemptResult> {
  const decision = decideRetry(deps.retryPolicy, {
    code: "checkout_failed",
    stage: "checkout",
    attempts: claimed.order.attempts,
  });
  const next = decision.retry
    ? { retryAfterMs: decision.delayMs, label: `${reason}: nothing was bought` }
    : { code: "checkout_failed" as const, failure: { message: `${reason}: nothing was bought.`, observed: {} } };
  const stored = await untilStored(() => recordNotReleased(deps.db, claimed, next), deps.timings.storeWithinMs);
  deps.log.error({ reason, retry: decision.retry, stored }, "purchase not released: is the spool's disk full?");
  return { kind: "not_released" };
}

/** Before the commit point: nothing was released. Stage and failure decide between another attempt and the end. */
export async function recordFailedAttempt(
  deps: RecordDeps,
  claimed: ClaimedOrder,
  stage: CheckoutStage,
  error: unknown,
): Promise<AttemptResult> {
  if (error instanceof Interrupted) {
    const reason = { label: error.message, delayMs: 0, countsAsAttempt: false };
    const returned = await untilStored(() => returnOrder(deps.db, claimed, reason), deps.timings.storeWithinMs);
    deps.log.info({ reason: error.message, returned }, "attempt interrupted");
    return { kind: returned ? "interrupted" : "superseded" };
  }
  const failure = asCheckoutFailure(error);
  if (failure !== error) deps.log.error({ err: errorFacts(error) }, "attempt broke off");
  const decision = decideRetry(deps.retryPolicy, { code: failure.code, stage, attempts: claimed.order.attempts });
  const stored = await untilStored(
    () =>
      decision.retry
        ? returnOrder(deps.db, claimed, {
            label: `${failure.message} Trying again.`,
            delayMs: decision.delayMs,
            countsAsAttempt: true,
            detail: { error_type: failure.code, stage },
          })
        : failOrder(deps.db, claimed, {
            code: failure.code,
            failure: { message: failure.message, observed: failure.observed },
          }),
    deps.timings.storeWithinMs,
  );
  deps.log.info({ error_type: failure.code, stage, retry: decision.retry, stored }, "attempt failed");
  return stored ? { kind: "failed", code: failure.code, stage, isRetried: decision.retry } : { kind: "superseded" };
}

/** An order whose workers end again and again before it does may be what ends them: it is not worked on any more. */
export async function recordClaimedTooOften(deps: RecordDeps, claimed: ClaimedOrder): Promise<AttemptResult> {
  const claims = claimed.fence - 1;
  const message = `Given up: it was started ${claims} times and never came to an end. Nothing was bought.`;
  const failed = { code: "checkout_failed", failure: { message, observed: { claims } } } as const;
  const stored = await untilStored(() => failOrder(deps.db, claimed, failed), deps.timings.storeWithinMs);
  deps.log.error({ claims, stored }, "claimed too often: given up");
  return stored ? { kind: "failed", code: failed.code, stage: "open_shop" } : { kind: "superseded" };
}

// Chrome's words for a shop that did not answer at all.
const NETWORK_ERROR = /net::ERR_/;

function asCheckoutFailure(error: unknown): CheckoutFailure {
  if (error instanceof CheckoutFailure) return error;
  const isNetwork = error instanceof Error && NETWORK_ERROR.test(error.message);
  return isNetwork
    ? new CheckoutFailure("retailer_unavailable", "The shop could not be reached.", { cause: error })
    : new CheckoutFailure("checkout_failed", "The shop's checkout did not go as expected.", { cause: error });
}
