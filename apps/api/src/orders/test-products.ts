import { DEMO_SCENARIOS } from "@cartwright/retailers/demo-shop/scenarios";
import type { TestProduct } from "@cartwright/schemas";

/** The sandbox products to try things with, the plain success first; none without a demo shop. */
export function testProducts(demoShopUrl: string | undefined): TestProduct[] {
  if (demoShopUrl === undefined) return [];
  const { origin } = new URL(demoShopUrl);
  return DEMO_SCENARIOS.map((product) => ({
    url: `${origin}/products/${product.slug}`,
    scenario: product.scenario,
    description: product.description,
    expected_status: product.expectedStatus,
    expected_error_type: product.expectedErrorType,
  }));
}
