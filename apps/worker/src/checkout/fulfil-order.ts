import {
  type ClaimedOrder,
  claimOrder,
  type Database,
  errorFacts,
  leaveAccount,
  type Pool,
  postponeLook,
  saveEvidence,
  noteLetGo,
  noteReview,
} from "@cartwright/db";
import {
  CheckoutFailure,
  type CheckoutStage,
  decideRetry,
  isClaimedTooOften,
  type RetryPolicy,
} from "@cartwright/orders";
import type { CheckoutOrder, RetailerDriver } from "@cartwright/retailers/driver";
import type { FailureCode } from "@cartwright/schemas";
import type { Keyring } from "@cartwright/sealing";
import { inTrace, noteOnSpan, noteSpan, withSpan } from "@cartwright/tracing";
import type { Logger } from "pino";
import type { BrowserPool } from "../browser/browser-pool.ts";
import type { AttemptCounters } from "../supervision/metrics.ts";
import type { FindDriver, Outside } from "../surroundings.ts";
import { type AttemptEnd, attemptCheckout } from "./attempt.ts";
import { type Concessions, openConcessions } from "./concessions.ts";
import { type AttemptEvidence, openAttemptEvidence } from "./evidence/attempt-evidence.ts";
import type { Hands } from "./hands.ts";
import type { IntentSpool } from "./intent-spool.ts";
import { Interrupted, openInterruption } from "./interruption.ts";
import { keepLease, type Lease, type LeaseTimings } from "./lease.ts";
import { type AttemptResult, noteAttemptEnd, type NoteDeps } from "./note-attempt-end.ts";
import { openAccount } from "./open-account.ts";
import {
  recordAnswer,
  recordClaimedTooOften,
  recordFailedAttempt,
  recordUnreleased,
  recordUnspooled,
} from "./record-attempt.ts";
import { untilStored } from "./until-stored.ts";
import { type Visit, withVisit } from "./visit.ts";

export interface FulfilDeps extends NoteDeps {
  db: Database;
  pool: Pool;
  browsers: BrowserPool;
  shopHttp: Outside["shopHttp"];
  spool: IntentSpool;
  findDriver: FindDriver;
  workerId: string;
  hands: Hands;
  /** Opens managed accounts and seals evidence; without it there are neither. */
  keyring: Keyring | undefined;
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
  const letGo = deps.hands.take(orderId);
  try {
    const [takenAt, startedAt] = [performance.now(), new Date()];
    const claimed = await claimOrder(deps, { orderId, workerId: deps.workerId, leaseMs: deps.timings.leaseMs });
    // Nothing to take: done, not due, or in somebody's hands. A job is only a hint.
    if (claimed === undefined) return;

    // fault point: claimed (claimed)
    const own: FulfilDeps = { ...deps, log: deps.log.child({ order_id: orderId, fence: claimed.fence }) };
    const { traceContext, retailer, attempts: attempt } = claimed.order;
    await inTrace(traceContext, async () => {
      noteSpan("claim", startedAt, { orderId, retailer });
      const result = await withSpan("attempt", { orderId, retailer, attempt }, () => giveTry(own, claimed, takenAt));
      await noteAttemptEnd(own, claimed, result);
    });
  } finally {
    letGo();
  }
}

async function giveTry(own: FulfilDeps, claimed: ClaimedOrder, takenAt: number): Promise<AttemptResult> {
  const result = isClaimedTooOften(claimed.fence, own.maxClaims)
    ? await recordClaimedTooOften(own, claimed).finally(() => leaveIfAccount(own, claimed))
    : await attemptOnce(own, claimed, takenAt);
  noteOnSpan({ outcome: result.kind, errorCode: result.kind === "failed" ? result.code : undefined });
  return result;
}

async function attemptOnce(own: FulfilDeps, claimed: ClaimedOrder, takenAt: number): Promise<AttemptResult> {
  const progress: Progress = { stage: "open_shop" };
  const lease = keepLease(own.pool, claimed, own.timings, takenAt);
  lease.lost.addEventListener("abort", () => own.counters.leaseLost());
  const evidence = openAttemptEvidence(own, claimed, toCheckoutOrder(claimed, own.checkoutEmail), (stage) => {
    progress.stage = stage;
  });
  try {
    own.log.info({ attempt: claimed.order.attempts }, "attempt started");
    await workOn(own, claimed, { lease, progress, evidence }).catch(async (error: unknown) => {
      const record = () => recordFailedAttempt(own, claimed, progress.stage, error);
      const failed = await withSpan("record", {}, record);
      // A browser that fails after the outcome was written down changes nothing about it.
      progress.result ??= failed;
    });
    // The page is closed and its proxy gone: what is still in doubt cannot be on its way from here any more.
    await untilStored(() => noteLetGo(own.pool, claimed), own.timings.storeWithinMs);
    // fault point: let-go
    await leaveIfAccount(own, claimed);
  } finally {
    lease.stop();
    await evidence.close(progress.result?.kind ?? "superseded");
  }
  return progress.result ?? { kind: "superseded" };
}

