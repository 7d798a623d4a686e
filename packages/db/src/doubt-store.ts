import { eq, sql } from "drizzle-orm";
import type { Pool } from "pg";
import type { Claim } from "./claim-store.ts";
import type { Database, Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { orders } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";
import type { WorkerIdentity } from "./worker-store.ts";

/** A purchase that was sent and of which nothing proves how it ended. */
export interface Doubt {
  order: OrderRecord;
  /** The claim that sent it: what settles the doubt is written under its fence. */
  claim: Claim;
  isMarkerShown: boolean;
  /** How long ago the purchase was committed to. */
  ageMs: number;
  absentLooks: number;
  sender: SenderState;
  needsReview: boolean;
}

/** What is known of the process that sent a purchase. */
export interface SenderState extends WorkerIdentity {
  /** How long nothing of the attempt can have reached the shop any more; null where that is not proven. */
  goneForMs: number | null;
  heartbeatAgeMs: number;
}

const EXPIRE = {
  name: "expire-submitting",
  text: `WITH moved AS (
      UPDATE orders SET phase = 'in_doubt', lease_owner = NULL, lease_until = NULL, fence = fence + 1,
        next_action_at = clock_timestamp(), updated_at = clock_timestamp()
      WHERE is_open AND phase = 'submitting' AND lease_until < clock_timestamp()
      RETURNING id
    )
    INSERT INTO order_events (order_id, type, label, source)
    SELECT id, 'in_doubt', 'The worker that sent the purchase went silent', $1 FROM moved
    RETURNING order_id`,
};

const TAKE = {
  name: "take-doubts",
  text: `UPDATE orders SET next_action_at = clock_timestamp() + $2 * interval '1 millisecond'
    WHERE id IN (SELECT id FROM orders WHERE is_open AND phase = 'in_doubt' AND next_action_at <= clock_timestamp()
      ORDER BY serial LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING id`,
};

// Gone since the latest of: the page let go, the worker signed off or proven dead; and never before the release deadline.
const READ = {
  name: "read-doubt",
  text: `SELECT submit.fence, submit.worker_id, submit.is_marker_shown, submit.absent_looks,
      extract(epoch FROM clock_timestamp() - submit.intent_at) * 1000 AS age_ms,
      extract(epoch FROM clock_timestamp()
        - greatest(coalesce(submit.let_go_at, worker.stopped_at, worker.dead_confirmed_at), submit.deadline)) * 1000
        AS gone_for_ms,
      coalesce(submit.let_go_at, worker.stopped_at, worker.dead_confirmed_at) IS NOT NULL AS is_gone,
      extract(epoch FROM clock_timestamp() - worker.heartbeat_at) * 1000 AS heartbeat_age_ms,
      worker.host, worker.boot_id, worker.pid, worker.pid_started_at
    FROM order_submits AS submit JOIN workers AS worker ON worker.id = submit.worker_id
    WHERE submit.order_id = $1 AND submit.outcome IS NULL`,
};

interface DoubtRow {
  fence: string;
  worker_id: string;
  is_marker_shown: boolean;
  absent_looks: number;
  age_ms: string;
  gone_for_ms: string;
  is_gone: boolean;
  heartbeat_age_ms: string;
  host: string;
  boot_id: string;
  pid: number;
  pid_started_at: string;
}

/** Puts orders whose worker went silent between release and record into doubt. Returns their ids. */
export async function expireSubmitting(pool: Pool, source: string): Promise<string[]> {
  const moved = await pool.query<{ order_id: string }>({ ...EXPIRE, values: [source] });
  return moved.rows.map((row) => row.order_id);
}

/**
 * Takes up to `limit` doubts that are due for a look. Reconcilers never look at the same one at once: for `lookWithinMs`,
 * longer than a look into a history takes, they are this one's.
 */
export async function takeDoubts(
  handle: { db: Database; pool: Pool },
  limit: number,
  lookWithinMs: number,
): Promise<Doubt[]> {
  const taken = await handle.pool.query<{ id: string }>({ ...TAKE, values: [limit, lookWithinMs] });
  const doubts: Doubt[] = [];
  for (const { id } of taken.rows) {
    const [row] = (await handle.pool.query<DoubtRow>({ ...READ, values: [id] })).rows;
    const [order] = await withItems(handle.db, await handle.db.select().from(orders).where(eq(orders.id, id)));
    // Settled by a late receipt meanwhile.
    if (row !== undefined && order?.phase === "in_doubt") doubts.push(toDoubt(order, row));
  }
  return doubts;
}

function toDoubt(order: OrderRecord, row: DoubtRow): Doubt {
  return {
    order,
    claim: { orderId: order.id, workerId: row.worker_id, fence: Number(row.fence) },
    isMarkerShown: row.is_marker_shown,
    ageMs: Number(row.age_ms),
    absentLooks: row.absent_looks,
    needsReview: order.needsReviewAt !== null,
    sender: {
      id: row.worker_id,
      host: row.host,
      bootId: row.boot_id,
      pid: row.pid,
      pidStartedAt: row.pid_started_at,
      goneForMs: row.is_gone ? Number(row.gone_for_ms) : null,
      heartbeatAgeMs: Number(row.heartbeat_age_ms),
    },
  };
}

/** The page of a sent purchase is closed and its way out cut: nothing of it can reach the shop any more. */
export async function noteLetGo(pool: Pool, claim: Claim): Promise<void> {
  await pool.query(
    "UPDATE order_submits SET let_go_at = clock_timestamp() WHERE order_id = $1 AND fence = $2 AND outcome IS NULL",
    [claim.orderId, claim.fence],
  );
}

/** A worker process, and its browser, are proven dead. */
export async function confirmWorkerDead(pool: Pool, workerId: string): Promise<void> {
  await pool.query(
    "UPDATE workers SET dead_confirmed_at = clock_timestamp(), browser_pid = NULL WHERE id = $1 AND dead_confirmed_at IS NULL",
    [workerId],
  );
}

/** When the next look is due; `absentLook` counts one that did not find the order after it could not arrive any more. */
export async function postponeDoubt(
  pool: Pool,
  claim: Claim,
  next: { delayMs: number; absentLook: boolean },
): Promise<void> {
  await pool.query(
    `WITH counted AS (
      UPDATE order_submits SET absent_looks = absent_looks + $4 WHERE order_id = $1 AND fence = $2 AND outcome IS NULL
    )
    UPDATE orders SET next_action_at = clock_timestamp() + $3 * interval '1 millisecond' WHERE id = $1 AND phase = 'in_doubt'`,
    [claim.orderId, claim.fence, next.delayMs, next.absentLook ? 1 : 0],
  );
}

/** Puts a doubt in front of a person, once. */
export async function flagForReview(db: Database, claim: Claim, label: string, source: string): Promise<boolean> {
  return await db.transaction(async (tx: Executor) => {
    const flagged = await tx
      .update(orders)
      .set({ needsReviewAt: sql`clock_timestamp()`, updatedAt: sql`clock_timestamp()` })
      .where(sql`${orders.id} = ${claim.orderId} AND ${orders.phase} = 'in_doubt' AND ${orders.needsReviewAt} IS NULL`)
      .returning({ id: orders.id });
    if (flagged.length === 0) return false;
    await appendEvent(tx, claim.orderId, { type: "needs_review", label, source });
    await appendWebhook(tx, claim.orderId, "order.needs_review");
    return true;
  });
}
