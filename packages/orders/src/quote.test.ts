import { quoteOrder } from "./quote.ts";

const TERMS = { shippingCents: 500, shippingPerItemCents: 125, taxAllowanceBp: 850 };

it("adds shipping an order and a piece, and the tax allowance of the items, rounded up", () => {
  expect(
    quoteOrder(
      [
        { unitPriceCents: 1_001, quantity: 2 },
        { unitPriceCents: 3, quantity: 1 },
      ],
      TERMS,
    ),
  ).toEqual({
    itemCount: 3,
    itemTotalCents: 2_005,
    shippingCents: 875,
    taxCents: 171,
    promoCents: 0,
    totalCents: 3_051,
  });
});

it("takes a promotion off the items, and nothing more than them", () => {
  const [line] = [{ unitPriceCents: 1_000, quantity: 1 }];
  expect(quoteOrder([line], TERMS, 400)).toMatchObject({ promoCents: 400, totalCents: 1_000 + 625 + 85 - 400 });
  expect(quoteOrder([line], TERMS, 5_000)).toMatchObject({ promoCents: 1_000, totalCents: 625 + 85 });
});

it("ships and taxes nothing where nothing is bought", () => {
  expect(quoteOrder([], TERMS)).toMatchObject({ shippingCents: 0, taxCents: 0, totalCents: 0 });
});
