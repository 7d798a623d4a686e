import type { PriceComponents } from "@cartwright/schemas";
import { CheckoutFailure } from "./failure.ts";
import { requireAffordable } from "./price-guard.ts";

function shown(parts: Partial<PriceComponents>): PriceComponents {
  return {
    subtotal: 3_450,
    tax: 250,
    shipping: 595,
    discount: null,
    fees: null,
    total: 4_295,
    currency: "USD",
    cart_items: null,
    ...parts,
  };
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CheckoutFailure) return error.code;
    throw error;
  }
  return "affordable";
}

test("a total of exactly max_price is affordable, a cent more is not", () => {
  expect(requireAffordable(shown({}), 4_295)).toBe(4_295);
  expect(codeOf(() => requireAffordable(shown({}), 4_294))).toBe("max_price_exceeded");
});

test("what was exceeded, and by how much, is told", () => {
  expect(() => requireAffordable(shown({}), 4_000)).toThrow(
    expect.objectContaining({ observed: expect.objectContaining({ observed_total: 4_295, exceeded_by: 295 }) }),
  );
});

test.each([
  { total: null },
  { total: 0 },
  { total: -1 },
  { currency: null },
  { currency: "EUR" },
  { tax: 251 },
  { fees: 1 },
])("a review page that shows %j is not paid, whatever max_price", (parts) => {
  expect(codeOf(() => requireAffordable(shown(parts), 100_000_000))).toBe("checkout_failed");
});

test("parts that a shop leaves out count as nothing; without a subtotal the total stands alone", () => {
  expect(requireAffordable(shown({ tax: null, shipping: null, total: 3_450 }), 5_000)).toBe(3_450);
  expect(requireAffordable(shown({ subtotal: null, total: 4_295 }), 5_000)).toBe(4_295);
  expect(requireAffordable(shown({ discount: 345, total: 3_950 }), 5_000)).toBe(3_950);
});
