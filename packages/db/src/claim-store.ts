import { formatUsd } from "@cartwright/orders";
import type { FailureCode, PriceComponents } from "@cartwright/schemas";
import { and, eq, sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database } from "./client.ts";
import { IS_ACCOUNT_LEFT, IS_DUE } from "./due.ts";
import { isUniqueViolation } from "./errors.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { claimWithinRoom, IS_RETAILER_UNLIMITED } from "./retailer-room.ts";
import { orderItems, orders, type FailureRecord } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";

/** A worker's hold on an order: worth something only as long as the fence is the order's newest. */
export interface Claim {
  orderId: string;
  workerId: string;
  fence: number;
}

export interface ClaimedOrder extends Claim {
  order: OrderRecord;
}

// clock_timestamp(), not now(): a statement that waited for a lock must judge by the time it acts at. The dispatcher's next
// look is moved to now, so that it finds the order as soon as a lease runs out. The lines, the timeline and the webhook go
// with it in one statement: there is no claim that nobody can see. Attempts may be taken back (a drained worker's does not
// count), so that the first fence tells that the order has started. A browser that shops with a retailer account is noted as
// being there: the key refuses a second one, whatever the orders' phases say.
const claimWhere = (room: string) => `WITH claimed AS (
      UPDATE orders SET status = 'in_progress', phase = 'working', fence = fence + 1, attempts = attempts + 1,
        lease_owner = $2, lease_until = clock_timestamp() + $3 * interval '1 millisecond',
        dispatch_look_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE id = $1 AND ${IS_DUE} AND ${IS_ACCOUNT_LEFT} AND ${room}
      RETURNING id, account_id, mode, fence, attempts, lease_until, exclusive_key
    ), visit AS (
      INSERT INTO account_visits (exclusive_key, order_id, fence, worker_id)
      SELECT exclusive_key, id, fence, $2 FROM claimed WHERE exclusive_key IS NOT NULL
    ), lines AS (
      UPDATE order_items SET status = 'processing', updated_at = clock_timestamp()
      FROM claimed WHERE order_items.order_id = claimed.id
    ), event AS (
      INSERT INTO order_events (order_id, type, label, source, detail, occurred_at)
      SELECT id, 'attempt_started', 'Attempt ' || attempts || ' started', $2::text,
        jsonb_build_object('attempt', attempts, 'fence', fence), lease_until - $3 * interval '1 millisecond'
      FROM claimed
    ), webhook AS (
      INSERT INTO outbox (order_id, account_id, mode, event, sequence)
      SELECT id, account_id, mode, 'order.started', 1 + (SELECT coalesce(max(sequence), 0) FROM outbox WHERE order_id = $1)
      FROM claimed WHERE fence = 1
    )
    SELECT fence FROM claimed`;

/** The usual case: one statement, and no lock but the order's own. */
const CLAIM = { name: "claim-order", text: claimWhere(IS_RETAILER_UNLIMITED) };

/** For a caller that holds the retailer's row, and has counted. */
const CLAIM_WITHIN_ROOM = { name: "claim-order-within-room", text: claimWhere("true") };

const RENEW = {
  name: "renew-lease",
  text: `UPDATE orders SET lease_until = clock_timestamp() + $4 * interval '1 millisecond'
    WHERE id = $1 AND lease_owner = $2 AND fence = $3 AND phase IN ('working', 'submitting')
      AND lease_until > clock_timestamp()`,
};

/**
 * Takes an order for a worker: a compare-and-set that only one caller can win. Undefined when there is nothing to take:
 * not due, done, in somebody's hands, its retailer account is busy with another order (or the browser of one may still be
 * there), or its retailer has no room.
 */
