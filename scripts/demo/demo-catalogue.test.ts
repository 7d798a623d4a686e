import { openCatalog } from "@cartwright/retailers/catalog";
import { DEMO_SCENARIOS } from "@cartwright/retailers/demo-shop/scenarios";
import { findProduct } from "../../apps/demo-shop/src/catalogue.ts";
import { TAX_RATES } from "../../apps/demo-shop/src/tax-rates.ts";
import { readCatalogue } from "../../apps/api/src/catalogue/read-catalogue.ts";
import { demoCatalogue } from "./demo-catalogue.ts";

const SHOP = "http://127.0.0.1:3001";

test("what development can order is in stock, at the shop's price, with choices that it has, and fails for nothing", () => {
  const content = Buffer.from(JSON.stringify(demoCatalogue(SHOP)));
  const read = readCatalogue(openCatalog({ demoShopUrl: SHOP }), "json", content);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  const [supplier] = read.catalogue.suppliers;
  expect(supplier).toMatchObject({ id: "sup_harbor", mode: "test", shipping_cents: 595 });
  expect(supplier?.products.length).toBeGreaterThanOrEqual(4);
  expect(supplier?.tax_allowance_percent).toBeGreaterThanOrEqual(Math.max(...Object.values(TAX_RATES)) / 1_000);
  const failing = DEMO_SCENARIOS.filter(
    ({ scenario, expectedStatus }) => scenario !== "success" && expectedStatus === "order_failed",
  );
  for (const { url, price_cents, choices, available } of supplier?.products.flatMap(({ variants }) => variants) ?? []) {
    const slug = url.slice(`${SHOP}/products/`.length);
    const product = findProduct(slug);
    expect(product?.priceCents).toBe(price_cents);
    expect(product?.stock).toBe(available);
    expect(available).toBeGreaterThan(0);
    expect(choices.map(({ label }) => label)).toEqual((product?.options ?? []).map(({ label }) => label));
    for (const { label, value } of choices) {
      expect(product?.options?.find((option) => option.label === label)?.values).toContain(value);
    }
    // Without its choice a product that has some fails: with it, it is bought.
    expect(
      failing.map((scenario) => scenario.slug).filter((failed) => failed === slug && choices.length === 0),
    ).toEqual([]);
  }
});
