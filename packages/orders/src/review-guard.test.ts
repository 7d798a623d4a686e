import type { ShippingAddress } from "@cartwright/schemas";
import { requireSameAddress, requireSameCart, type ShownLine } from "./review-guard.ts";

const DESK = "https://shop.example/products/desk";
const LAMP = "https://shop.example/products/lamp";

const line = (parts: Partial<ShownLine>): ShownLine => ({
  url: DESK,
  title: "Desk",
  variant: null,
  quantity: 1,
  unitPriceCents: 1_000,
  lineTotalCents: 1_000,
  ...parts,
});
const desk = { url: DESK, quantity: 1, variant: null };

test("a cart is the order when each line is there, in any sequence", () => {
  expect(() =>
    requireSameCart([line({ url: LAMP, quantity: 2 }), line({})], [desk, { url: LAMP, quantity: 2, variant: null }]),
  ).not.toThrow();
});

test("the same product ordered on two lines stands in the cart once, with both quantities", () => {
  const twice = [desk, { ...desk, url: `${DESK}?ref=mail`, quantity: 2 }];
  expect(() => requireSameCart([line({ quantity: 3 })], twice)).not.toThrow();
  expect(() => requireSameCart([line({ quantity: 2 })], twice)).toThrow(/does not show 3/);
});

test("tracking parameters and a slash at the end do not make it another product", () => {
  expect(() => requireSameCart([line({})], [{ ...desk, url: `${DESK}/?utm_source=mail` }])).not.toThrow();
});

test.each([
  ["another quantity", [line({ quantity: 2 })]],
  ["a quantity that was not read", [line({ quantity: null })]],
  ["another product", [line({ url: LAMP })]],
  ["a line without a product page", [line({ url: null })]],
  ["something nobody ordered beside it", [line({}), line({ url: null, title: "Protection plan" })]],
  ["the product twice", [line({}), line({})]],
])("a cart with %s is refused", (_, shown) => {
  expect(() => requireSameCart(shown, [desk])).toThrow(expect.objectContaining({ code: "cart_mismatch" }));
});

test("two products on one path are told apart by what names them, and not by what tracks the client", () => {
  const shop = "https://shop.example/index.php?route=product/product&product_id=";
  const wanted = [{ ...desk, url: `${shop}42&utm_source=mail` }];
  expect(() => requireSameCart([line({ url: `${shop}42` })], wanted)).not.toThrow();
  expect(() => requireSameCart([line({ url: `${shop}43` })], wanted)).toThrow(/as ordered/);
});

test("an empty cart is told from a wrong one", () => {
  expect(() => requireSameCart([], [desk])).toThrow(expect.objectContaining({ code: "cart_empty" }));
});

test("a variant is there by its words, whole: M is not XM, nor part of Maroon", () => {
  const wanted = [
    {
      ...desk,
      variant: [
        { label: "Size", value: "m" },
        { label: "Color", value: "Navy" },
      ],
    },
  ];
  expect(() => requireSameCart([line({ variant: "Size: M, Color: Navy" })], wanted)).not.toThrow();
  expect(() => requireSameCart([line({ variant: "Size: XM, Color: Navy" })], wanted)).toThrow(/as ordered/);
  expect(() => requireSameCart([line({ variant: "Color: Maroon Navy" })], wanted)).toThrow(/as ordered/);
  expect(() => requireSameCart([line({ variant: null })], wanted)).toThrow(/as ordered/);
});

const ADDRESS: ShippingAddress = {
  first_name: "Zoë",
  last_name: "O’Neil",
  address_line1: "123 Market St. #4",
  address_line2: null,
  city: "San Francisco",
  state: "CA",
  postal_code: "94105-1804",
  phone_number: "+14156935505",
  country: "US",
};

test("an address is the order's by its words, whatever the punctuation and the accents", () => {
  expect(() => requireSameAddress("Zoe O'Neil\n123 MARKET ST #4\nSan Francisco, CA 94105", ADDRESS)).not.toThrow();
});

test.each([
  "",
  "Zoë O’Neil, 12 Market St #4, San Francisco, CA 94105",
  "Zoë O’Neil, 123 Market St #4, Oakland, CA 94105",
])("%j is not the order's address", (shown) => {
  expect(() => requireSameAddress(shown, ADDRESS)).toThrow(/delivery address/);
});

test("a street with its house number last is the same street, and another number is not", () => {
  const street = { ...ADDRESS, address_line1: "123 Market Street" };
  const shown = (line: string) => `Zoë O’Neil, ${line}, 94105 San Francisco`;
  expect(() => requireSameAddress(shown("Market Street 123"), street)).not.toThrow();
  expect(() => requireSameAddress(shown("Market Street 124"), street)).toThrow(/delivery address/);
  expect(() => requireSameAddress(shown("Market Street 1234"), street)).toThrow(/delivery address/);
  expect(() => requireSameAddress(shown("Market Street"), street)).toThrow(/delivery address/);
});
