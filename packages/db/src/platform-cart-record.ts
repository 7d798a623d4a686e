import type { CartLine, CartSupplier } from "@cartwright/orders";
import type { Charged, OrderStatus, Variant } from "@cartwright/schemas";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { orders, platformAddresses, platformCarts, platformCoupons } from "./tables/index.ts";

export type PlatformCartRow = typeof platformCarts.$inferSelect;
export type PlatformAddressRow = typeof platformAddresses.$inferSelect;
export type PlatformCouponRow = typeof platformCoupons.$inferSelect;

/** A line of a cart, at the price that it was put in for, with what the catalogue says of it now. */
export interface PlatformCartLine extends CartLine {
  id: number;
  variantId: number;
  productId: string;
  sku: string;
  url: string;
  choices: Variant[];
  supplierAddress: string | null;
}

/** A cart with all that decides on it. */
export interface PlatformCart extends PlatformCartRow {
  /** In the order that they were put in. */
  lines: PlatformCartLine[];
  shipAddress: PlatformAddressRow | undefined;
  coupon: PlatformCouponRow | undefined;
  /** What became of it, once it is complete. */
  native: { status: OrderStatus; charged: Charged | null } | undefined;
}

/** What a cart is asked for by. */
export type CartRef = { id: number } | { number: string } | { orderId: string };

export const isOfCartScope = (scope: OrderScope) =>
  and(eq(platformCarts.accountId, scope.accountId), eq(platformCarts.mode, scope.mode));

/** A cart of that scope; anybody else's is not found. */
export async function findCart(db: Executor, scope: OrderScope, ref: CartRef): Promise<PlatformCart | undefined> {
  const [row] = await db
    .select()
    .from(platformCarts)
    .where(and(isCart(ref), isOfCartScope(scope)));
  return row === undefined ? undefined : await withParts(db, row);
}

/** The same, held until the end of the transaction: whoever else writes to it waits. */
export async function lockCart(db: Executor, scope: OrderScope, ref: CartRef): Promise<PlatformCart | undefined> {
  const [row] = await db
    .select()
    .from(platformCarts)
    .where(and(isCart(ref), isOfCartScope(scope)))
    .for("no key update");
  return row === undefined ? undefined : await withParts(db, row);
}

function isCart(ref: CartRef) {
  if ("id" in ref) return eq(platformCarts.id, ref.id);
  return "number" in ref ? eq(platformCarts.number, ref.number) : eq(platformCarts.orderId, ref.orderId);
}

async function withParts(db: Executor, row: PlatformCartRow): Promise<PlatformCart> {
  return {
    ...row,
    lines: await readLines(db, row.id),
    shipAddress: await readAddress(db, row.shipAddressId),
    coupon: await readCoupon(db, row.couponId),
    native: await readNative(db, row.orderId),
  };
}

interface LineRow extends Record<string, unknown> {
  id: string;
  variant_id: string;
  product_id: string;
  name: string;
  sku: string;
  price_cents: number;
  quantity: number;
  url: string;
  choices: Variant[];
  is_active: boolean;
  available: number | null;
  supplier: CartSupplier & { address: string | null };
}

/** In SQL of our own: every write reads them twice, and the builder takes longer over four tables than Postgres does. */
export async function readLines(db: Executor, cartId: number): Promise<PlatformCartLine[]> {
  const { rows } = await db.execute<LineRow>(sql`
    SELECT line.id, line.variant_id, variant.product_id, line.name, line.sku, line.price_cents, line.quantity, variant.url,
      variant.choices, variant.is_active AND product.is_active AS is_active, variant.available,
      jsonb_build_object('id', seller.id, 'name', seller.name, 'address', seller.address, 'isAvailable', seller.is_available,
        'minimumOrderCents', seller.minimum_order_cents, 'shippingCents', seller.shipping_cents,
        'shippingPerItemCents', seller.shipping_per_item_cents, 'taxAllowanceBp', seller.tax_allowance_bp) AS supplier
    FROM platform_line_items AS line JOIN catalogue_variants AS variant ON variant.id = line.variant_id
      JOIN catalogue_products AS product ON product.id = variant.product_id JOIN suppliers AS seller ON seller.id = product.supplier_id
    WHERE line.cart_id = ${cartId} ORDER BY line.id`);
  return rows.map((row) => ({
    id: Number(row.id),
    variantId: Number(row.variant_id),
    productId: row.product_id,
    name: row.name,
    sku: row.sku,
    unitPriceCents: row.price_cents,
    quantity: row.quantity,
    url: row.url,
    choices: row.choices,
    isActive: row.is_active,
    available: row.available,
    supplier: row.supplier,
    supplierAddress: row.supplier.address,
  }));
}

export async function readAddress(db: Executor, id: number | null): Promise<PlatformAddressRow | undefined> {
  if (id === null) return undefined;
  const [address] = await db.select().from(platformAddresses).where(eq(platformAddresses.id, id));
  return address;
}

export async function readCoupon(db: Executor, id: number | null): Promise<PlatformCouponRow | undefined> {
  if (id === null) return undefined;
  const [coupon] = await db.select().from(platformCoupons).where(eq(platformCoupons.id, id));
  return coupon;
}

async function readNative(db: Executor, orderId: string | null): Promise<PlatformCart["native"]> {
  if (orderId === null) return undefined;
  const [order] = await db
    .select({ status: orders.status, charged: orders.charged })
    .from(orders)
    .where(eq(orders.id, orderId));
  return order;
}

/** Of these addresses, those of that scope. */
export async function findAddressIds(db: Executor, scope: OrderScope, ids: readonly number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const found = await db
    .select({ id: platformAddresses.id })
    .from(platformAddresses)
    .where(
      and(
        inArray(platformAddresses.id, [...ids]),
        eq(platformAddresses.accountId, scope.accountId),
        eq(platformAddresses.mode, scope.mode),
      ),
    );
  return new Set(found.map(({ id }) => id));
}
