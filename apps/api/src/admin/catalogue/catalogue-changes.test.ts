import type { CatalogueFile } from "@cartwright/schemas";
import { catalogueChanges } from "./catalogue-changes.ts";

const variant = (sku: string, cents: number) => ({
  sku,
  price_cents: cents,
  url: "https://pine.com/p/1",
  choices: [],
  available: null,
});
const catalogue = (products: CatalogueFile["suppliers"][number]["products"], more = {}): CatalogueFile => ({
  suppliers: [
    {
      id: "sup_pine",
      name: "Pine",
      address: null,
      is_available: true,
      minimum_order_cents: 0,
      shipping_cents: 0,
      shipping_per_item_cents: 0,
      tax_allowance_percent: 10,
      products,
      ...more,
    },
  ],
});
const product = (id: string, ...variants: ReturnType<typeof variant>[]) => ({
  id,
  name: id,
  description: null,
  variants,
});

it("tells every thing that an import adds, changes and takes out, and nothing of what stays", () => {
  const before = catalogue([
    product("prod_a", variant("A1", 100), variant("A2", 200)),
    product("prod_b", variant("B1", 300)),
  ]);
  const after = catalogue(
    [product("prod_a", variant("A1", 150), variant("A3", 200)), product("prod_c", variant("C1", 5))],
    {
      is_available: false,
    },
  );
  expect(catalogueChanges(before, after)).toEqual([
    { kind: "changed", what: "supplier sup_pine", how: ["takes orders: yes → no"] },
    { kind: "changed", what: "SKU A1 of prod_a", how: ["price: $1.00 → $1.50"] },
    { kind: "added", what: "SKU A3 of prod_a", how: [] },
    { kind: "added", what: "product prod_c", how: [] },
    { kind: "added", what: "SKU C1 of prod_c", how: [] },
    { kind: "taken out", what: "product prod_b", how: [] },
    { kind: "taken out", what: "SKU A2 of prod_a", how: [] },
    { kind: "taken out", what: "SKU B1 of prod_b", how: [] },
  ]);
  expect(catalogueChanges(after, after)).toEqual([]);
});

it("leaves suppliers alone that are not in the file", () => {
  expect(catalogueChanges(catalogue([product("prod_a", variant("A1", 100))]), { suppliers: [] })).toEqual([]);
});
