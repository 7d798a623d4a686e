import type { Pool } from "pg";
import { IS_DUE } from "./due.ts";

/** An order that is due, and the generation that its newest job would have. */
export interface DueOrder {
  orderId: string;
  generation: number;
  /** Its worker let the lease run out: whatever became of that worker's job, it is not this order's any more. */
  abandoned: boolean;
}

/** How long one dispatcher keeps the orders it looks at to itself: longer than a round of questions to Redis takes. */
const LOOK_MS = 5_000;

const TAKE = {
  name: "take-due-orders",
  text: `UPDATE orders SET dispatch_look_at = clock_timestamp() + $2 * interval '1 millisecond'
    WHERE id IN (SELECT id FROM orders WHERE ${IS_DUE} AND dispatch_look_at <= clock_timestamp()
      ORDER BY serial LIMIT $1 FOR UPDATE SKIP LOCKED)
    RETURNING id, dispatch_gen, phase = 'working' AS abandoned`,
};

const POSTPONE = {
  name: "postpone-dispatch-look",
  text: `UPDATE orders SET dispatch_look_at = clock_timestamp() + $2 * interval '1 millisecond'
    WHERE id = ANY($1::uuid[]) AND is_open`,
};

const ADVANCE = {
  name: "advance-generation",
  text: `UPDATE orders SET dispatch_gen = dispatch_gen + 1, dispatch_look_at = clock_timestamp() + $3 * interval '1 millisecond'
    FROM unnest($1::uuid[], $2::int[]) AS seen(id, generation)
    WHERE orders.id = seen.id AND orders.dispatch_gen = seen.generation AND ${IS_DUE}
    RETURNING orders.id, orders.dispatch_gen, orders.trace_context`,
};

/** Takes up to `limit` due orders to look at. Dispatchers never look at the same order at once (SKIP LOCKED). */
export async function takeDueOrders(pool: Pool, limit: number): Promise<DueOrder[]> {
  const taken = await pool.query<{ id: string; dispatch_gen: number; abandoned: boolean }>({
    ...TAKE,
    values: [limit, LOOK_MS],
  });
  return taken.rows.map((row) => ({ orderId: row.id, generation: row.dispatch_gen, abandoned: row.abandoned }));
}

/** Leaves orders whose job is alive alone until the next look. */
export async function postponeLook(pool: Pool, orderIds: string[], lookAgainMs: number): Promise<void> {
  if (orderIds.length > 0) await pool.query({ ...POSTPONE, values: [orderIds, lookAgainMs] });
}

/**
 * Gives orders without a live job a new generation, committed before it is returned: the caller adds the jobs afterwards.
 * A job that is lost in between is missed at the next look.
 */
export async function advanceGenerations(
  pool: Pool,
  due: DueOrder[],
  lookAgainMs: number,
): Promise<{ orderId: string; generation: number; traceContext: string | null }[]> {
  if (due.length === 0) return [];
  const advanced = await pool.query<{ id: string; dispatch_gen: number; trace_context: string | null }>({
    ...ADVANCE,
    values: [due.map((order) => order.orderId), due.map((order) => order.generation), lookAgainMs],
  });
  return advanced.rows.map((row) => ({
    orderId: row.id,
    generation: row.dispatch_gen,
    traceContext: row.trace_context,
  }));
}
