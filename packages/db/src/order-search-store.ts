import type { OrderStatus, TrackingStatus } from "@cartwright/schemas";
import { and, count, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { isOfScope, type OrderScope } from "./order-store.ts";
import { orderItems, orders, returnRequests, trackingNumbers } from "./tables/index.ts";

/** Which orders are asked for. What is left out does not matter. */
export interface OrderFilters {
  /** A status, or one of the two words for what became of an order without changing its status. */
  status?: OrderStatus | "cancelled" | "cancelled_by_retailer" | undefined;
  /** How the id begins: up to 32 lower-case hex digits, without dashes. */
  idPrefix?: string | undefined;
  /** A part of the id or of a tracking number, in any case. */
  search?: string | undefined;
  /** The retailer's own number, whole; dashes do not count. */
  merchantOrderId?: string | undefined;
  idempotencyKey?: string | undefined;
  trackingStatus?: TrackingStatus | undefined;
  hasTracking?: boolean | undefined;
  /** `closed`: one that was approved, denied or credited. */
  returnStatus?: "open" | "closed" | undefined;
  /** Inclusive. */
  createdAfter?: Date | undefined;
  /** Exclusive. */
  createdBefore?: Date | undefined;
  /** A top-level key, and its value: a text, or the JSON text of a number or a boolean. */
  metadata?: { key: string; value: string } | undefined;
}

export interface OrderPageRequest {
  limit: number;
  offset?: number;
  /** Only orders older than the one with this serial: where the page before ended. */
  beforeSerial?: number | undefined;
  withCheckpoints: boolean;
}

export interface OrderPage {
  orders: OrderRecord[];
  /** What the next page goes on from; null: there is no more. */
  nextSerial: number | null;
}

/** Newest first. Orders that come in meanwhile are in front of every page but the first, and move none. */
export async function searchOrders(
  db: Executor,
  scope: OrderScope,
  filters: OrderFilters,
  page: OrderPageRequest,
): Promise<OrderPage> {
  const found = await orderRows(db, scope, filters, page);
  const rows = found.slice(0, page.limit);
  const nextSerial = found.length > rows.length ? (rows.at(-1)?.serial ?? null) : null;
  return { orders: await withItems(db, rows, page), nextSerial };
}

export async function countOrders(db: Executor, scope: OrderScope, filters: OrderFilters): Promise<number> {
  const [counted] = await db.select({ total: count() }).from(orders).where(matching(scope, filters));
  return counted?.total ?? 0;
}

/** The statement of a page, with one row more than the page has: it tells whether there is a next one. */
export function orderRows(db: Executor, scope: OrderScope, filters: OrderFilters, page: OrderPageRequest) {
  const older = page.beforeSerial === undefined ? undefined : lt(orders.serial, page.beforeSerial);
  return db
    .select()
    .from(orders)
    .where(and(matching(scope, filters), older))
    .orderBy(desc(orders.serial))
    .limit(page.limit + 1)
    .offset(page.offset ?? 0);
}

function matching(scope: OrderScope, filters: OrderFilters): SQL | undefined {
  const { status, idPrefix, search, merchantOrderId, idempotencyKey } = filters;
  const { trackingStatus, hasTracking, returnStatus, createdAfter, createdBefore, metadata } = filters;
  return and(
    isOfScope(scope),
    status && hasStatus(status),
    idPrefix === undefined ? undefined : hasIdFrom(idPrefix),
    search === undefined ? undefined : isFoundBy(search),
    merchantOrderId === undefined ? undefined : hasMerchantOrderId(merchantOrderId),
    idempotencyKey === undefined ? undefined : eq(orders.idempotencyKey, idempotencyKey),
    trackingStatus && hasParcel(sql`${trackingNumbers.status} = ${trackingStatus}`),
    hasTracking === undefined ? undefined : hasTracking ? hasParcel(sql`true`) : sql`NOT ${hasParcel(sql`true`)}`,
    returnStatus && hasReturn(returnStatus),
    createdAfter && gte(orders.createdAt, createdAfter),
    createdBefore && lt(orders.createdAt, createdBefore),
    metadata && hasMetadata(metadata.key, metadata.value),
  );
}

function hasStatus(status: NonNullable<OrderFilters["status"]>): SQL | undefined {
  switch (status) {
    case "pending":
    case "in_progress":
      // Said again in the words of the index on open orders: status itself stands in none.
      return and(eq(orders.status, status), sql`${orders.isOpen}`);
    case "cancelled":
      return eq(orders.failureCode, "cancelled");
    case "cancelled_by_retailer":
      return and(
        eq(orders.status, "order_placed"),
        sql`EXISTS (SELECT FROM ${orderItems} WHERE ${orderItems.orderId} = ${orders.id}
          AND ${orderItems.status} = 'cancelled')`,
      );
    case "order_placed":
    case "order_failed":
      return eq(orders.status, status);
  }
}

const UUID_DIGITS = 32;

/** A range of the primary key. */
function hasIdFrom(prefix: string): SQL | undefined {
  return and(gte(orders.id, prefix.padEnd(UUID_DIGITS, "0")), lte(orders.id, prefix.padEnd(UUID_DIGITS, "f")));
}

/** Looks at every order of the scope, newest first: no index holds the middle of a text. */
function isFoundBy(search: string): SQL | undefined {
  const pattern = `%${search.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const inParcel = hasParcel(sql`lower(${trackingNumbers.trackingNumber}) LIKE ${pattern}`);
  const mayBeId = /^[0-9a-f-]+$/i.test(search);
  return mayBeId ? or(sql`${orders.id}::text LIKE ${pattern}`, inParcel) : inParcel;
}

/** In the words of the index: the retailer's numbers, all of their dashes taken out. */
function hasMerchantOrderId(merchantOrderId: string): SQL {
  const plain = merchantOrderId.replaceAll("-", "");
  return sql`(${orders.confirmation} IS NOT NULL
    AND replace((${orders.confirmation} -> 'merchant_order_ids')::text, '-', '')::jsonb ? ${plain})`;
}

function hasParcel(condition: SQL): SQL {
  return sql`EXISTS (SELECT FROM ${trackingNumbers} WHERE ${trackingNumbers.orderId} = ${orders.id} AND ${condition})`;
}

function hasReturn(status: "open" | "closed"): SQL {
  const isAsked = status === "open" ? sql`= 'open'` : sql`<> 'open'`;
  return sql`EXISTS (SELECT FROM ${returnRequests} WHERE ${returnRequests.orderId} = ${orders.id}
    AND ${returnRequests.status} ${isAsked})`;
}

// As Postgres writes what it keeps: neither exponents nor zeros in front. Longer ones than it can keep match nothing.
const JSON_SCALAR = /^(?:true|false|-?(?:0|[1-9]\d{0,99})(?:\.\d{1,100})?)$/;

/** The index finds a key with such a value; the text is compared as well: to it, 1.50 is not 1.5. */
function hasMetadata(key: string, value: string): SQL {
  const asText = JSON.stringify({ [key]: value });
  const asScalar = JSON_SCALAR.test(value)
    ? sql` OR metadata @> ${`{${JSON.stringify(key)}: ${value}}`}::jsonb`
    : sql``;
  return sql`(metadata <> '{}' AND (metadata @> ${asText}::jsonb${asScalar}) AND metadata ->> ${key} = ${value})`;
}
