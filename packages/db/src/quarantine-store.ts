import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database, Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { orders, quarantineOrders, quarantines } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";

/** The quarantine that keeps everything from being dispatched. */
export interface Quarantine {
  id: number;
  reason: string;
  enteredAt: Date;
  /** Orders still to be looked up. */
  open: number;
  /** Orders that wait for a person. */
  needReview: number;
}

/** An order that may have been bought after the backup was taken. */
export interface QuarantinedOrder {
  quarantineId: number;
  order: OrderRecord;
  absentLooks: number;
  /** How long the quarantine has lasted: what was under way when it began has had that long to arrive. */
  ageMs: number;
}

const READ = {
  name: "read-quarantine",
  text: `SELECT id, reason, entered_at,
      (SELECT count(*) FROM quarantine_orders WHERE quarantine_id = id AND verdict IS NULL) AS open,
      (SELECT count(*) FROM quarantine_orders WHERE quarantine_id = id AND verdict = 'needs_review') AS need_review
    FROM quarantines WHERE ended_at IS NULL`,
};

// Past its commit point an order is the reconciler's, and never claimed again, so that a doubt in front of a person holds
// nobody else up. One that failed without a purchase of its own (somebody cancelled it) is still looked up.
const SETTLE = {
  name: "settle-quarantined",
  text: `UPDATE quarantine_orders AS listed SET settled_at = clock_timestamp(),
      verdict = (CASE WHEN orders.status = 'order_placed' THEN 'placed' WHEN orders.phase = 'in_doubt' THEN 'in_doubt'
        ELSE 'cleared' END)::quarantine_verdict
    FROM orders
    WHERE orders.id = listed.order_id AND listed.quarantine_id = $1
      AND (listed.verdict IS NULL OR listed.verdict = 'needs_review')
      AND (orders.status = 'order_placed' OR (orders.phase = 'in_doubt' AND orders.needs_review_at IS NOT NULL)
        OR (orders.phase = 'done' AND EXISTS (SELECT FROM order_submits AS submit
          WHERE submit.order_id = orders.id AND submit.outcome IN ('absent', 'declined'))))`,
};

// What waits for a person is looked at all the same: a history may be readable again.
const TAKE = {
  name: "take-quarantined",
  text: `UPDATE quarantine_orders AS listed SET next_look_at = clock_timestamp() + $3 * interval '1 millisecond'
    FROM quarantines
    WHERE quarantines.id = listed.quarantine_id AND (listed.quarantine_id, listed.order_id) IN (
      SELECT due.quarantine_id, due.order_id FROM quarantine_orders AS due JOIN orders ON orders.id = due.order_id
      WHERE due.quarantine_id = $1 AND (due.verdict IS NULL OR due.verdict = 'needs_review')
        AND due.next_look_at <= clock_timestamp() AND orders.phase NOT IN ('submitting', 'in_doubt')
      ORDER BY orders.serial LIMIT $2 FOR UPDATE OF due SKIP LOCKED)
    RETURNING listed.order_id, listed.absent_looks,
      extract(epoch FROM clock_timestamp() - quarantines.entered_at) * 1000 AS age_ms`,
};

const POSTPONE = {
  name: "postpone-quarantined",
  text: `UPDATE quarantine_orders SET absent_looks = absent_looks + $4,
      next_look_at = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE quarantine_id = $1 AND order_id = $2`,
};

const END = {
  name: "end-quarantine",
  text: `UPDATE quarantines SET ended_at = clock_timestamp(), ended_by = 'upkeep'
    WHERE id = $1 AND ended_at IS NULL AND NOT EXISTS (SELECT FROM quarantine_orders
      WHERE quarantine_id = $1 AND (verdict IS NULL OR verdict = 'needs_review'))`,
};

export async function findQuarantine(pool: Pool): Promise<Quarantine | undefined> {
  const { rows } = await pool.query<{
    id: string;
    reason: string;
    entered_at: Date;
    open: string;
    need_review: string;
  }>(READ);
  const [row] = rows;
  if (row === undefined) return undefined;
  return {
    id: Number(row.id),
    reason: row.reason,
    enteredAt: row.entered_at,
    open: Number(row.open),
    needReview: Number(row.need_review),
  };
}

/** Gives a verdict to orders whose own row says how they ended. */
export async function settleQuarantined(pool: Pool, quarantineId: number): Promise<void> {
  await pool.query({ ...SETTLE, values: [quarantineId] });
}

/** Takes up to `limit` orders that are due for a look. For `lookWithinMs` they are this caller's. */
export async function takeQuarantined(
  handle: { db: Database; pool: Pool },
  quarantineId: number,
  { limit, lookWithinMs }: { limit: number; lookWithinMs: number },
): Promise<QuarantinedOrder[]> {
  const { rows } = await handle.pool.query<{ order_id: string; absent_looks: number; age_ms: string }>({
    ...TAKE,
    values: [quarantineId, limit, lookWithinMs],
  });
  const taken: QuarantinedOrder[] = [];
  for (const row of rows) {
    const [order] = await withItems(
      handle.db,
      await handle.db.select().from(orders).where(eq(orders.id, row.order_id)),
    );
    if (order === undefined) continue;
    taken.push({ quarantineId, order, absentLooks: row.absent_looks, ageMs: Number(row.age_ms) });
  }
  return taken;
}

