import { toBasisPoints } from "@cartwright/schemas";
import type { Pool, PoolClient } from "pg";
import { type Catalogue, findConflicts, type ImportConflict } from "./catalogue-conflicts.ts";
import { inTransaction } from "./in-transaction.ts";

/** What an import did, or would do. */
export interface ImportCounts {
  suppliers: RowCounts;
  products: RowCounts;
  variants: RowCounts;
}

export interface RowCounts {
  added: number;
  changed: number;
  unchanged: number;
  /** Inactive from now on: of a supplier in the file, but not in the file itself. Suppliers are never taken out. */
  takenOut: number;
}

export type ImportResult =
  | { kind: "imported"; counts: ImportCounts }
  | { kind: "refused"; conflicts: ImportConflict[] };

/** Two imports at once would each count what the other is changing. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('import-catalogue', 0))";

// Updates and inserts apart, and not ON CONFLICT: that takes a number of the sequence for every row that is there already.
const CHANGE_SUPPLIERS = `UPDATE suppliers AS known SET name = given.name, address = given.address,
    is_available = given.is_available, minimum_order_cents = given.minimum_order_cents, shipping_cents = given.shipping_cents,
    shipping_per_item_cents = given.shipping_per_item_cents, tax_allowance_bp = given.tax_allowance_bp,
    updated_at = clock_timestamp()
  FROM jsonb_populate_recordset(NULL::suppliers, $1) AS given
  WHERE known.id = given.id AND (known.name, known.address, known.is_available, known.minimum_order_cents,
      known.shipping_cents, known.shipping_per_item_cents, known.tax_allowance_bp)
    IS DISTINCT FROM (given.name, given.address, given.is_available, given.minimum_order_cents,
      given.shipping_cents, given.shipping_per_item_cents, given.tax_allowance_bp)`;
const ADD_SUPPLIERS = `INSERT INTO suppliers (id, mode, name, address, is_available, minimum_order_cents, shipping_cents,
    shipping_per_item_cents, tax_allowance_bp)
  SELECT id, mode, name, address, is_available, minimum_order_cents, shipping_cents, shipping_per_item_cents, tax_allowance_bp
  FROM jsonb_populate_recordset(NULL::suppliers, $1) AS given WHERE NOT EXISTS (SELECT FROM suppliers WHERE id = given.id)`;

const CHANGE_PRODUCTS = `UPDATE catalogue_products AS known SET supplier_id = given.supplier_id, name = given.name,
    description = given.description, is_active = true, updated_at = clock_timestamp()
  FROM jsonb_populate_recordset(NULL::catalogue_products, $1) AS given
  WHERE known.id = given.id AND (known.supplier_id, known.name, known.description, known.is_active)
    IS DISTINCT FROM (given.supplier_id, given.name, given.description, true)`;
const ADD_PRODUCTS = `INSERT INTO catalogue_products (id, supplier_id, name, description)
  SELECT id, supplier_id, name, description FROM jsonb_populate_recordset(NULL::catalogue_products, $1) AS given
  WHERE NOT EXISTS (SELECT FROM catalogue_products WHERE id = given.id)`;
const TAKE_OUT_PRODUCTS = `UPDATE catalogue_products SET is_active = false, updated_at = clock_timestamp()
  WHERE is_active AND supplier_id = ANY ($1) AND id <> ALL ($2)`;

const CHANGE_VARIANTS = `UPDATE catalogue_variants AS known SET product_id = given.product_id, position = given.position,
    price_cents = given.price_cents, url = given.url, choices = given.choices, available = given.available, is_active = true,
    updated_at = clock_timestamp()
  FROM jsonb_populate_recordset(NULL::catalogue_variants, $1) AS given
  WHERE known.mode = given.mode AND known.sku = given.sku
    AND (known.product_id, known.position, known.price_cents, known.url, known.choices, known.available, known.is_active)
      IS DISTINCT FROM (given.product_id, given.position, given.price_cents, given.url, given.choices, given.available, true)`;
// As WITH ORDINALITY counts them, so that ids follow the file.
const ADD_VARIANTS = `INSERT INTO catalogue_variants (product_id, position, sku, mode, price_cents, url, choices, available)
  SELECT product_id, position, sku, mode, price_cents, url, choices, available
  FROM jsonb_populate_recordset(NULL::catalogue_variants, $1) WITH ORDINALITY AS given
  WHERE NOT EXISTS (SELECT FROM catalogue_variants AS known WHERE known.mode = given.mode AND known.sku = given.sku)
  ORDER BY ordinality`;
const TAKE_OUT_VARIANTS = `UPDATE catalogue_variants AS known SET is_active = false, updated_at = clock_timestamp()
  FROM catalogue_products AS product
  WHERE product.id = known.product_id AND product.supplier_id = ANY ($2) AND known.is_active
    AND NOT EXISTS (SELECT FROM jsonb_populate_recordset(NULL::catalogue_variants, $1) AS given
      WHERE given.mode = known.mode AND given.sku = known.sku)`;

class Undone extends Error {
  readonly result: ImportResult;
  constructor(result: ImportResult) {
    super("the import is undone");
    this.result = result;
  }
}

/**
 * Takes whole suppliers into the catalogue, all or nothing. What a supplier in the file had and the file has no more is taken out;
 * suppliers that are not in the file stay as they are. The words must be checked before: ids and SKUs once each.
 * `isDryRun`: finds out what would happen, and undoes it.
 */
