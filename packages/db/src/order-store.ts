import type { KeyMode, OrderStatus } from "@cartwright/schemas";
import { and, asc, count, eq } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { orderEvents, orders } from "./tables/index.ts";

/** Whose orders a key may see: an account's, of the key's own mode. */
export interface OrderScope {
  accountId: string;
  mode: KeyMode;
}

export type OrderEventRow = typeof orderEvents.$inferSelect;

/** The condition that an order is of that scope. */
export const isOfScope = (scope: OrderScope) => and(eq(orders.accountId, scope.accountId), eq(orders.mode, scope.mode));

/** An order of that scope; one of anybody else is not found. */
export async function findOrder(db: Executor, scope: OrderScope, id: string): Promise<OrderRecord | undefined> {
  const rows = await db
    .select()
    .from(orders)
    .where(and(eq(orders.id, id), isOfScope(scope)));
  const [order] = await withItems(db, rows);
  return order;
}

export async function findOrderByKey(
  db: Executor,
  scope: OrderScope,
  idempotencyKey: string,
): Promise<OrderRecord | undefined> {
  const rows = await db
    .select()
    .from(orders)
    .where(and(isOfScope(scope), eq(orders.idempotencyKey, idempotencyKey)));
  const [order] = await withItems(db, rows);
  return order;
}

/** The order that is the one retry of that failed one. */
export async function findOrderByRetry(
  db: Executor,
  scope: OrderScope,
  failedId: string,
): Promise<OrderRecord | undefined> {
  const rows = await db
    .select()
    .from(orders)
    .where(and(isOfScope(scope), eq(orders.retryOf, failedId)));
  const [order] = await withItems(db, rows);
  return order;
}

export async function listOrderEvents(db: Executor, orderId: string): Promise<OrderEventRow[]> {
  return await db.select().from(orderEvents).where(eq(orderEvents.orderId, orderId)).orderBy(asc(orderEvents.id));
}

export async function countOrdersByStatus(db: Executor): Promise<Partial<Record<OrderStatus, number>>> {
  const rows = await db.select({ status: orders.status, total: count() }).from(orders).groupBy(orders.status);
  return Object.fromEntries(rows.map((row) => [row.status, row.total]));
}