/** When the next look is due; `absentLook` counts one that did not find the order after it could not arrive any more. */
export async function postponeQuarantined(
  pool: Pool,
  { quarantineId, order }: QuarantinedOrder,
  next: { delayMs: number; absentLook: boolean },
): Promise<void> {
  await pool.query({ ...POSTPONE, values: [quarantineId, order.id, next.delayMs, next.absentLook ? 1 : 0] });
}

/** An order that was not bought since the backup: it may be dispatched once the quarantine is over. */
export async function clearQuarantined(
  db: Database,
  listed: { quarantineId: number; orderId: string },
  word: { label: string; source: string; detail: Record<string, unknown> },
): Promise<void> {
  await db.transaction(async (tx) => {
    await setVerdict(tx, listed, "cleared");
    // Should it ever be in doubt, that is a matter for review of its own.
    await tx
      .update(orders)
      .set({ needsReviewAt: null })
      .where(and(eq(orders.id, listed.orderId), inArray(orders.phase, ["queued", "working"])));
    await appendEvent(tx, listed.orderId, { type: "resolved", ...word });
  });
}

/** Puts an order that cannot be looked up in front of a person. Its quarantine lasts until they have decided. */
export async function flagQuarantined(
  db: Database,
  listed: { quarantineId: number; orderId: string },
  word: { label: string; source: string; detail?: Record<string, unknown> },
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    await setVerdict(tx, listed, "needs_review");
    const flagged = await tx
      .update(orders)
      .set({ needsReviewAt: sql`clock_timestamp()`, updatedAt: sql`clock_timestamp()` })
      .where(and(eq(orders.id, listed.orderId), isNull(orders.needsReviewAt)))
      .returning({ id: orders.id });
    if (flagged.length === 0) return false;
    await appendEvent(tx, listed.orderId, { type: "needs_review", ...word });
    await appendWebhook(tx, listed.orderId, "order.needs_review");
    return true;
  });
}

/** Ends a quarantine in which no order is left to look up or to decide on. */
export async function endSettledQuarantine(pool: Pool, quarantineId: number): Promise<boolean> {
  const ended = await pool.query({ ...END, values: [quarantineId] });
  return ended.rowCount === 1;
}

/**
 * Ends a quarantine by an operator's word for all that is left in it: those orders are dispatched again. The word stands in
 * the timeline of each. Doubts stay doubts. False when there is no quarantine.
 */
export async function endQuarantine(db: Database, evidence: string, operator: string): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [ended] = await tx
      .update(quarantines)
      .set({
        endedAt: sql`clock_timestamp()`,
        endedBy: operator,
        detail: sql`${quarantines.detail} || jsonb_build_object('evidence', ${evidence}::text)`,
      })
      .where(isNull(quarantines.endedAt))
      .returning({ id: quarantines.id });
    if (ended === undefined) return false;
    await tx.execute(sql`
      WITH cleared AS (
        UPDATE quarantine_orders AS listed SET verdict = 'cleared', settled_at = clock_timestamp()
        FROM orders
        WHERE orders.id = listed.order_id AND orders.phase IN ('queued', 'working') AND quarantine_id = ${ended.id}
          AND (verdict IS NULL OR verdict = 'needs_review')
        RETURNING listed.order_id
      ), unflagged AS (
        UPDATE orders SET needs_review_at = NULL FROM cleared WHERE orders.id = cleared.order_id
      )
      INSERT INTO order_events (order_id, type, label, source, detail)
      SELECT order_id, 'resolved', 'Not bought since the backup, says the operator who ended the quarantine', ${operator}::text,
        jsonb_build_object('evidence', ${evidence}::text) FROM cleared`);
    return true;
  });
}

/** The open quarantine in which an order still waits for a verdict. */
export async function findListing(db: Executor, orderId: string): Promise<{ quarantineId: number } | undefined> {
  const [listed] = await db
    .select({ quarantineId: quarantineOrders.quarantineId })
    .from(quarantineOrders)
    .innerJoin(quarantines, eq(quarantines.id, quarantineOrders.quarantineId))
    .where(
      and(
        eq(quarantineOrders.orderId, orderId),
        isNull(quarantines.endedAt),
        sql`(${quarantineOrders.verdict} IS NULL OR ${quarantineOrders.verdict} = 'needs_review')`,
      ),
    );
  return listed;
}

export async function setVerdict(
  tx: Executor,
  { quarantineId, orderId }: { quarantineId: number; orderId: string },
  verdict: "placed" | "cleared" | "needs_review",
): Promise<void> {
  await tx
    .update(quarantineOrders)
    .set({ verdict, settledAt: verdict === "needs_review" ? null : sql`clock_timestamp()` })
    .where(and(eq(quarantineOrders.quarantineId, quarantineId), eq(quarantineOrders.orderId, orderId)));
}
