import { addToCart, type CartLine, changeQuantity } from "./cart.ts";
import { findProduct } from "./catalogue.ts";

function add(slug: string, quantity = "1", options: Record<string, string> = {}, lines: CartLine[] = []) {
  const product = findProduct(slug);
  if (product === undefined) throw new Error(`no product ${slug}`);
  return addToCart(lines, { product, quantity, chosen: (label) => options[label] });
}

function expectLines(answer: ReturnType<typeof add>): CartLine[] {
  if (!("lines" in answer)) throw new Error(answer.message);
  return answer.lines;
}

describe("the cart", () => {
  test("adds to a line that is there and keeps variants apart", () => {
    const medium = { Size: "M", Color: "Navy" };
    const once = expectLines(add("merino-crew-sweater", "1", medium));
    const twice = expectLines(add("merino-crew-sweater", "2", medium, once));
    const both = expectLines(add("merino-crew-sweater", "1", { Size: "L", Color: "Navy" }, twice));
    expect(both.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ["HP-4103-M-NAVY", 3],
      ["HP-4103-L-NAVY", 1],
    ]);
  });

  test("refuses a variant that was not chosen or does not exist", () => {
    expect(add("merino-crew-sweater", "1", { Size: "M" })).toMatchObject({
      code: "variant_required",
      field: "option_color",
    });
    expect(add("merino-crew-sweater", "1", { Size: "XXL", Color: "Navy" })).toMatchObject({ field: "option_size" });
  });

  test("never holds more than 10 of one thing", () => {
    expect(add("cast-iron-skillet", "11")).toMatchObject({ code: "quantity_limit", message: "Limit 10 per customer." });
    const ten = expectLines(add("cast-iron-skillet", "10"));
    expect(add("cast-iron-skillet", "1", {}, ten)).toMatchObject({ code: "quantity_limit" });
    expect(changeQuantity(ten, "HP-1104", "11")).toMatchObject({ code: "quantity_limit" });
    expect(changeQuantity(ten, "HP-1104", "0")).toEqual({ lines: [] });
  });

  test.each(["0", "-1", "1.5", "two", ""])("refuses %p as a quantity", (quantity) => {
    expect(add("cast-iron-skillet", quantity)).toMatchObject({ code: "quantity_invalid" });
  });

  test("sells nothing that is sold out, and nothing of the limited print", () => {
    expect(add("ceramic-pour-over-set")).toMatchObject({ code: "sold_out" });
    expect(add("limited-edition-print")).toMatchObject({
      code: "quantity_limit",
      message: "You have reached the purchase limit for this item.",
    });
  });

  test("slips in a protection plan nobody asked for, once", () => {
    const once = expectLines(add("canvas-weekender-bag"));
    expect(once.map((line) => line.title)).toEqual(["Canvas Weekender Bag", "2-Year Protection Plan"]);
    expect(expectLines(add("canvas-weekender-bag", "1", {}, once))).toHaveLength(2);
  });
});
