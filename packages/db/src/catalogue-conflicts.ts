import type { CatalogueFileSupplier, KeyMode } from "@cartwright/schemas";
import type { PoolClient } from "pg";

/** Whole suppliers, each with the mode of the retailer behind its URLs. */
export interface Catalogue {
  suppliers: (CatalogueFileSupplier & { mode: KeyMode })[];
}

/** An id or SKU that stands for something else already. `supplier`, `product` and `variant` are indices of the catalogue. */
export type ImportConflict =
  | { kind: "supplier_mode"; supplier: number; mode: KeyMode }
  | { kind: "product_of_other"; supplier: number; product: number; ownerId: string; ownerMode: KeyMode }
  | { kind: "sku_of_other"; supplier: number; product: number; variant: number; ownerId: string; productId: string };

interface Row {
  supplier: number;
  product: number;
  variant: number;
  owner_id: string;
  owner_mode: KeyMode;
  product_id: string;
}

const SUPPLIERS_OF_OTHER_MODE = `SELECT given.supplier, known.mode AS owner_mode
  FROM jsonb_to_recordset($1) AS given(id text, mode key_mode, supplier int) JOIN suppliers AS known USING (id)
  WHERE known.mode <> given.mode ORDER BY given.supplier`;

// What is inactive is free to be somebody else's. But nothing ever goes from test to live, or back: carts and orders name it.
const PRODUCTS_OF_OTHERS = `SELECT given.supplier, given.product, owner.id AS owner_id, owner.mode AS owner_mode
  FROM jsonb_to_recordset($1) AS given(id text, supplier_id text, mode key_mode, supplier int, product int)
    JOIN catalogue_products AS known USING (id) JOIN suppliers AS owner ON owner.id = known.supplier_id
  WHERE owner.id <> given.supplier_id AND (owner.mode <> given.mode OR (known.is_active AND owner.id <> ALL ($2)))
  ORDER BY given.supplier, given.product`;

const SKUS_OF_OTHERS = `SELECT given.supplier, given.product, given.variant, owner.id AS owner_id, product.id AS product_id
  FROM jsonb_to_recordset($1) AS given(sku text, mode key_mode, supplier int, product int, variant int)
    JOIN catalogue_variants AS known USING (mode, sku) JOIN catalogue_products AS product ON product.id = known.product_id
    JOIN suppliers AS owner ON owner.id = product.supplier_id
  WHERE known.is_active AND owner.id <> ALL ($2) ORDER BY given.supplier, given.product, given.variant`;

/** Everything that keeps a catalogue from being imported over what is there. */
export async function findConflicts(
  client: Pick<PoolClient, "query">,
  { suppliers }: Catalogue,
): Promise<ImportConflict[]> {
  const ids = suppliers.map(({ id }) => id);
  const products = suppliers.flatMap(({ id: supplier_id, mode, products: own }, supplier) =>
    own.map(({ id, variants }, product) => ({ id, supplier_id, mode, supplier, product, variants })),
  );
  const skus = products.flatMap(({ mode, supplier, product, variants }) =>
    variants.map(({ sku }, variant) => ({ sku, mode, supplier, product, variant })),
  );
  const ask = async (text: string, rows: object[], ...more: unknown[]): Promise<Row[]> =>
    (await client.query<Row>(text, [JSON.stringify(rows), ...more])).rows;

  const given = suppliers.map(({ id, mode }, supplier) => ({ id, mode, supplier }));
  const ofMode = await ask(SUPPLIERS_OF_OTHER_MODE, given);
  const ofProducts = await ask(PRODUCTS_OF_OTHERS, products, ids);
  const ofSkus = await ask(SKUS_OF_OTHERS, skus, ids);
  return [
    ...ofMode.map(({ supplier, owner_mode }) => ({ kind: "supplier_mode" as const, supplier, mode: owner_mode })),
    ...ofProducts.map(({ supplier, product, owner_id, owner_mode }) => {
      return { kind: "product_of_other" as const, supplier, product, ownerId: owner_id, ownerMode: owner_mode };
    }),
    ...ofSkus.map(({ supplier, product, variant, owner_id, product_id }) => {
      return { kind: "sku_of_other" as const, supplier, product, variant, ownerId: owner_id, productId: product_id };
    }),
  ];
}
