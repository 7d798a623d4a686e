import type { Concession, FailureCode, PriceComponents, SubmitOutcome } from "@cartwright/schemas";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Pool } from "pg";
import { type Claim, freshJob, noteFailure } from "./claim-store.ts";
import type { Database, Executor } from "./client.ts";
import { IS_TRUSTED } from "./due.ts";
import { type PlacedRecord, placeOrder } from "./place-store.ts";
import { orders, orderSubmits, type FailureRecord, type SubmitEvidence } from "./tables/index.ts";
import { appendEvent } from "./timeline-store.ts";

export interface SubmitIntent {
  expectedTotalCents: number;
  cartHash: string;
  /** Whether the review page showed the order's marker. */
  isMarkerShown: boolean;
  /** How long from now the held request may still be released. */
  releaseWithinMs: number;
  prices: PriceComponents;
  /** Which of its buyer's rules it relaxes; absent: none. Kept here, whoever finds out later that it was placed. */
  concessions?: Concession[] | undefined;
}

/** A commitment as the database wrote it down, for whoever keeps a copy of it outside. */
export interface CommittedSubmit {
  intentAt: Date;
  deadline: Date;
  /** Where the log stood, before the COMMIT's own entry. */
  lsn: string;
  systemIdentifier: string;
}

// The commit point. One statement: the order moves to submitting under fence and lease, and the journal row is written, or
// neither. The unique index on the journal refuses a second release whatever the callers believe. An order that was claimed
// before a quarantine began is not bought within it.
const COMMIT = {
  name: "commit-submit",
  text: `WITH moved AS (
      UPDATE orders SET phase = 'submitting', updated_at = clock_timestamp()
      WHERE id = $1 AND fence = $2 AND lease_owner = $3 AND phase = 'working' AND lease_until > clock_timestamp()
        AND ${IS_TRUSTED}
      RETURNING id, fence, lease_owner
    ), event AS (
      INSERT INTO order_events (order_id, type, label, source, detail)
      SELECT id, 'purchase_committed', 'Purchase committed: the request is released once', $3::text, $7::jsonb FROM moved
    )
    INSERT INTO order_submits (order_id, submit_no, fence, worker_id, expected_total_cents, cart_hash, is_marker_shown,
      concessions, intent_at, deadline)
    SELECT moved.id, 1 + (SELECT count(*) FROM order_submits WHERE order_id = $1), moved.fence, moved.lease_owner,
      $4, $5, $8, $9::jsonb, clock_timestamp(), clock_timestamp() + $6 * interval '1 millisecond'
    FROM moved
    RETURNING intent_at, deadline, pg_current_wal_insert_lsn()::text AS lsn,
      (SELECT system_identifier::text FROM pg_control_system()) AS system_identifier`,
};

/**
 * Commits to a purchase, before it is released. An answer means that exactly one journal row was written and its COMMIT
 * acknowledged. Undefined: the order is not this worker's any more, or nothing may be bought for now. A throw means that the
 * answer was lost: then nothing may be released.
 */
export async function commitSubmit(
  pool: Pool,
  claim: Claim,
  intent: SubmitIntent,
): Promise<CommittedSubmit | undefined> {
  const written = await pool.query<{ intent_at: Date; deadline: Date; lsn: string; system_identifier: string }>({
    ...COMMIT,
    values: [
      claim.orderId,
      claim.fence,
      claim.workerId,
      intent.expectedTotalCents,
      intent.cartHash,
      intent.releaseWithinMs,
      JSON.stringify({ total: intent.expectedTotalCents, price_components: intent.prices }),
      intent.isMarkerShown,
      JSON.stringify(intent.concessions ?? []),
    ],
  });
  const [row] = written.rows;
  if (row === undefined) return undefined;
  return { intentAt: row.intent_at, deadline: row.deadline, lsn: row.lsn, systemIdentifier: row.system_identifier };
}

/** The journal row of this claim, as long as nobody has settled it. */
const openSubmit = (claim: Claim) =>
  and(eq(orderSubmits.orderId, claim.orderId), eq(orderSubmits.fence, claim.fence), isNull(orderSubmits.outcome));

const pastCommit = (claim: Claim) =>
  and(eq(orders.id, claim.orderId), inArray(orders.phase, ["submitting", "in_doubt"]));

