import {
  type ClaimedOrder,
  claimOrder,
  type Database,
  errorFacts,
  type Pool,
  postponeLook,
  saveEvidence,
  noteLetGo,
  noteReview,
} from "@cartwright/db";
import { CheckoutFailure, type CheckoutStage, isClaimedTooOften, type RetryPolicy } from "@cartwright/orders";
import type { CheckoutOrder, RetailerDriver } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import type { BrowserPool } from "../browser/browser-pool.ts";
import type { AttemptCounters } from "../supervision/metrics.ts";
import { type AttemptEnd, attemptCheckout } from "./attempt.ts";
import type { IntentSpool } from "./intent-spool.ts";
import { Interrupted, openInterruption } from "./interruption.ts";
import { keepLease, type Lease, type LeaseTimings } from "./lease.ts";
import { type AttemptResult, noteAttemptEnd, type NoteDeps } from "./note-attempt-end.ts";
import {
  recordAnswer,
  recordClaimedTooOften,
  recordFailedAttempt,
  recordUnreleased,
  recordUnspooled,
} from "./record-attempt.ts";
import { openStepLog } from "./step-log.ts";
import { untilStored } from "./until-stored.ts";

export interface FulfilDeps extends NoteDeps {
  db: Database;
  pool: Pool;
  browsers: BrowserPool;
  spool: IntentSpool;
  findDriver: (retailer: string) => RetailerDriver | undefined;
  workerId: string;
  timings: LeaseTimings & {
    /** How long an attempt may take to its commit point. */
    attemptWithinMs: number;
    /** How long after its intent a purchase may still be released. */
    releaseWithinMs: number;
    /** How long Postgres may be away while an outcome waits to be written down. */
    storeWithinMs: number;
  };
  retryPolicy: RetryPolicy;
  /** An order that was claimed more often than this is given up: it may be what ends its workers. */
  maxClaims: number;
  counters: AttemptCounters;
  /** Where the shops' mails go; `{marker}` becomes the order's. */
  checkoutEmail: string;
  /** Aborted when this worker is to go: orders before their commit point go back. */
  draining: AbortSignal;
  log: Logger;
}

/** How far an attempt has come, and how it ended once that is written down. */
interface Progress {
  stage: CheckoutStage;
  result?: AttemptResult;
}

/** Looks at one order that a job named: claims it, works on it once, and writes down what came of it. */
export async function fulfilOrder(deps: FulfilDeps, orderId: string): Promise<void> {
  if (deps.draining.aborted) {
    // The job was fetched a moment too late. It is spent now: have the order looked at by another worker, and soon.
    await postponeLook(deps.pool, [orderId], 0);
    return;
  }
  const takenAt = performance.now();
  const claimed = await claimOrder(deps, { orderId, workerId: deps.workerId, leaseMs: deps.timings.leaseMs });
  // Nothing to take: done, not due, or in somebody's hands. A job is only a hint.
  if (claimed === undefined) return;

  // fault point: claimed (claimed)
  const own: FulfilDeps = { ...deps, log: deps.log.child({ order_id: orderId, fence: claimed.fence }) };
  const result = isClaimedTooOften(claimed.fence, deps.maxClaims)
    ? await recordClaimedTooOften(own, claimed)
    : await attemptOnce(own, claimed, takenAt);
  await noteAttemptEnd(own, claimed, result);
}

async function attemptOnce(own: FulfilDeps, claimed: ClaimedOrder, takenAt: number): Promise<AttemptResult> {
  const progress: Progress = { stage: "open_shop" };
  const lease = keepLease(own.pool, claimed, own.timings, takenAt);
  lease.lost.addEventListener("abort", () => own.counters.leaseLost());
  try {
    own.log.info({ attempt: claimed.order.attempts }, "attempt started");
    await workOn(own, claimed, lease, progress).catch(async (error: unknown) => {
      const failed = await recordFailedAttempt(own, claimed, progress.stage, error);
      // A browser that fails after the outcome was written down changes nothing about it.
      progress.result ??= failed;
    });
    // The page is closed and its proxy gone: what is still in doubt cannot be on its way from here any more.
    await untilStored(() => noteLetGo(own.pool, claimed), own.timings.storeWithinMs);
    // fault point: let-go
  } finally {
    lease.stop();
  }
  return progress.result ?? { kind: "superseded" };
}

async function workOn(deps: FulfilDeps, claimed: ClaimedOrder, lease: Lease, progress: Progress): Promise<void> {
  const driver = deps.findDriver(claimed.order.retailer);
  if (driver === undefined) {
    throw new CheckoutFailure("retailer_not_supported", `No driver knows the retailer "${claimed.order.retailer}".`);
  }
  await deps.browsers.withPage(async ({ page, gate, lost }) => {
    const interruption = openInterruption([
      { signal: deps.draining, toError: () => new Interrupted("The worker is shutting down") },
      { signal: lease.lost, toError: () => new Interrupted("The lease was lost") },
      { signal: lost, toError: () => new CheckoutFailure("checkout_failed", "The browser crashed.") },
      {
        signal: AbortSignal.timeout(deps.timings.attemptWithinMs),
        toError: () => new CheckoutFailure("checkout_failed", "The checkout took longer than an attempt may take."),
      },
    ]);
    const step = openStepLog(deps.log, (stage) => {
      progress.stage = stage;
    });
    const session = { page, order: toCheckoutOrder(claimed, deps.checkoutEmail), step };
    const end = await interruption.guard(
      attemptCheckout({
        pool: deps.pool,
        releaseWithinMs: deps.timings.releaseWithinMs,
        spool: deps.spool,
        noteReview: (review) => orLog(deps.log, "review", noteReview(deps.db, claimed, review.prices)),
        keepEvidence: (evidence) => orLog(deps.log, "evidence", saveEvidence(deps.db, claimed, evidence)),
        claimed,
        run: driver.begin(session),
        session,
        gate,
        lost,
        lease,
        interruption,
      }),
    );
    // Before the page is closed: nothing that a browser does may come between an outcome and its record.
    progress.result = await writeDown(deps, claimed, end);
  });
}

/** What is good to have kept, and must not stand in the way of an order. */
async function orLog(log: Logger, what: string, kept: Promise<void>): Promise<void> {
  await kept.catch((error: unknown) => {
    log.error({ what, err: errorFacts(error) }, "could not be kept");
  });
}

async function writeDown(deps: FulfilDeps, claimed: ClaimedOrder, end: AttemptEnd): Promise<AttemptResult> {
  switch (end.kind) {
    case "lease_lost":
      deps.log.warn("the lease was lost at the commit point, or a quarantine began: nothing was released");
      return { kind: "superseded" };
    case "not_released":
      return recordUnreleased(deps, claimed, end.reason);
    case "not_spooled":
      return recordUnspooled(deps, claimed, end.reason);
    case "answered":
      return recordAnswer(deps, claimed, end.outcome, end.review);
  }
}

export function toCheckoutOrder({ order }: Pick<ClaimedOrder, "order">, emailPattern: string): CheckoutOrder {
  return {
    items: order.items.map(({ url, quantity, variant }) => ({ url, quantity, variant })),
    address: order.shippingAddress,
    email: emailPattern.replace("{marker}", order.marker.toLowerCase()),
    marker: order.marker,
    poNumber: order.poNumber,
  };
}
