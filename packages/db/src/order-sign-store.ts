import type { OrderStatus } from "@cartwright/schemas";
import type { Pool } from "pg";

/** What is watched of an order: little to ask for, and another one whenever something that is shown of the order is. */
export interface OrderSign {
  id: string;
  status: OrderStatus;
  /** How many entries its timeline has. */
  events: number;
  version: string;
}

// Parcels and returns come after the purchase, and leave the order's own row as it is.
const READ = {
  name: "read-order-signs",
  text: `SELECT o.id, o.status, timeline.events,
      row(o.updated_at, timeline.events, parcel.updated_at, parcel.scan, asked_back.updated_at)::text AS version
    FROM orders AS o
    CROSS JOIN LATERAL (SELECT count(*)::int AS events FROM order_events WHERE order_id = o.id) AS timeline
    CROSS JOIN LATERAL (
      SELECT max(t.updated_at) AS updated_at, max(scan.id) AS scan
      FROM tracking_numbers AS t LEFT JOIN tracking_checkpoints AS scan ON scan.tracking_id = t.id
      WHERE t.order_id = o.id AND o.status = 'order_placed'
    ) AS parcel
    CROSS JOIN LATERAL (
      SELECT max(updated_at) AS updated_at FROM return_requests WHERE order_id = o.id AND o.status = 'order_placed'
    ) AS asked_back
    WHERE o.id = ANY($1::uuid[])`,
};

/** The signs of those orders, in one statement. */
export async function readOrderSigns(pool: Pool, orderIds: readonly string[]): Promise<OrderSign[]> {
  const { rows } = await pool.query<OrderSign>({ ...READ, values: [orderIds] });
  return rows;
}
