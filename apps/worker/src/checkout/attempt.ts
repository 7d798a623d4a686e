import { createHash } from "node:crypto";
import {
  type ClaimedOrder,
  type CommittedSubmit,
  commitSubmit,
  type Pool,
  type SubmitEvidence,
  type SubmitIntent,
} from "@cartwright/db";
import {
  asConceded,
  CheckoutFailure,
  requireAffordable,
  requireSameAddress,
  requireSameCart,
} from "@cartwright/orders";
import type { CheckoutRun, CheckoutSession, PurchaseOutcome, Review } from "@cartwright/retailers/driver";
import type { Concession } from "@cartwright/schemas";
import { withSpan } from "@cartwright/tracing";
import type { HeldPurchase, PurchaseGate } from "../browser/purchase-gate.ts";
import type { Concessions } from "./concessions.ts";
import type { IntentSpool } from "./intent-spool.ts";
import { type Interruption, openInterruption } from "./interruption.ts";
import type { Lease } from "./lease.ts";
import type { Visit } from "./visit.ts";

export interface Attempt {
  pool: Pool;
  /** How long after the intent the purchase may still be released. */
  releaseWithinMs: number;
  /** Keeps what the order commits to outside the database, which may be restored to a time before it. */
  spool: IntentSpool;
  /** Tells the timeline what the review page showed; never throws. */
  noteReview: (review: Review) => Promise<void>;
  /** Keeps what the page showed; never throws. */
  keepEvidence: (evidence: SubmitEvidence) => Promise<void>;
  claimed: ClaimedOrder;
  visit: Visit;
  step: CheckoutSession["step"];
  concessions: Concessions;
  lease: Lease;
  interruption: Interruption;
}

/** How an attempt that reached its commit point ended. Before it, an attempt ends by throwing. */
export type AttemptEnd =
  | { kind: "lease_lost" }
  | { kind: "not_released"; reason: string }
  | { kind: "not_spooled"; reason: string }
  | { kind: "answered"; outcome: PurchaseOutcome; review: Review };

/** How long the pressed button may take to send something. */
const PURCHASE_WITHIN_MS = 15_000;

/** One order, from an empty cart to the shop's answer. Throws CheckoutFailure or Interrupted before the commit point. */
export async function attemptCheckout(attempt: Attempt): Promise<AttemptEnd> {
  const { step, interruption } = attempt;
  const { run, gate } = attempt.visit;
  await run.reachReview();

  // From here on nothing that could buy leaves the browser, whatever page or button does it.
  gate.arm();
  const review = await step("read review", () => readReviewTwice(run), "review");
  await attempt.noteReview(review);
  const concessions = [...attempt.concessions.made()];
  const expectedTotalCents = requireOrdered(review, attempt.claimed, concessions);

  // fault point: review-read
  const held = await step("press buy", () => pressAndHold(run, gate), "purchase");
  if (held === undefined) throw new CheckoutFailure("checkout_failed", "Pressing the shop's button sent no purchase.");

  interruption.seal();
  const end = await commitAndRelease(attempt, review, { expectedTotalCents, concessions });
  if (end !== undefined) {
    gate.shut();
    return end;
  }
  return { kind: "answered", outcome: await withSpan("confirmation", {}, () => readAnswer(attempt)), review };
}

/**
 * The press itself is not waited for: while the request that it leads to is held, Chrome may keep back its answer to the
 * press as well. Only a press that fails before anything was held counts.
 */
function pressAndHold(run: CheckoutRun, gate: PurchaseGate): Promise<HeldPurchase | undefined> {
  if (run.mayBuyByGet === true) gate.arm({ readsToo: true });
  const pressed = run.pressBuy();
  const failed = pressed.then(() => new Promise<never>(() => undefined));
  // Once a request is held, the rest of the press is its page's affair.
  failed.catch(() => undefined);
  return Promise.race([gate.waitForPurchase(PURCHASE_WITHIN_MS), failed]);
}

