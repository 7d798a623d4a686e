import { and, asc, eq, inArray } from "drizzle-orm";
import type { AccountSettings } from "./account-settings-store.ts";
import type { Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { isOfScope, type OrderEventRow, type OrderScope } from "./order-store.ts";
import { accounts, orderEvents, orders } from "./tables/index.ts";

/** What the operator settled of the account that a key is of. */
export async function findAccountTerms(db: Executor, accountId: string): Promise<AccountSettings | undefined> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, accountId));
  return account;
}

/** The order of that scope whose ids end in this serial. */
export async function findOrderBySerial(
  db: Executor,
  scope: OrderScope,
  serial: number,
): Promise<OrderRecord | undefined> {
  const rows = await db
    .select()
    .from(orders)
    .where(and(isOfScope(scope), eq(orders.serial, serial)));
  const [order] = await withItems(db, rows);
  return order;
}

/** The timelines of several orders, by order, each oldest first. */
export async function listEventsByOrder(
  db: Executor,
  orderIds: readonly string[],
): Promise<Map<string, OrderEventRow[]>> {
  const timelines = new Map<string, OrderEventRow[]>(orderIds.map((id) => [id, []]));
  if (orderIds.length === 0) return timelines;
  const events = await db
    .select()
    .from(orderEvents)
    .where(inArray(orderEvents.orderId, [...orderIds]))
    .orderBy(asc(orderEvents.orderId), asc(orderEvents.id));
  for (const event of events) timelines.get(event.orderId)?.push(event);
  return timelines;
}
