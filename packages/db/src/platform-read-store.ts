import { and, asc, eq, inArray, or, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { findQuotes, type OrderQuoteRecord } from "./order-quote-store.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import type { OrderScope } from "./order-store.ts";
import type { PlatformAddressRow, PlatformCartRow, PlatformCouponRow } from "./platform-cart-record.ts";
import { readFreeCredit } from "./platform-credit-store.ts";
import { findPlatformLines, type PlatformLineRecord } from "./platform-line-store.ts";
import {
  orders,
  platformAddresses,
  platformCarts,
  platformCoupons,
  platformOrderIndex,
  platformStateChanges,
} from "./tables/index.ts";

export type PlatformIndexRow = typeof platformOrderIndex.$inferSelect;
export type PlatformStateChangeRow = typeof platformStateChanges.$inferSelect;

/** An order as the platform face shows it, with all that belongs to it. */
export interface PlatformOrderRecord {
  /** What it is called there, and in which states it is. */
  index: PlatformIndexRow;
  /** Undefined: it came through another face. */
  cart: PlatformCartRow | undefined;
  /** Undefined: a cart that is not complete. */
  order: OrderRecord | undefined;
  quote: OrderQuoteRecord | undefined;
  lines: PlatformLineRecord[];
  billAddress: PlatformAddressRow | undefined;
  shipAddress: PlatformAddressRow | undefined;
  stateChanges: PlatformStateChangeRow[];
  coupon: PlatformCouponRow | undefined;
  /** What store credit its account has that nothing holds, in US cents. */
  freeCreditCents: number;
}

/** What a row of the index is asked for by. */
export interface PlatformKeys {
  cartIds?: readonly number[];
  orderIds?: readonly string[];
}

/** Of these orders, those of that scope, in no particular order. */
export async function findPlatformOrders(
  db: Executor,
  scope: OrderScope,
  keys: PlatformKeys,
): Promise<PlatformOrderRecord[]> {
  const { cartIds = [], orderIds = [] } = keys;
  if (cartIds.length + orderIds.length === 0) return [];
  const rows = await db
    .select()
    .from(platformOrderIndex)
    .where(
      and(
        eq(platformOrderIndex.accountId, scope.accountId),
        eq(platformOrderIndex.mode, scope.mode),
        or(
          cartIds.length === 0 ? undefined : inArray(platformOrderIndex.cartId, [...cartIds]),
          orderIds.length === 0 ? undefined : inArray(platformOrderIndex.orderId, [...orderIds]),
        ),
      ),
    );
  return await withPlatformParts(db, scope, rows);
}

/** One query a table, however many orders there are. */
export async function withPlatformParts(
  db: Executor,
  scope: OrderScope,
  rows: readonly PlatformIndexRow[],
): Promise<PlatformOrderRecord[]> {
  if (rows.length === 0) return [];
  const cartIds = rows.flatMap(({ cartId }) => cartId ?? []);
  const orderIds = rows.flatMap(({ orderId }) => orderId ?? []);
  const carts =
    cartIds.length === 0 ? [] : await db.select().from(platformCarts).where(inArray(platformCarts.id, cartIds));
  const natives = await withItems(
    db,
    orderIds.length === 0 ? [] : await db.select().from(orders).where(inArray(orders.id, orderIds)),
  );
  const quotes = await findQuotes(db, orderIds);
  const lines = await findPlatformLines(db, cartIds, natives, quotes);
  const addresses = await readAddresses(db, carts);
  const changes = await readStateChanges(db, cartIds);
  const coupons = await readCoupons(db, carts);
  const freeCreditCents = await readFreeCredit(db, scope);
  return rows.map((index) => {
    const cart = carts.find(({ id }) => id === index.cartId);
    return {
      index,
      cart,
      order: natives.find(({ id }) => id === index.orderId),
      quote: index.orderId === null ? undefined : quotes.get(index.orderId),
      lines: lines.get(index.id) ?? [],
      billAddress: addresses.find(({ id }) => id === cart?.billAddressId),
      shipAddress: addresses.find(({ id }) => id === cart?.shipAddressId),
      stateChanges: changes.filter(({ cartId }) => cartId === index.cartId),
      coupon: coupons.find(({ id }) => id === cart?.couponId),
      freeCreditCents,
    };
  });
}

async function readAddresses(db: Executor, carts: readonly PlatformCartRow[]): Promise<PlatformAddressRow[]> {
  const ids = carts.flatMap(({ billAddressId, shipAddressId }) => [billAddressId ?? [], shipAddressId ?? []].flat());
  if (ids.length === 0) return [];
  return await db.select().from(platformAddresses).where(inArray(platformAddresses.id, ids));
}

async function readStateChanges(db: Executor, cartIds: readonly number[]): Promise<PlatformStateChangeRow[]> {
  if (cartIds.length === 0) return [];
  return await db
    .select()
    .from(platformStateChanges)
    .where(inArray(platformStateChanges.cartId, [...cartIds]))
    .orderBy(asc(platformStateChanges.id));
}

async function readCoupons(db: Executor, carts: readonly PlatformCartRow[]): Promise<PlatformCouponRow[]> {
  const ids = carts.flatMap(({ couponId }) => couponId ?? []);
  if (ids.length === 0) return [];
  return await db.select().from(platformCoupons).where(inArray(platformCoupons.id, ids));
}

/** An address of that scope; another's is not found. */
export async function findPlatformAddress(
  db: Executor,
  scope: OrderScope,
  id: number,
): Promise<PlatformAddressRow | undefined> {
  const [address] = await db
    .select()
    .from(platformAddresses)
    .where(and(eq(platformAddresses.id, id), isOfAddressScope(scope)));
  return address;
}

/** A page of the addresses, oldest first, and how many there are in all. */
export async function listPlatformAddresses(
  db: Executor,
  scope: OrderScope,
  page: { limit: number; offset: number },
): Promise<{ addresses: PlatformAddressRow[]; total: number }> {
  const addresses = await db
    .select()
    .from(platformAddresses)
    .where(isOfAddressScope(scope))
    .orderBy(asc(platformAddresses.id))
    .limit(page.limit)
    .offset(page.offset);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(platformAddresses)
    .where(isOfAddressScope(scope));
  return { addresses, total: counted?.total ?? 0 };
}

const isOfAddressScope = (scope: OrderScope) =>
  and(eq(platformAddresses.accountId, scope.accountId), eq(platformAddresses.mode, scope.mode));