const done = { phase: "done", leaseOwner: null, leaseUntil: null } as const;

/** Keeps what the page showed after the release, before anybody makes sense of it. */
export async function saveEvidence(db: Executor, claim: Claim, evidence: SubmitEvidence): Promise<void> {
  await db.update(orderSubmits).set({ evidence }).where(openSubmit(claim));
}

/** What was committed to; undefined when it was settled before. */
async function settle(
  tx: Executor,
  claim: Claim,
  outcome: SubmitOutcome,
): Promise<{ concessions: Concession[] } | undefined> {
  // The order's row first: every writer takes the two in the same sequence.
  await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, claim.orderId)).for("update");
  const settled = await tx
    .update(orderSubmits)
    .set({ outcome, settledAt: sql`clock_timestamp()` })
    .where(openSubmit(claim))
    .returning({ concessions: orderSubmits.concessions });
  return settled[0];
}

/**
 * Records a purchase: accepted as long as the journal row of this claim is open, even after the lease, since a receipt
 * always wins. False when it was settled before.
 */
export async function recordPlaced(db: Database, claim: Claim, placed: PlacedRecord): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const submit = await settle(tx, claim, "placed");
    if (submit === undefined) return false;
    if (!(await placeOrder(tx, claim, { ...placed, ...submit }, pastCommit(claim))))
      throw new Error(`order ${claim.orderId} has an open submit but is not past its commit point`);
    return true;
  });
}

/** Records a refusal that is known to store no order (a declined card, sold out): final. False when settled before. */
export async function recordDeclined(
  db: Database,
  claim: Claim,
  declined: { code: FailureCode; failure: FailureRecord },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    if ((await settle(tx, claim, "declined")) === undefined) return false;
    await failPastCommit(tx, claim, declined);
    return true;
  });
}

/**
 * Records that a purchase in doubt was proven absent at the retailer: the order fails, and nothing was charged. False when
 * it was settled before.
 */
export async function recordAbsent(db: Database, claim: Claim, failure: FailureRecord): Promise<boolean> {
  return await db.transaction(async (tx) => {
    if ((await settle(tx, claim, "absent")) === undefined) return false;
    await failPastCommit(tx, claim, { code: "not_placed", failure });
    return true;
  });
}

/**
 * Records that a committed purchase was never released, which only the worker that held it can know. The order goes back
 * to the queue (`retryAfterMs`), or fails. False when settled before.
 */
export async function recordNotReleased(
  db: Database,
  claim: Claim,
  next: { retryAfterMs: number; label: string } | { code: FailureCode; failure: FailureRecord },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    if ((await settle(tx, claim, "not_released")) === undefined) return false;
    if ("code" in next) {
      await failPastCommit(tx, claim, next);
      return true;
    }
    await tx
      .update(orders)
      .set({
        phase: "queued",
        leaseOwner: null,
        leaseUntil: null,
        nextActionAt: sql`clock_timestamp() + ${next.retryAfterMs} * interval '1 millisecond'`,
        ...freshJob,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(pastCommit(claim));
    await appendEvent(tx, claim.orderId, { type: "purchase_not_released", label: next.label, source: claim.workerId });
    return true;
  });
}

async function failPastCommit(
  tx: Executor,
  claim: Claim,
  failed: { code: FailureCode; failure: FailureRecord },
): Promise<void> {
  await tx
    .update(orders)
    .set({
      ...done,
      status: "order_failed",
      failureCode: failed.code,
      failure: failed.failure,
      charged: "no",
      updatedAt: sql`clock_timestamp()`,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(pastCommit(claim));
  await noteFailure(tx, claim, failed);
}

/** Moves a submitted order into doubt: the purchase went out, and what came back proves nothing. False when it moved on. */
export async function recordInDoubt(db: Database, claim: Claim, label: string): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const moved = await tx
      .update(orders)
      .set({
        phase: "in_doubt",
        leaseOwner: null,
        leaseUntil: null,
        fence: sql`fence + 1`,
        nextActionAt: sql`clock_timestamp()`,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(and(eq(orders.id, claim.orderId), eq(orders.fence, claim.fence), eq(orders.phase, "submitting")))
      .returning({ id: orders.id });
    if (moved.length === 0) return false;
    await appendEvent(tx, claim.orderId, { type: "in_doubt", label, source: claim.workerId });
    return true;
  });
}
