import { and, asc, count, countDistinct, eq } from "drizzle-orm";
import type { SupplierRow } from "./catalogue-store.ts";
import type { Executor } from "./client.ts";
import { catalogueProducts, catalogueVariants, suppliers } from "./tables/index.ts";

/** A supplier of either mode, with how much of it can be ordered. */
export interface CountedSupplier {
  supplier: SupplierRow;
  products: number;
  variants: number;
}

/** Every supplier, by name, test and live. */
export async function listAllSuppliers(db: Executor): Promise<CountedSupplier[]> {
  return await db
    .select({
      supplier: suppliers,
      products: countDistinct(catalogueVariants.productId),
      variants: count(catalogueVariants.id),
    })
    .from(suppliers)
    .leftJoin(
      catalogueProducts,
      and(eq(catalogueProducts.supplierId, suppliers.id), eq(catalogueProducts.isActive, true)),
    )
    .leftJoin(
      catalogueVariants,
      and(eq(catalogueVariants.productId, catalogueProducts.id), eq(catalogueVariants.isActive, true)),
    )
    .groupBy(suppliers.id)
    .orderBy(asc(suppliers.name), asc(suppliers.id));
}

export async function findAnySupplier(db: Executor, id: string): Promise<SupplierRow | undefined> {
  const [supplier] = await db.select().from(suppliers).where(eq(suppliers.id, id));
  return supplier;
}
