import { formatUsd } from "@cartwright/orders";
import type { CatalogueFile } from "@cartwright/schemas";

type Supplier = CatalogueFile["suppliers"][number];
type Product = Supplier["products"][number];
type Variant = Product["variants"][number];

/** One thing that an import does, in words. */
export interface CatalogueChange {
  kind: "added" | "changed" | "taken out";
  /** `SKU walnut-1 of prod_desk`. */
  what: string;
  /** Field by field, of what is changed. */
  how: string[];
}

/** What an import of `after` makes of a catalogue: suppliers that are not in it stay as they are. */
export function catalogueChanges(before: CatalogueFile, after: CatalogueFile): CatalogueChange[] {
  const known = new Map(before.suppliers.map((supplier) => [supplier.id, supplier]));
  return after.suppliers.flatMap((supplier) => {
    const old = known.get(supplier.id);
    const own = compare(`supplier ${supplier.id}`, old, supplier, SUPPLIER_FIELDS);
    return [...own, ...ofProducts(old, supplier)];
  });
}

function ofProducts(before: Supplier | undefined, { products }: Supplier): CatalogueChange[] {
  const known = new Map(before?.products.map((product) => [product.id, product]));
  const kept = new Set(products.map(({ id }) => id));
  const skus = new Map(before?.products.flatMap(({ id, variants }) => variants.map((v) => [v.sku, { of: id, v }])));
  const keptSkus = new Set(products.flatMap(({ variants }) => variants.map(({ sku }) => sku)));
  return [
    ...products.flatMap((product) => [
      ...compare(`product ${product.id}`, known.get(product.id), product, PRODUCT_FIELDS),
      ...product.variants.flatMap((variant) =>
        compare(`SKU ${variant.sku} of ${product.id}`, skus.get(variant.sku)?.v, variant, VARIANT_FIELDS),
      ),
    ]),
    ...[...known.keys()].filter((id) => !kept.has(id)).map((id) => takenOut(`product ${id}`)),
    ...[...skus].filter(([sku]) => !keptSkus.has(sku)).map(([sku, { of }]) => takenOut(`SKU ${sku} of ${of}`)),
  ];
}

const takenOut = (what: string): CatalogueChange => ({ kind: "taken out", what, how: [] });

type Words<T> = readonly (readonly [name: string, words: (thing: T) => string])[];

const SUPPLIER_FIELDS: Words<Supplier> = [
  ["name", ({ name }) => name],
  ["address", ({ address }) => address ?? "none"],
  ["takes orders", ({ is_available: isAvailable }) => (isAvailable ? "yes" : "no")],
  ["minimum order", (supplier) => formatUsd(supplier.minimum_order_cents)],
  ["shipping", (supplier) => formatUsd(supplier.shipping_cents)],
  ["shipping a piece", (supplier) => formatUsd(supplier.shipping_per_item_cents)],
  ["tax allowance", (supplier) => `${supplier.tax_allowance_percent} %`],
];
const PRODUCT_FIELDS: Words<Product> = [
  ["name", ({ name }) => name],
  ["description", ({ description }) => description ?? "none"],
];
const VARIANT_FIELDS: Words<Variant> = [
  ["price", ({ price_cents: cents }) => formatUsd(cents)],
  ["URL", ({ url }) => url],
  ["choices", ({ choices }) => choices.map(({ label, value }) => `${label}: ${value}`).join(", ") || "none"],
  ["available", ({ available }) => (available === null ? "any number" : String(available))],
];

function compare<T>(what: string, before: T | undefined, after: T, fields: Words<T>): CatalogueChange[] {
  if (before === undefined) return [{ kind: "added", what, how: [] }];
  const how = fields
    .filter(([, words]) => words(before) !== words(after))
    .map(([name, words]) => `${name}: ${words(before)} → ${words(after)}`);
  return how.length === 0 ? [] : [{ kind: "changed", what, how }];
}
