import { ShippingAddressInput } from "./address.ts";
import { Variant } from "./order.ts";
import { visibleText, wordsLine } from "./text.ts";

const ADDRESS = {
  first_name: "Ada",
  last_name: "Quinn",
  address_line1: "123 Market Street",
  city: "San Francisco",
  state: "CA",
  postal_code: "94105",
  phone_number: "(415) 693-5505",
  country: "US",
};

it.each([
  ["a zero-width space", "\u200B"],
  ["a zero-width space within", "A\u200Bda"],
  ["a word joiner", "\u2060"],
  ["a Hangul filler", "\u3164"],
  ["a half-width Hangul filler", "\uFFA0"],
  ["a Hangul choseong filler", "\u115F"],
  ["a right-to-left override", "\u202EadA"],
  ["a line separator", "A\u2028da"],
  ["a paragraph separator", "A\u2029da"],
  ["a soft hyphen", "A\u00ADda"],
  ["a tag character", "A\u{E0041}da"],
  ["a line break", "A\nda"],
  ["NUL", "A\0da"],
])("takes no %s, in names, addresses or any text", (_what, text) => {
  expect(wordsLine(60).safeParse(text).success).toBe(false);
  expect(visibleText(60).safeParse(text).success).toBe(false);
  for (const field of ["first_name", "last_name", "address_line1", "address_line2", "city", "phone_number"] as const) {
    expect(ShippingAddressInput.safeParse({ ...ADDRESS, [field]: text }).success).toBe(false);
  }
  expect(Variant.safeParse({ label: text, value: "M" }).success).toBe(false);
});

it.each(["---", ".", "\u2800", "❤️"])("wants a letter or a digit in names and address lines, not %p", (text) => {
  for (const field of ["first_name", "last_name", "address_line1", "address_line2", "city"] as const) {
    const parsed = ShippingAddressInput.safeParse({ ...ADDRESS, [field]: text });
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([[field]]);
  }
});

it.each(["José", "Nguyễn Thị", "O’Brien-Smith", "김", "Łukasz", "هدى", "J", "3M", "e\u0301"])(
  "takes %p as a name",
  (name) => {
    expect(ShippingAddressInput.parse({ ...ADDRESS, last_name: name }).last_name).toBe(name);
  },
);

it("wants a letter or a digit in both parts of a whole name", () => {
  const { first_name: _first, last_name: _last, ...rest } = ADDRESS;
  for (const name of ["Ada", "Ada -", "- Quinn"]) {
    expect(ShippingAddressInput.safeParse({ ...rest, name }).success).toBe(false);
  }
  expect(ShippingAddressInput.safeParse({ ...rest, name: "Ada Quinn" }).success).toBe(true);
});

it.each(["", "   ", null])("takes the second line %p for none", (address_line2) => {
  expect(ShippingAddressInput.parse({ ...ADDRESS, address_line2 }).address_line2).toBeNull();
});

it("finds one fault in a field at a time", () => {
  const parsed = ShippingAddressInput.safeParse({ ...ADDRESS, first_name: " ", city: "\u200B".repeat(100) });
  expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([["first_name"], ["city"]]);
});