export async function claimOrder(
  handle: { db: Database; pool: Pool },
  request: { orderId: string; workerId: string; leaseMs: number },
): Promise<ClaimedOrder | undefined> {
  const { orderId, workerId } = request;
  const claim = async (statement: typeof CLAIM, on: Pick<Pool, "query">) =>
    (await on.query<{ fence: string }>({ ...statement, values: [orderId, workerId, request.leaseMs] })).rows[0];
  try {
    const row =
      (await claim(CLAIM, handle.pool)) ??
      (await claimWithinRoom(handle.pool, orderId, (client) => claim(CLAIM_WITHIN_ROOM, client)));
    if (row === undefined) return undefined;
    const [order] = await withItems(handle.db, await handle.db.select().from(orders).where(eq(orders.id, orderId)));
    if (order === undefined) throw new Error(`order ${orderId} vanished while it was claimed`);
    return { orderId, workerId, fence: Number(row.fence), order };
  } catch (error) {
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

/** False when the lease is lost: expired (it is never revived), or the order went on without this worker. */
export async function renewLease(pool: Pool, claim: Claim, leaseMs: number): Promise<boolean> {
  const renewed = await pool.query({ ...RENEW, values: [claim.orderId, claim.workerId, claim.fence, leaseMs] });
  return renewed.rowCount === 1;
}

/** An order that goes back to the queue leaves its old job behind: the dispatcher finds none of the new generation. */
export const freshJob = { dispatchGen: sql`dispatch_gen + 1`, dispatchLookAt: sql`clock_timestamp()` };

/** The rows that a claim still commands before its commit point. */
const stillWorking = (claim: Claim) =>
  and(eq(orders.id, claim.orderId), eq(orders.fence, claim.fence), eq(orders.phase, "working"));

/** Notes what the final review page showed, before anything is pressed. */
export async function noteReview(db: Database, claim: Claim, prices: PriceComponents): Promise<void> {
  await appendEvent(db, claim.orderId, {
    type: "review_read",
    label: prices.total === null ? "Review page read: no total" : `Review page read: ${formatUsd(prices.total)} in all`,
    source: claim.workerId,
    detail: { price_components: prices },
  });
}

/**
 * Gives an order back before its commit point: for a retry, or because the worker goes. `countsAsAttempt` false when the
 * order is not to blame. False when the claim was lost meanwhile: then somebody else has it, and nothing was changed.
 */
export async function returnOrder(
  db: Database,
  claim: Claim,
  reason: { label: string; delayMs: number; countsAsAttempt: boolean; detail?: Record<string, unknown> },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const moved = await tx
      .update(orders)
      .set({
        phase: "queued",
        leaseOwner: null,
        leaseUntil: null,
        nextActionAt: sql`clock_timestamp() + ${reason.delayMs} * interval '1 millisecond'`,
        ...freshJob,
        updatedAt: sql`clock_timestamp()`,
        ...(reason.countsAsAttempt ? {} : { attempts: sql`attempts - 1` }),
      })
      .where(stillWorking(claim))
      .returning({ id: orders.id });
    if (moved.length === 0) return false;
    await appendEvent(tx, claim.orderId, {
      type: "attempt_returned",
      label: reason.label,
      source: claim.workerId,
      detail: { ...reason.detail, delay_ms: reason.delayMs },
    });
    return true;
  });
}

/** Fails an order before its commit point: nothing was released, so nothing was charged. False when the claim was lost. */
export async function failOrder(
  db: Database,
  claim: Claim,
  failed: { code: FailureCode; failure: FailureRecord },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const moved = await tx
      .update(orders)
      .set({
        status: "order_failed",
        phase: "done",
        leaseOwner: null,
        leaseUntil: null,
        failureCode: failed.code,
        failure: failed.failure,
        charged: "no",
        updatedAt: sql`clock_timestamp()`,
        finishedAt: sql`clock_timestamp()`,
      })
      .where(stillWorking(claim))
      .returning({ id: orders.id });
    if (moved.length === 0) return false;
    await noteFailure(tx, claim, failed);
    return true;
  });
}

/** What every failure writes beside the order's row: items, timeline, webhook. */
export async function noteFailure(
  tx: Parameters<typeof appendEvent>[0],
  claim: Claim,
  failed: { code: FailureCode; failure: FailureRecord },
): Promise<void> {
  await tx
    .update(orderItems)
    .set({ status: "failed", errorType: failed.code, updatedAt: sql`clock_timestamp()` })
    .where(eq(orderItems.orderId, claim.orderId));
  await appendEvent(tx, claim.orderId, {
    type: "order_failed",
    label: failed.failure.message,
    source: claim.workerId,
    detail: { error_type: failed.code, ...failed.failure.observed },
  });
  await appendWebhook(tx, claim.orderId, "order.failed");
}
