import {
  type CatalogueProduct,
  type CatalogueVariantRow,
  type Database,
  findOrderableProducts,
  findSupplier,
  type SupplierRow,
} from "@cartwright/db";
import type { CreateSupplierOrder, FieldError, KeyMode, SupplierItemInput } from "@cartwright/schemas";
import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import { supplierNotFound, SupplierProblem } from "./supplier-problem.ts";

/** One line of an order: what the catalogue has for it. */
export interface ChosenLine {
  product: CatalogueProduct;
  variant: CatalogueVariantRow;
  quantity: number;
}

export interface Choice {
  supplier: SupplierRow;
  /** In the sequence of the request's items. */
  lines: ChosenLine[];
}

/** What a request wants, out of the catalogue. Throws what the contract has a code for where it is not to be had. */
export async function chooseLines(db: Database, mode: KeyMode, wanted: CreateSupplierOrder): Promise<Choice> {
  const supplier = await findSupplier(db, mode, wanted.supplier_id);
  if (supplier === undefined) throw supplierNotFound("supplier", { supplier_id: showReceived(wanted.supplier_id) });
  if (!supplier.isAvailable) {
    throw new SupplierProblem("supplier_unavailable", `${supplier.name} takes no orders right now.`, {
      supplier_id: supplier.id,
    });
  }
  const ids = [...new Set(wanted.items.map((item) => item.product_id))];
  const products = new Map((await findOrderableProducts(db, mode, ids)).map((product) => [product.id, product]));
  const lines = wanted.items.map((item, index) => {
    const product = requireSoldBy(supplier, products.get(item.product_id), { item, index });
    return { product, variant: chooseVariant(product, item, index), quantity: item.quantity };
  });
  requireOnce(lines);
  for (const [index, line] of lines.entries()) requireInStock(line, index);
  requireMinimum(supplier, lines);
  return { supplier, lines };
}

function requireSoldBy(
  supplier: SupplierRow,
  product: CatalogueProduct | undefined,
  { item, index }: { item: SupplierItemInput; index: number },
): CatalogueProduct {
  const details = { field: `items[${index}].product_id`, product_id: showReceived(item.product_id) };
  if (product === undefined) throw supplierNotFound("product", details);
  if (product.supplierId === supplier.id) return product;
  throw new SupplierProblem(
    "product_not_found",
    `${product.id} is sold by ${product.supplierId}, not by ${supplier.id}: place one order a supplier.`,
    { ...details, supplier_id: supplier.id, sold_by: product.supplierId },
  );
}

function chooseVariant(product: CatalogueProduct, item: SupplierItemInput, index: number): CatalogueVariantRow {
  const [first] = product.variants;
  if (first === undefined) throw new Error(`product ${product.id} is shown, and has no variant`);
  if (typeof item.variant_id !== "string") return first;
  const wanted = product.variants.find(({ id }) => String(id) === item.variant_id);
  if (wanted !== undefined) return wanted;
  throw fieldProblem("validation_error", [
    {
      field: `items[${index}].variant_id`,
      code: "unknown_variant",
      message: `is no variant of ${product.id}`,
      received: showReceived(item.variant_id),
      expected: product.variants.map(({ id }) => String(id)).join(", "),
    },
  ]);
}

/** Two lines of one thing are more likely a slip than a wish: whoever wants more of it says so in one. */
function requireOnce(lines: readonly ChosenLine[]): void {
  const firstAt = new Map<number, number>();
  const errors: FieldError[] = [];
  for (const [index, { variant, product }] of lines.entries()) {
    const before = firstAt.get(variant.id);
    if (before === undefined) firstAt.set(variant.id, index);
    else {
      errors.push({
        field: `items[${index}].product_id`,
        code: "duplicate",
        message: `names the same as items[${before}]`,
        received: product.id,
        expected: "each product once, with the quantity of all of it",
      });
    }
  }
  if (errors.length > 0) throw fieldProblem("validation_error", errors);
}

function requireInStock({ product, variant, quantity }: ChosenLine, index: number): void {
  if (variant.available === null || variant.available >= quantity) return;
  throw new SupplierProblem(
    "insufficient_inventory",
    `${quantity} of ${product.id} are asked for, and ${variant.available} can be had.`,
    {
      product_id: product.id,
      requested: quantity,
      available: variant.available,
      variant_id: String(variant.id),
      field: `items[${index}].quantity`,
    },
  );
}

function requireMinimum({ id, name, minimumOrderCents }: SupplierRow, lines: readonly ChosenLine[]): void {
  const subtotal = lines.reduce((sum, { variant, quantity }) => sum + variant.priceCents * quantity, 0);
  if (subtotal >= minimumOrderCents) return;
  throw new SupplierProblem("minimum_not_met", `The items come to less than ${name} takes orders for.`, {
    supplier_id: id,
    minimum_cents: minimumOrderCents,
    subtotal_cents: subtotal,
  });
}
