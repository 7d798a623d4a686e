import type { Pool } from "pg";

const EXPIRE = {
  name: "expire-submitting",
  text: `WITH moved AS (
      UPDATE orders SET phase = 'in_doubt', lease_owner = NULL, lease_until = NULL, fence = fence + 1,
        updated_at = clock_timestamp()
      WHERE is_open AND phase = 'submitting' AND lease_until < clock_timestamp()
      RETURNING id
    )
    INSERT INTO order_events (order_id, type, label, source)
    SELECT id, 'in_doubt', 'The worker that sent the purchase went silent', $1 FROM moved
    RETURNING order_id`,
};

/** Puts orders whose worker died between release and record into doubt. Returns their ids. */
export async function expireSubmitting(pool: Pool, source: string): Promise<string[]> {
  const moved = await pool.query<{ order_id: string }>({ ...EXPIRE, values: [source] });
  return moved.rows.map((row) => row.order_id);
}