export async function importCatalogue(
  pool: Pool,
  catalogue: Catalogue,
  { isDryRun = false }: { isDryRun?: boolean } = {},
): Promise<ImportResult> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(LOCK);
      const conflicts = await findConflicts(client, catalogue);
      if (conflicts.length > 0) throw new Undone({ kind: "refused", conflicts });
      const result: ImportResult = { kind: "imported", counts: await writeCatalogue(client, catalogue) };
      if (isDryRun) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.result;
    throw error;
  }
}

async function writeCatalogue(client: PoolClient, { suppliers }: Catalogue): Promise<ImportCounts> {
  const supplierIds = suppliers.map(({ id }) => id);
  const productIds = suppliers.flatMap(({ products }) => products.map(({ id }) => id));
  const run = async (text: string, ...values: unknown[]): Promise<number> =>
    (await client.query(text, values)).rowCount ?? 0;
  const upsert = async (change: string, add: string, rows: object[]): Promise<RowCounts> => {
    const json = JSON.stringify(rows);
    const changed = await run(change, json);
    const added = await run(add, json);
    return { added, changed, unchanged: rows.length - added - changed, takenOut: 0 };
  };
  const variants = suppliers.flatMap(toVariantRows);
  const counts = {
    suppliers: await upsert(CHANGE_SUPPLIERS, ADD_SUPPLIERS, suppliers.map(toSupplierRow)),
    products: await upsert(CHANGE_PRODUCTS, ADD_PRODUCTS, suppliers.flatMap(toProductRows)),
    variants: await upsert(CHANGE_VARIANTS, ADD_VARIANTS, variants),
  };
  counts.products.takenOut = await run(TAKE_OUT_PRODUCTS, supplierIds, productIds);
  counts.variants.takenOut = await run(TAKE_OUT_VARIANTS, JSON.stringify(variants), supplierIds);
  return counts;
}

const toSupplierRow = (supplier: Catalogue["suppliers"][number]): object => ({
  ...supplier,
  products: undefined,
  tax_allowance_bp: toBasisPoints(supplier.tax_allowance_percent),
});

const toProductRows = ({ id, products }: Catalogue["suppliers"][number]): object[] =>
  products.map((product) => ({
    supplier_id: id,
    id: product.id,
    name: product.name,
    description: product.description,
  }));

const toVariantRows = ({ mode, products }: Catalogue["suppliers"][number]): object[] =>
  products.flatMap((product) =>
    product.variants.map((variant, position) => ({ ...variant, product_id: product.id, position, mode })),
  );
