import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEMO_SCENARIOS } from "@cartwright/retailers/demo-shop/scenarios";
import { findProduct, PRODUCTS, relatedTo, searchProducts } from "./catalogue.ts";
import { ASSETS_FOLDER } from "./routes/web.ts";

describe("the catalogue", () => {
  test.each(DEMO_SCENARIOS.filter((entry) => entry.scenario !== "product_not_found"))(
    "sells the product of $scenario",
    ({ slug }) => {
      expect(findProduct(slug)).toBeDefined();
    },
  );

  test("does not sell what product_not_found looks for", () => {
    expect(findProduct("discontinued-lantern")).toBeUndefined();
  });

  test("has at least 24 products, each with a slug and a SKU of its own and a drawing", () => {
    expect(PRODUCTS.length).toBeGreaterThanOrEqual(24);
    expect(new Set(PRODUCTS.map((product) => product.slug)).size).toBe(PRODUCTS.length);
    expect(new Set(PRODUCTS.map((product) => product.sku)).size).toBe(PRODUCTS.length);
    for (const { slug } of PRODUCTS) expect(existsSync(join(ASSETS_FOLDER, "drawings", `${slug}.svg`))).toBe(true);
  });

  test("never relates a product to itself", () => {
    for (const product of PRODUCTS) {
      expect(relatedTo(product)).toHaveLength(4);
      expect(relatedTo(product)).not.toContain(product);
    }
  });

  test("finds by every word, in any case", () => {
    expect(searchProducts("LINEN throw").map((product) => product.slug)).toEqual(["linen-throw-blanket"]);
    expect(searchProducts("   ")).toEqual([]);
  });
});
