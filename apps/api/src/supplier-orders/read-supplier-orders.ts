import {
  countOrders,
  type Database,
  findOrderBySerial,
  findQuotes,
  listEventsByOrder,
  type OrderRecord,
  searchOrders,
} from "@cartwright/db";
import {
  presentSupplierOrder,
  serialOfSupplierOrder,
  supplierOrderId,
  supplierOrderNumber,
  type SupplierOrderFacts,
} from "@cartwright/presentation";
import type { SupplierOrder } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { type PageQuery, pageOf, toRange } from "./supplier-pages.ts";
import { supplierNotFound } from "./supplier-problem.ts";

/** Every order of the account, whichever face it came through. By its id or its number. */
export async function requireSupplierOrder(db: Database, caller: Caller, id: string): Promise<OrderRecord> {
  const serial = serialOfSupplierOrder(id);
  const order = serial === undefined ? undefined : await findOrderBySerial(db, caller, serial);
  // The year is part of the id: with another one, it names nothing.
  if (order === undefined || ![supplierOrderId(order), supplierOrderNumber(order)].includes(id)) {
    throw supplierNotFound("order");
  }
  return order;
}

/** Orders with all that this face tells of them. */
export async function withSupplierFacts(db: Database, orders: OrderRecord[]): Promise<SupplierOrderFacts[]> {
  const ids = orders.map(({ id }) => id);
  const [quotes, events] = [await findQuotes(db, ids), await listEventsByOrder(db, ids)];
  return orders.map((order) => ({ order, quote: quotes.get(order.id), events: events.get(order.id) ?? [] }));
}

export async function requireSupplierFacts(db: Database, order: OrderRecord): Promise<SupplierOrderFacts> {
  const [facts] = await withSupplierFacts(db, [order]);
  if (facts === undefined) throw new Error(`order ${order.id} went missing on the way`);
  return facts;
}

/** Newest first. */
export async function listSupplierOrders(
  db: Database,
  caller: Caller,
  query: PageQuery,
): Promise<ReturnType<typeof pageOf<SupplierOrder>>> {
  const { orders } = await searchOrders(db, caller, {}, { ...toRange(query), withCheckpoints: false });
  const facts = await withSupplierFacts(db, orders);
  return pageOf(facts.map(presentSupplierOrder), await countOrders(db, caller, {}), query);
}
