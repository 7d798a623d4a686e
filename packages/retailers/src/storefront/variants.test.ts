import { matchVariant } from "./variants.ts";

const size = { label: "Size", values: ["Small", "Medium", "Extra Large"] };
const color = { label: "Color", values: ["Navy", "Café au lait"] };

test.each([
  ["the shop's own words", "Size", "Medium", "Color", "Navy"],
  ["another case and spacing", " size ", "  MEDIUM", "COLOR", "navy "],
  ["the British label", "Size", "Medium", "Colour", "Navy"],
  ["an abbreviation", "Size", "M", "Color", "Navy"],
  ["a longer label", "Choose size", "Medium", "Your color", "Navy"],
])("a variant is found by %s", (_, sizeLabel, sizeValue, colorLabel, colorValue) => {
  const wanted = [
    { label: colorLabel, value: colorValue },
    { label: sizeLabel, value: sizeValue },
  ];
  expect(matchVariant([size, color], wanted)).toEqual([
    { label: "Size", value: "Medium" },
    { label: "Color", value: "Navy" },
  ]);
});

test.each([
  ["XL", "Extra Large"],
  ["x-large", "Extra Large"],
  ["S", "Small"],
])("the size %s is %s", (wanted, value) => {
  expect(matchVariant([size], [{ label: "Size", value: wanted }])).toEqual([{ label: "Size", value }]);
});

test("accents and punctuation make no other value", () => {
  expect(matchVariant([color], [{ label: "color", value: "cafe-au-lait" }])[0]?.value).toBe("Café au lait");
});

test("a shop that offers S and Small means two things: the literal one is taken", () => {
  const both = { label: "Size", values: ["Small", "S"] };
  expect(matchVariant([both], [{ label: "Size", value: "S" }])[0]?.value).toBe("S");
  expect(matchVariant([both], [{ label: "Size", value: "small" }])[0]?.value).toBe("Small");
  expect(() => matchVariant([both], [{ label: "Size", value: "sm" }])).toThrow(/no Size "sm"/);
});

test("XL is not L, and Navy is not Navy Blue", () => {
  expect(() => matchVariant([size], [{ label: "Size", value: "L" }])).toThrow(
    expect.objectContaining({ code: "product_variant_unavailable", observed: { available: size } }),
  );
  expect(() => matchVariant([color], [{ label: "Color", value: "Navy Blue" }])).toThrow(/no Color "Navy Blue"/);
});

test("a choice that was not made is asked for, with what there is", () => {
  expect(() => matchVariant([size, color], [{ label: "Size", value: "M" }])).toThrow(
    expect.objectContaining({ code: "product_variant_required", observed: { available: color } }),
  );
});

test("a choice of one is none", () => {
  const only = { label: "Default option", values: ["Default"] };
  expect(matchVariant([only], [])).toEqual([{ label: "Default option", value: "Default" }]);
  expect(matchVariant([], [])).toEqual([]);
});

test("a choice that the product does not have is no detail to skip", () => {
  expect(() => matchVariant([size], [{ label: "Engraving", value: "Ada" }])).toThrow(
    expect.objectContaining({ code: "product_variant_unavailable", observed: { available: [size] } }),
  );
});

test("two values for one choice are refused", () => {
  const wanted = [
    { label: "Size", value: "S" },
    { label: "size", value: "M" },
  ];
  expect(() => matchVariant([size], wanted)).toThrow(/Two values/);
});
