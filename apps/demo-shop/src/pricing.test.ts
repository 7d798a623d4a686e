import type { CartLine } from "./cart.ts";
import { linesAtReview, priceCart, priceOrder } from "./pricing.ts";
import { SHIPPING_METHODS } from "./shipping-methods.ts";

const [standard, expedited] = SHIPPING_METHODS;
const line = (slug: string, unitPriceCents: number, quantity = 1): CartLine => ({
  slug,
  sku: slug,
  title: slug,
  variant: [],
  quantity,
  unitPriceCents,
});

describe("priceOrder", () => {
  test("adds shipping and tax to the cent, and taxes no shipping", () => {
    expect(priceOrder([line("walnut-desk-organizer", 3_450, 2)], undefined, { method: standard, state: "TX" })).toEqual(
      {
        subtotalCents: 6_900,
        discountCents: 0,
        shippingCents: 595,
        taxCents: 431,
        totalCents: 7_926,
      },
    );
  });

  test("ships standard for nothing from $75 after the discount, and nothing else", () => {
    const at = (cents: number, promo?: string) =>
      priceOrder([line("x", cents)], promo, { method: standard, state: "OR" });
    expect(at(7_499).shippingCents).toBe(595);
    expect(at(7_500).shippingCents).toBe(0);
    expect(at(7_500, "HARBOR10").shippingCents).toBe(595);
    expect(priceOrder([line("x", 7_500)], undefined, { method: expedited, state: "OR" }).shippingCents).toBe(1_495);
  });

  test("takes the discount off before tax", () => {
    const price = priceOrder([line("x", 10_000)], "HARBOR10", { method: expedited, state: "CA" });
    expect(price).toMatchObject({ discountCents: 1_000, taxCents: 653, totalCents: 10_000 - 1_000 + 1_495 + 653 });
  });
});

test("only the price_rises_at_review product costs more at the review than in the cart", () => {
  const lines = [line("brass-reading-lamp", 4_800), line("clothbound-notebook", 1_850)];
  expect(priceCart(lines, undefined).subtotalCents).toBe(6_650);
  expect(linesAtReview(lines).map((shown) => shown.unitPriceCents)).toEqual([504_800, 1_850]);
});
