import { and, eq, sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database, Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { orders, trackingLooks } from "./tables/index.ts";
import { appendEvent } from "./timeline-store.ts";

/** A placed order whose page at the retailer is to be looked at, in this worker's hands for a while. */
export interface TrackingLook {
  order: OrderRecord;
  /** Grows with every look: what an older one writes about the next look counts no more. */
  lookNo: number;
  /** Looks in a row, before this one, that read nothing. */
  failures: number;
  /** Since the order was placed. */
  ageMs: number;
}

// A row appears due, with its purchase: how long the first look waits is known to the workers alone.
const TAKE = {
  name: "take-tracking-look",
  text: `WITH taken AS (
      UPDATE tracking_looks SET looks = looks + 1, held_until = clock_timestamp() + $2 * interval '1 millisecond'
      WHERE order_id = (SELECT order_id FROM tracking_looks
        WHERE look_at <= clock_timestamp() AND (held_until IS NULL OR held_until <= clock_timestamp())
          AND (looks > 0 OR look_at <= clock_timestamp() - $1 * interval '1 millisecond')
        ORDER BY look_at LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING order_id, looks, failures
    )
    SELECT taken.order_id, taken.looks, taken.failures,
      extract(epoch FROM clock_timestamp() - orders.finished_at) * 1000 AS age_ms
    FROM taken JOIN orders ON orders.id = taken.order_id`,
};

interface TakenRow {
  order_id: string;
  looks: number;
  failures: number;
  age_ms: string;
}

/** Takes the look that is due longest. For `holdMs` it is the caller's; undefined when none is due that nobody holds. */
export async function takeTrackingLook(
  handle: { db: Database; pool: Pool },
  timings: { firstLookMs: number; holdMs: number },
): Promise<TrackingLook | undefined> {
  const taken = await handle.pool.query<TakenRow>({ ...TAKE, values: [timings.firstLookMs, timings.holdMs] });
  const [row] = taken.rows;
  if (row === undefined) return undefined;
  const order = await findTrackedOrder(handle.db, row.order_id);
  if (order === undefined) throw new Error(`order ${row.order_id} vanished while it was looked at`);
  return { order, lookNo: row.looks, failures: row.failures, ageMs: Number(row.age_ms) };
}

/** An order by its id alone, whoever asks: the id is what a tracking page is shared by. */
export async function findTrackedOrder(db: Executor, id: string): Promise<OrderRecord | undefined> {
  const [order] = await withItems(db, await db.select().from(orders).where(eq(orders.id, id)));
  return order;
}

type LookRef = Pick<TrackingLook, "order" | "lookNo">;

const isStill = ({ order, lookNo }: LookRef) =>
  and(eq(trackingLooks.orderId, order.id), eq(trackingLooks.looks, lookNo));

/** When the order's page is looked at again. `failures`: looks in a row that read nothing, with this one. */
export async function postponeTrackingLook(
  tx: Executor,
  look: LookRef,
  next: { delayMs: number; failures: number },
): Promise<void> {
  await tx
    .update(trackingLooks)
    .set({
      lookAt: sql`clock_timestamp() + ${next.delayMs} * interval '1 millisecond'`,
      failures: next.failures,
      heldUntil: null,
    })
    .where(isStill(look));
}

/** There is nothing more to look at. False when a later look has the order. */
export async function endTracking(tx: Executor, look: LookRef): Promise<boolean> {
  const ended = await tx.delete(trackingLooks).where(isStill(look)).returning({ orderId: trackingLooks.orderId });
  return ended.length === 1;
}

/** The same although the order is still under way: its timeline says so. */
export async function giveUpTracking(db: Database, look: LookRef, label: string, source: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (await endTracking(tx, look)) await appendEvent(tx, look.order.id, { type: "needs_review", label, source });
  });
}
