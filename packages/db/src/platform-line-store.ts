import type { Variant } from "@cartwright/schemas";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import type { OrderQuoteRecord } from "./order-quote-store.ts";
import type { OrderItemRow, OrderRecord } from "./order-record.ts";
import type { OrderScope } from "./order-store.ts";
import { isOfCartScope } from "./platform-cart-record.ts";
import { catalogueProducts, catalogueVariants, platformCarts, platformLineItems } from "./tables/index.ts";

/** What the catalogue says of a variant now, whether it is still sold or not. */
export interface PlatformVariantRecord {
  id: number;
  sku: string;
  priceCents: number;
  choices: Variant[];
  available: number | null;
  isActive: boolean;
  product: { id: string; name: string; description: string | null; createdAt: Date; updatedAt: Date };
  createdAt: Date;
  updatedAt: Date;
}

/** A line of a cart, or of an order that never was one. */
export interface PlatformLineRecord {
  /** The line's number; of an order that never was a cart, its item's id. */
  id: string;
  /** Whose it is, as the platform face calls it. */
  orderRef: string;
  /** Undefined: no catalogue knows it. */
  variant: PlatformVariantRecord | undefined;
  name: string;
  sku: string | null;
  /** In US cents, as of when it was put in; null: nobody has read it. */
  unitPriceCents: number | null;
  quantity: number;
  publicMetadata: Record<string, unknown>;
  privateMetadata: Record<string, unknown>;
  createdAt: Date;
  updatedAt: Date;
}

/** By the order's id in the platform face: the lines of those carts, and of those orders that are none of theirs. */
export async function findPlatformLines(
  db: Executor,
  cartIds: readonly number[],
  natives: readonly OrderRecord[],
  quotes: ReadonlyMap<string, OrderQuoteRecord>,
): Promise<Map<string, PlatformLineRecord[]>> {
  const found = new Map<string, PlatformLineRecord[]>();
  for (const line of await findCartLines(db, cartIds)) {
    found.set(line.orderRef, [...(found.get(line.orderRef) ?? []), line]);
  }
  const quoted = natives.flatMap(({ id }) => quotes.get(id)?.lines ?? []);
  const variants = await findAnyVariants(
    db,
    quoted.map(({ variantId }) => variantId),
  );
  for (const order of natives) {
    found.set(
      order.id,
      order.items.map((item) => toNativeLine(order, item, quotes.get(order.id), variants)),
    );
  }
  return found;
}

async function findCartLines(db: Executor, cartIds: readonly number[]): Promise<PlatformLineRecord[]> {
  if (cartIds.length === 0) return [];
  const rows = await db
    .select()
    .from(platformLineItems)
    .where(inArray(platformLineItems.cartId, [...cartIds]))
    .orderBy(asc(platformLineItems.id));
  return await withVariantsOf(db, rows);
}

type LineRow = typeof platformLineItems.$inferSelect;

async function withVariantsOf(db: Executor, rows: readonly LineRow[]): Promise<PlatformLineRecord[]> {
  const variants = await findAnyVariants(
    db,
    rows.map(({ variantId }) => variantId),
  );
  return rows.map((row) => ({
    id: String(row.id),
    orderRef: String(row.cartId),
    variant: variants.get(row.variantId),
    name: row.name,
    sku: row.sku,
    unitPriceCents: row.priceCents,
    quantity: row.quantity,
    publicMetadata: row.publicMetadata,
    privateMetadata: row.privateMetadata,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}

/** Lines of carts of that scope: all of them, or those of one cart, or one line. */
export interface LinesWanted {
  lineId?: number | undefined;
  cartId?: number | undefined;
  limit: number;
  offset: number;
}

/** Oldest first. */
export async function listPlatformLines(
  db: Executor,
  scope: OrderScope,
  { lineId, cartId, limit, offset }: LinesWanted,
): Promise<{ lines: PlatformLineRecord[]; total: number }> {
  const where = and(
    isOfCartScope(scope),
    lineId === undefined ? undefined : eq(platformLineItems.id, lineId),
    cartId === undefined ? undefined : eq(platformLineItems.cartId, cartId),
  );
  const rows = await db
    .select({ line: platformLineItems })
    .from(platformLineItems)
    .innerJoin(platformCarts, eq(platformCarts.id, platformLineItems.cartId))
    .where(where)
    .orderBy(asc(platformLineItems.id))
    .limit(limit)
    .offset(offset);
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(platformLineItems)
    .innerJoin(platformCarts, eq(platformCarts.id, platformLineItems.cartId))
    .where(where);
  const lines = await withVariantsOf(
    db,
    rows.map(({ line }) => line),
  );
  return { lines, total: counted?.total ?? 0 };
}

async function findAnyVariants(db: Executor, ids: readonly number[]): Promise<Map<number, PlatformVariantRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select({ variant: catalogueVariants, product: catalogueProducts })
    .from(catalogueVariants)
    .innerJoin(catalogueProducts, eq(catalogueProducts.id, catalogueVariants.productId))
    .where(inArray(catalogueVariants.id, [...new Set(ids)]));
  return new Map(
    rows.map(({ variant, product }) => [
      variant.id,
      { ...variant, isActive: variant.isActive && product.isActive, product },
    ]),
  );
}

function toNativeLine(
  order: OrderRecord,
  item: OrderItemRow,
  quote: OrderQuoteRecord | undefined,
  variants: ReadonlyMap<number, PlatformVariantRecord>,
): PlatformLineRecord {
  const line = quote?.lines.find(({ position }) => position === item.position);
  return {
    id: item.id,
    orderRef: order.id,
    variant: line === undefined ? undefined : variants.get(line.variantId),
    name: line?.productName ?? item.url,
    sku: line?.sku ?? null,
    unitPriceCents: line?.unitPriceCents ?? null,
    quantity: item.quantity,
    publicMetadata: {},
    privateMetadata: {},
    createdAt: item.createdAt,
    updatedAt: item.updatedAt,
  };
}
