import type { KeyMode } from "@cartwright/schemas";
import { and, asc, count, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { catalogueProducts, catalogueVariants, suppliers } from "./tables/index.ts";

export type SupplierRow = typeof suppliers.$inferSelect;
export type CatalogueProductRow = typeof catalogueProducts.$inferSelect;
export type CatalogueVariantRow = typeof catalogueVariants.$inferSelect;

/** A product that can be ordered, with who sells it. */
export interface CatalogueProduct extends CatalogueProductRow {
  supplier: SupplierRow;
  /** The active ones, by position: the first is what an order of the product alone means. */
  variants: CatalogueVariantRow[];
}

/** A variant that can be ordered, with what it is of. */
export interface CatalogueVariant extends CatalogueVariantRow {
  product: CatalogueProductRow;
  supplier: SupplierRow;
}

export interface CataloguePage {
  /** Of this supplier alone. */
  supplierId?: string | undefined;
  limit: number;
  offset: number;
}

// What a key sees: suppliers of its own mode, and of theirs what is active. A supplier that takes no orders right now is seen.

/** Every supplier of that mode, by name. */
export async function listSuppliers(db: Executor, mode: KeyMode): Promise<SupplierRow[]> {
  return await db
    .select()
    .from(suppliers)
    .where(eq(suppliers.mode, mode))
    .orderBy(asc(suppliers.name), asc(suppliers.id));
}

export async function findSupplier(db: Executor, mode: KeyMode, id: string): Promise<SupplierRow | undefined> {
  const [supplier] = await db
    .select()
    .from(suppliers)
    .where(and(eq(suppliers.id, id), eq(suppliers.mode, mode)));
  return supplier;
}

/** A page of the products that can be ordered, by name, with the number of them in all. */
export async function listProducts(
  db: Executor,
  mode: KeyMode,
  { supplierId, limit, offset }: CataloguePage,
): Promise<{ products: CatalogueProduct[]; total: number }> {
  const where = and(isShown(mode), supplierId === undefined ? undefined : eq(catalogueProducts.supplierId, supplierId));
  const found = await selectProducts(db, where)
    .orderBy(asc(catalogueProducts.name), asc(catalogueProducts.id))
    .limit(limit)
    .offset(offset);
  const [counted] = await db
    .select({ total: count() })
    .from(catalogueProducts)
    .innerJoin(suppliers, eq(suppliers.id, catalogueProducts.supplierId))
    .where(where);
  return { products: await withVariants(db, found), total: counted?.total ?? 0 };
}

export async function findProduct(db: Executor, mode: KeyMode, id: string): Promise<CatalogueProduct | undefined> {
  const [product] = await findOrderableProducts(db, mode, [id]);
  return product;
}

/** Of these products, those that can be ordered, in no particular order. */
export async function findOrderableProducts(
  db: Executor,
  mode: KeyMode,
  productIds: readonly string[],
): Promise<CatalogueProduct[]> {
  if (productIds.length === 0) return [];
  const found = await selectProducts(db, and(isShown(mode), inArray(catalogueProducts.id, [...productIds])));
  return await withVariants(db, found);
}

/** Of these variants, those that can be ordered, in no particular order. */
export async function findVariants(
  db: Executor,
  mode: KeyMode,
  variantIds: readonly number[],
): Promise<CatalogueVariant[]> {
  if (variantIds.length === 0) return [];
  const found = await db
    .select({ variant: catalogueVariants, product: catalogueProducts, supplier: suppliers })
    .from(catalogueVariants)
    .innerJoin(catalogueProducts, eq(catalogueProducts.id, catalogueVariants.productId))
    .innerJoin(suppliers, eq(suppliers.id, catalogueProducts.supplierId))
    .where(and(inArray(catalogueVariants.id, [...variantIds]), eq(catalogueVariants.isActive, true), isShown(mode)));
  return found.map(({ variant, product, supplier }) => Object.assign(variant, { product, supplier }));
}

const isShown = (mode: KeyMode): SQL | undefined =>
  and(
    eq(suppliers.mode, mode),
    eq(catalogueProducts.isActive, true),
    sql`EXISTS (SELECT FROM ${catalogueVariants} AS own WHERE own.product_id = ${catalogueProducts.id} AND own.is_active)`,
  );

function selectProducts(db: Executor, where: SQL | undefined) {
  return db
    .select({ product: catalogueProducts, supplier: suppliers })
    .from(catalogueProducts)
    .innerJoin(suppliers, eq(suppliers.id, catalogueProducts.supplierId))
    .where(where)
    .$dynamic();
}

async function withVariants(
  db: Executor,
  found: readonly { product: CatalogueProductRow; supplier: SupplierRow }[],
): Promise<CatalogueProduct[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ product }) => product.id);
  const variants = await db
    .select()
    .from(catalogueVariants)
    .where(and(inArray(catalogueVariants.productId, ids), eq(catalogueVariants.isActive, true)))
    .orderBy(asc(catalogueVariants.position), asc(catalogueVariants.id));
  const byProduct = new Map<string, CatalogueVariantRow[]>(ids.map((id) => [id, []]));
  for (const variant of variants) byProduct.get(variant.productId)?.push(variant);
  return found.map(({ product, supplier }) =>
    Object.assign(product, { supplier, variants: byProduct.get(product.id) ?? [] }),
  );
}
