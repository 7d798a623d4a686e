import { type CartLine, cartFaults, type CartSupplier, isTooDear, quoteCart } from "./cart-quote.ts";

const SUPPLIER: CartSupplier = {
  id: "sup_a",
  name: "Alpha",
  isAvailable: true,
  minimumOrderCents: 0,
  shippingCents: 500,
  shippingPerItemCents: 100,
  taxAllowanceBp: 1_000,
};
const LINE: CartLine = {
  name: "Desk organizer",
  unitPriceCents: 1_000,
  quantity: 2,
  isActive: true,
  available: null,
  supplier: SUPPLIER,
};
const BETA = { ...SUPPLIER, id: "sup_b", name: "Beta" };

it("ships and taxes nothing before the address is known, and everything from then on", () => {
  const items = { itemCount: 2, itemTotalCents: 2_000, promoCents: 300 };
  expect(quoteCart("address", [LINE], 300)).toEqual({ ...items, shippingCents: 0, taxCents: 0, totalCents: 1_700 });
  expect(quoteCart("delivery", [LINE], 300)).toEqual({
    ...items,
    shippingCents: 700,
    taxCents: 200,
    totalCents: 2_600,
  });
});

it("quotes what several suppliers ship, each by its own terms", () => {
  const other = { ...LINE, supplier: { ...BETA, shippingCents: 50, shippingPerItemCents: 0, taxAllowanceBp: 0 } };
  expect(quoteCart("delivery", [LINE, other], 0)).toMatchObject({
    shippingCents: 750,
    taxCents: 200,
    totalCents: 4_950,
  });
});

it("finds nothing at fault with what one supplier can send", () => {
  expect(cartFaults([LINE, { ...LINE, available: 2 }])).toEqual([]);
});

it.each([
  ["nothing", [], "can't be blank"],
  ["too many", [{ ...LINE, available: 1 }], "hold 2 of Desk organizer, of which 1 can be sent"],
  ["what is gone", [{ ...LINE, isActive: false }], "hold Desk organizer, which is no longer sold"],
  ["two suppliers", [LINE, { ...LINE, supplier: BETA }], "are of Alpha and of Beta: complete one order a supplier"],
  [
    "a supplier that is closed",
    [{ ...LINE, supplier: { ...SUPPLIER, isAvailable: false } }],
    "are of Alpha, which takes no orders right now",
  ],
  [
    "too little",
    [{ ...LINE, supplier: { ...SUPPLIER, minimumOrderCents: 2_001 } }],
    "come to $20.00, but Alpha takes orders of $20.01 and more",
  ],
])("says why %s cannot be sent", (_what, lines: CartLine[], message) => {
  expect(cartFaults(lines)).toEqual([{ field: "line_items", message }]);
});

it("knows what is more than any order may cost", () => {
  const dear = { ...LINE, unitPriceCents: 50_000_000 };
  expect(isTooDear(quoteCart("cart", [dear], 0))).toBe(false);
  expect(isTooDear(quoteCart("delivery", [dear], 0))).toBe(true);
});
