import {
  type CatalogueProduct,
  type Executor,
  listProducts,
  listSuppliers,
  type CatalogueVariantRow,
  type SupplierRow,
} from "@cartwright/db";
import { formatUsd } from "@cartwright/orders";
import { type CatalogueFile, KEY_MODES } from "@cartwright/schemas";

/** A supplier with all that it sells. */
export interface StockedSupplier {
  supplier: SupplierRow;
  products: CatalogueProduct[];
}

const EVERYTHING = { limit: 1_000_000, offset: 0 };

/** What a key may order from, of test and of live suppliers. */
export async function readStock(db: Executor): Promise<StockedSupplier[]> {
  const stock: StockedSupplier[] = [];
  for (const mode of KEY_MODES) {
    for (const supplier of await listSuppliers(db, mode)) {
      const { products } = await listProducts(db, mode, { supplierId: supplier.id, ...EVERYTHING });
      stock.push({ supplier, products });
    }
  }
  return stock;
}

/** As it can be imported again. */
export function toCatalogueFile(stock: readonly StockedSupplier[]): CatalogueFile {
  return {
    suppliers: stock.map(({ supplier, products }) => ({
      id: supplier.id,
      name: supplier.name,
      address: supplier.address,
      is_available: supplier.isAvailable,
      minimum_order_cents: supplier.minimumOrderCents,
      shipping_cents: supplier.shippingCents,
      shipping_per_item_cents: supplier.shippingPerItemCents,
      tax_allowance_percent: supplier.taxAllowanceBp / 100,
      products: products.map(({ id, name, description, variants }) => ({
        id,
        name,
        description,
        variants: variants.map((variant) => ({
          sku: variant.sku,
          price_cents: variant.priceCents,
          url: variant.url,
          choices: variant.choices,
          available: variant.available,
        })),
      })),
    })),
  };
}

/** The same for a program, with what an import cannot set: the mode, and the ids of the platform face. */
export function stockAsJson(stock: readonly StockedSupplier[]): object[] {
  const { suppliers } = toCatalogueFile(stock);
  for (const [at, { supplier, products }] of stock.entries()) {
    Object.assign(suppliers[at] ?? {}, { mode: supplier.mode });
    for (const [of, { variants }] of products.entries()) {
      for (const [index, { id }] of variants.entries()) {
        Object.assign(suppliers[at]?.products[of]?.variants[index] ?? {}, { id });
      }
    }
  }
  return suppliers;
}

/** As lines for people. */
export function describeStock({ supplier, products }: StockedSupplier): string[] {
  const { id, name, mode, minimumOrderCents: minimum, shippingCents, shippingPerItemCents: perItem } = supplier;
  const terms = [
    supplier.isAvailable ? mode : `${mode}, takes no orders`,
    `shipping ${formatUsd(shippingCents)}${perItem === 0 ? "" : ` and ${formatUsd(perItem)} a piece`}`,
    `tax allowance ${supplier.taxAllowanceBp / 100} %`,
    ...(minimum === 0 ? [] : [`from ${formatUsd(minimum)}`]),
  ];
  return [
    `${id}  ${name}  (${terms.join("; ")})`,
    ...products.flatMap((product) => [
      `  ${product.id}  ${product.name}`,
      ...product.variants.map((variant) => `    ${describeVariant(variant)}`),
    ]),
  ];
}

function describeVariant({ id, sku, priceCents, url, choices, available }: CatalogueVariantRow): string {
  return [
    String(id),
    sku,
    formatUsd(priceCents),
    ...(choices.length === 0 ? [] : [choices.map(({ label, value }) => `${label}: ${value}`).join("; ")]),
    ...(available === null ? [] : [`${available} available`]),
    url,
  ].join("  ");
}