/** A total that changes between two looks is not one to pay. */
async function readReviewTwice(run: CheckoutRun): Promise<Review> {
  const first = await run.readReview();
  const second = await run.readReview();
  if (first.prices.total !== second.prices.total) {
    throw new CheckoutFailure("checkout_failed", "The review page's total changed while it was read.");
  }
  return second;
}

/** Throws unless the review page shows the order, but for what was given up, and nothing else. Returns its total in cents. */
function requireOrdered(review: Review, { order }: ClaimedOrder, concessions: readonly Concession[]): number {
  requireSameCart(review.lines, asConceded(order.items, concessions));
  requireSameAddress(review.shipTo, order.shippingAddress);
  return requireAffordable(review.prices, order.maxPriceCents);
}

/** The commit point. Undefined when the purchase was released; otherwise why it was not. */
async function commitAndRelease(
  attempt: Attempt,
  review: Review,
  agreed: Pick<SubmitIntent, "expectedTotalCents" | "concessions">,
): Promise<AttemptEnd | undefined> {
  const { claimed, lease, releaseWithinMs, step } = attempt;
  const { gate } = attempt.visit;
  const deadline = Math.min(performance.now() + releaseWithinMs, lease.heldUntil());
  const intent = {
    ...agreed,
    cartHash: createHash("sha256").update(JSON.stringify(review.lines)).digest("hex"),
    isMarkerShown: review.isMarkerShown,
    releaseWithinMs,
    prices: review.prices,
  };
  let committed: CommittedSubmit | undefined;
  // fault point: before-commit
  try {
    committed = await step("commit", () => commitSubmit(attempt.pool, claimed, intent));
  } catch (error) {
    // Committed or not: without the database's word nothing is released, and only this worker knows that.
    return { kind: "not_released", reason: `The commit had no answer (${messageOf(error)})` };
  }
  if (committed === undefined) return { kind: "lease_lost" };
  // fault point: committed
  try {
    await spoolIntent(attempt, intent, committed, deadline);
  } catch (error) {
    return { kind: "not_spooled", reason: `The intent could not be spooled (${codeOf(error)})` };
  }
  const answer = await step("release", () => gate.release(() => performance.now() < deadline));
  return answer === undefined
    ? { kind: "not_released", reason: "The deadline passed while the purchase was held" }
    : undefined;
}

/** A purchase that only the database knows of would be unknown to the one that is restored from its backup. */
async function spoolIntent(
  { claimed, spool, step }: Attempt,
  intent: SubmitIntent,
  committed: CommittedSubmit,
  deadline: number,
): Promise<void> {
  const spooled = {
    orderId: claimed.orderId,
    marker: claimed.order.marker,
    retailer: claimed.order.retailer,
    fence: claimed.fence,
    expectedTotalCents: intent.expectedTotalCents,
    cartHash: intent.cartHash,
    isMarkerShown: intent.isMarkerShown,
    concessions: intent.concessions,
    ...committed,
  };
  await step("spool", () => spool.append(spooled, deadline - performance.now()));
}

/** Past the release nothing may throw: whatever cannot be read is an unclear answer. */
async function readAnswer({ visit, step, keepEvidence }: Attempt): Promise<PurchaseOutcome> {
  const { run, lost } = visit;
  try {
    // fault point: answered
    await step("wait for answer", () => unlessLost(lost, run.waitForAnswer()));
    await keepEvidence(await unlessLost(lost, visit.look()));
    return await step("read answer", () => unlessLost(lost, run.readOutcome()));
  } catch (error) {
    return { kind: "unclear", message: `the shop's answer could not be read (${messageOf(error)})` };
  }
}

/** A browser that has died leaves whoever waits for it waiting. */
async function unlessLost<T>(lost: AbortSignal, work: Promise<T>): Promise<T> {
  return await openInterruption([{ signal: lost, toError: () => new Error("the browser died") }]).guard(work);
}

/** Its message names a folder of ours, and clients read the timeline. */
function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : messageOf(error);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
