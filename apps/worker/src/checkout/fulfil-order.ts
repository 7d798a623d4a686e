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
import { CheckoutFailure, type RetryPolicy } from "@cartwright/orders";
import type { CheckoutOrder, RetailerDriver } from "@cartwright/retailers/driver";
import type { Logger } from "pino";
import type { BrowserPool } from "../browser/browser-pool.ts";
import { type AttemptEnd, attemptCheckout } from "./attempt.ts";
import { Interrupted, openInterruption } from "./interruption.ts";
import { keepLease, type Lease, type LeaseTimings } from "./lease.ts";
import { recordAnswer, recordFailedAttempt, recordUnreleased } from "./record-attempt.ts";
import { openStepLog } from "./step-log.ts";

export interface FulfilDeps {
  db: Database;
  pool: Pool;
  browsers: BrowserPool;
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
  /** Where the shops' mails go; `{marker}` becomes the order's. */
  checkoutEmail: string;
  /** Aborted when this worker is to go: orders before their commit point go back. */
  draining: AbortSignal;
  log: Logger;
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
  const lease = keepLease(deps.pool, claimed, deps.timings, takenAt);
  try {
    own.log.info({ attempt: claimed.order.attempts }, "attempt started");
    await workOn(own, claimed, lease).catch((error: unknown) => recordFailedAttempt(own, claimed, error));
    // The page is closed and its proxy gone: what is still in doubt cannot be on its way from here any more.
    await noteLetGo(deps.pool, claimed);
    // fault point: let-go
  } finally {
    lease.stop();
  }
}

async function workOn(deps: FulfilDeps, claimed: ClaimedOrder, lease: Lease): Promise<void> {
  const driver = deps.findDriver(claimed.order.retailer);
  if (driver === undefined) {
    throw new CheckoutFailure("retailer_not_supported", `No driver knows the retailer "${claimed.order.retailer}".`);
  }
  const interruption = openInterruption([
    { signal: deps.draining, toError: () => new Interrupted("The worker is shutting down") },
    { signal: lease.lost, toError: () => new Interrupted("The lease was lost") },
    {
      signal: AbortSignal.timeout(deps.timings.attemptWithinMs),
      toError: () => new CheckoutFailure("checkout_failed", "The checkout took longer than an attempt may take."),
    },
  ]);
  await deps.browsers.withPage(async ({ page, gate }) => {
    const session = { page, order: toCheckoutOrder(claimed, deps.checkoutEmail), step: openStepLog(deps.log) };
    const end = await interruption.guard(
      attemptCheckout({
        pool: deps.pool,
        releaseWithinMs: deps.timings.releaseWithinMs,
        noteReview: (review) => orLog(deps.log, "review", noteReview(deps.db, claimed, review.prices)),
        keepEvidence: (evidence) => orLog(deps.log, "evidence", saveEvidence(deps.db, claimed, evidence)),
        claimed,
        run: driver.begin(session),
        session,
        gate,
        lease,
        interruption,
      }),
    );
    // Before the page is closed: nothing that a browser does may come between an outcome and its record.
    await writeDown(deps, claimed, end);
  });
}

/** What is good to have kept, and must not stand in the way of an order. */
async function orLog(log: Logger, what: string, kept: Promise<void>): Promise<void> {
  await kept.catch((error: unknown) => {
    log.error({ what, err: errorFacts(error) }, "could not be kept");
  });
}

async function writeDown(deps: FulfilDeps, claimed: ClaimedOrder, end: AttemptEnd): Promise<void> {
  switch (end.kind) {
    case "lease_lost":
      deps.log.warn("the lease was lost at the commit point: nothing was released");
      return undefined;
    case "not_released":
      return recordUnreleased(deps, claimed, end.reason);
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
