import { openOrderedVariants, requireVariant } from "./ordered-variants.ts";

const shirt = (id: string, size: string, color: string) => ({
  id,
  choices: [
    { label: "Size", value: size },
    { label: "Color", value: color },
  ],
});
const shirts = [shirt("1", "Small", "Navy"), shirt("2", "Medium", "Navy"), shirt("3", "Medium", "Pine")];
const item = (...values: [string, string][]) => ({
  url: "https://shop.example/products/tee",
  quantity: 1,
  variant: values.map(([label, value]) => ({ label, value })),
});

test("the variant that is meant is found by all of its choices", () => {
  expect(requireVariant(shirts, item(["size", "M"], ["colour", "pine"])).id).toBe("3");
});

test("a product in one variant needs no choice", () => {
  expect(requireVariant([{ id: "9", choices: [] }], { ...item(), variant: null }).id).toBe("9");
});

test("a combination that is not made is refused, with those that are", () => {
  expect(() => requireVariant(shirts, item(["Size", "S"], ["Color", "Pine"]))).toThrow(
    expect.objectContaining({
      code: "product_variant_unavailable",
      observed: { available: shirts.map(({ choices }) => choices) },
    }),
  );
});

test("variants that nothing tells apart are not guessed at", () => {
  const alike = [
    { id: "1", choices: [] },
    { id: "2", choices: [] },
  ];
  expect(() => requireVariant(alike, item())).toThrow(expect.objectContaining({ code: "product_variant_required" }));
});

test("a cart's line shows the order's words beside the shop's, and no page for what nobody ordered", () => {
  const ordered = openOrderedVariants();
  const wanted = item(["Size", "M"], ["Color", "Pine"]);
  ordered.note(shirt("3", "Medium", "Pine"), wanted);
  expect(ordered.describe("3", "Medium / Pine")).toBe("Medium / Pine (M / Pine)");
  expect(ordered.urlOf("3")).toBe(wanted.url);
  expect(ordered.describe("1", "Small / Navy")).toBe("Small / Navy");
  expect(ordered.urlOf("1")).toBeNull();
});
