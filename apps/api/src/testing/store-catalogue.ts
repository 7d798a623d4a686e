import type { KeyMode, Variant } from "@cartwright/schemas";
import type { TestDatabase } from "@cartwright/testing";
import { insert } from "./store-order.ts";
import { PRODUCT_URL } from "./test-api.ts";

interface StoredVariant {
  sku?: string;
  priceCents: number;
  url?: string;
  choices?: Variant[];
  available?: number | null;
  isActive?: boolean;
}

interface StoredProduct {
  id: string;
  name?: string;
  isActive?: boolean;
  variants: StoredVariant[];
}

interface StoredSupplier {
  id: string;
  mode?: KeyMode;
  /** Columns of `suppliers` beside these. */
  columns?: Record<string, unknown>;
  products: StoredProduct[];
}

/** Puts a supplier and what it sells into the catalogue as they are to be, without an import. */
export async function storeSupplier(database: TestDatabase, supplier: StoredSupplier): Promise<void> {
  const mode = supplier.mode ?? "test";
  await insert(database, "suppliers", { id: supplier.id, mode, name: supplier.id, ...supplier.columns });
  for (const { id, name = id, isActive = true, variants } of supplier.products) {
    const product = { id, supplier_id: supplier.id, name, is_active: isActive };
    await insert(database, "catalogue_products", product);
    for (const [position, variant] of variants.entries()) {
      await insert(database, "catalogue_variants", {
        product_id: id,
        position,
        sku: variant.sku ?? `${id}-${position}`,
        mode,
        price_cents: variant.priceCents,
        url: variant.url ?? PRODUCT_URL,
        choices: JSON.stringify(variant.choices ?? []),
        available: variant.available ?? null,
        is_active: variant.isActive ?? true,
      });
    }
  }
}

/** What the seed of the supplier face orders: with it, its request comes to the seed's own amounts. */
export async function storeSeedSupplier(database: TestDatabase): Promise<void> {
  await storeSupplier(database, {
    id: "sup_xyz789",
    columns: {
      name: "Stag's Leap Wine Cellars",
      address: "5766 Silverado Trail, Napa, CA 94558",
      shipping_per_item_cents: 2_000,
    },
    products: [
      {
        id: "prod_abc123",
        name: "2021 Reserve Cabernet Sauvignon",
        variants: [{ priceCents: 24_000, url: PRODUCT_URL, available: 100 }],
      },
      {
        id: "prod_def456",
        name: "2022 Chardonnay",
        variants: [
          { priceCents: 18_000, url: PRODUCT_URL.replace("walnut-desk-organizer", "linen-shirt"), available: 5 },
          {
            priceCents: 19_000,
            url: PRODUCT_URL.replace("walnut-desk-organizer", "linen-shirt"),
            choices: [{ label: "Size", value: "L" }],
          },
        ],
      },
    ],
  });
}

/** Who gets what an account orders, where an order does not say. */
export async function giveDefaultRecipient({ pool }: TestDatabase, account = "Test account"): Promise<void> {
  const recipient = { name: "Ada Quinn", phone: "(415) 693-5505" };
  await pool.query("UPDATE accounts SET default_recipient = $2 WHERE name = $1", [account, JSON.stringify(recipient)]);
}