/** The account's next order waits for this. What is missed here, upkeep finds: nobody holds the order any more. */
async function leaveIfAccount(deps: FulfilDeps, claimed: ClaimedOrder): Promise<void> {
  if (claimed.order.exclusiveKey === null) return;
  await orLog(deps.log, "account left", leaveAccount(deps.pool, claimed));
}

interface Underway {
  lease: Lease;
  progress: Progress;
  evidence: AttemptEvidence;
  concessions: Concessions;
}

async function workOn(deps: FulfilDeps, claimed: ClaimedOrder, given: Omit<Underway, "concessions">): Promise<void> {
  const { step, saw, hide, follow } = given.evidence;
  const driver = await step("find driver", () => requireDriver(deps, claimed.order.retailer));
  const account = await step("open account", () => openAccount(deps, claimed.order));
  hide(account);
  const order = toCheckoutOrder(claimed, deps.checkoutEmail);
  const concessions = openConcessions(order, (code) => isRetried(deps, claimed, given.progress, code));
  const underway = { ...given, concessions };
  const { concede } = concessions;
  await withVisit(deps, driver, { order, account, step, saw, concede }, async (visit) => {
    follow(visit);
    try {
      await visitOnce(deps, claimed, visit, underway);
    } catch (error) {
      // Whoever breaks an attempt off is in a hurry, and the page of a browser that died shows nothing.
      if (!(error instanceof Interrupted) && !visit.lost.aborted) await underway.evidence.failure("failure", error);
      throw error;
    }
  });
}

/** Whether an attempt that fails with this code now is followed by another. */
function isRetried(
  { retryPolicy }: FulfilDeps,
  { order: { attempts } }: ClaimedOrder,
  { stage }: Progress,
  code: FailureCode,
): boolean {
  return decideRetry(retryPolicy, { code, stage, attempts }).retry;
}

async function visitOnce(deps: FulfilDeps, claimed: ClaimedOrder, visit: Visit, underway: Underway): Promise<void> {
  const { lease, progress, evidence, concessions } = underway;
  const interruption = openInterruption([
    { signal: deps.draining, toError: () => new Interrupted("The worker is shutting down") },
    { signal: lease.lost, toError: () => new Interrupted("The lease was lost") },
    { signal: visit.lost, toError: () => new CheckoutFailure("checkout_failed", "The browser crashed.") },
    {
      signal: AbortSignal.timeout(deps.timings.attemptWithinMs),
      toError: () => new CheckoutFailure("checkout_failed", "The checkout took longer than an attempt may take."),
    },
  ]);
  const end = await interruption.guard(
    attemptCheckout({
      pool: deps.pool,
      releaseWithinMs: deps.timings.releaseWithinMs,
      spool: deps.spool,
      noteReview: async (review) => {
        await orLog(deps.log, "review", noteReview(deps.db, claimed, review.prices));
        // Nothing is pressed yet. From the press to the release nobody takes pictures.
        await evidence.picture("review");
      },
      keepEvidence: (kept) => orLog(deps.log, "evidence", saveEvidence(deps.db, claimed, kept)),
      claimed,
      visit,
      step: evidence.step,
      concessions,
      lease,
      interruption,
    }),
  );
  // Before the page is closed: nothing that a browser does may come between an outcome and its record.
  progress.result = await withSpan("record", { outcome: end.kind }, () => writeDown(deps, claimed, end));
  if (end.kind !== "answered" || visit.lost.aborted) return;
  await (end.outcome.kind === "unclear" ? evidence.failure("answer") : evidence.picture("answer"));
}

async function requireDriver(deps: FulfilDeps, retailer: string): Promise<RetailerDriver> {
  const driver = await deps.findDriver(retailer);
  if (driver === undefined) {
    throw new CheckoutFailure("retailer_not_supported", `No driver knows the retailer "${retailer}".`);
  }
  return driver;
}

/** What is good to have kept, and must not stand in the way of an order. */
async function orLog(log: Logger, what: string, kept: Promise<unknown>): Promise<void> {
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
    items: order.items.map(({ id, url, quantity, variant, conditionIn, conditionNotIn }) => {
      return { id, url, quantity, variant, conditionIn, conditionNotIn };
    }),
    address: order.shippingAddress,
    email: emailPattern.replace("{marker}", order.marker.toLowerCase()),
    marker: order.marker,
    poNumber: order.poNumber,
    handlingDaysMax: order.handlingDaysMax,
    isGift: order.isGift,
    giftMessage: order.giftMessage,
    fulfillment: order.fulfillment,
  };
}
