import { asc, inArray } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { orderItems, type orders } from "./tables/index.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderItemRow = typeof orderItems.$inferSelect;

/** An order with its lines, in the order they were given. */
export interface OrderRecord extends OrderRow {
  items: OrderItemRow[];
}

/** Joins rows with their lines by a second query: an order of 50 lines is not sent 50 times. */
export async function withItems(db: Executor, rows: OrderRow[]): Promise<OrderRecord[]> {
  if (rows.length === 0) return [];
  const items = await db
    .select()
    .from(orderItems)
    .where(
      inArray(
        orderItems.orderId,
        rows.map((row) => row.id),
      ),
    )
    .orderBy(asc(orderItems.position));
  const byOrder = new Map<string, OrderItemRow[]>(rows.map((row) => [row.id, []]));
  for (const item of items) byOrder.get(item.orderId)?.push(item);
  return rows.map((row) => Object.assign(row, { items: byOrder.get(row.id) ?? [] }));
}
