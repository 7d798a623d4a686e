import { isSamePage, type KnownItem, settleAmounts, toShownLines } from "./cart-lines.ts";
import type { SeenLine } from "./in-page/money-rows.ts";

const SHOP = "https://shop.example";
const OPENCART = `${SHOP}/index.php?route=product/product&product_id=42`;

const item = (parts: Partial<KnownItem> = {}): KnownItem => {
  const url = parts.url ?? `${SHOP}/p/desk`;
  return { url, pageUrl: url, title: "Walnut Desk", quantity: 1, variant: null, chosen: [], ...parts };
};
const seen = (parts: Partial<SeenLine>): SeenLine => ({
  text: "Walnut Desk",
  links: [],
  amounts: [],
  quantityField: "",
  folded: [],
  numbers: [],
  isFloating: false,
  from: 0,
  to: 1,
  ...parts,
});
const lineOf = (parts: Partial<SeenLine>, ...items: KnownItem[]) =>
  toShownLines([seen(parts)], items.length > 0 ? items : [item()])[0];

test.each([
  [`${OPENCART}&search=desk`, OPENCART],
  [OPENCART.replace("shop.example", "www.shop.example"), OPENCART],
  [`${SHOP}/p/desk/?utm_source=cart`, `${SHOP}/p/desk`],
  [`${SHOP}/p/desk?variant=2`, `${SHOP}/p/desk`],
])("%s is the page %s", (link, url) => {
  expect(isSamePage(link, { url, pageUrl: url })).toBe(true);
});

test.each([
  [OPENCART.replace("42", "43"), OPENCART],
  [`${SHOP}/index.php?route=product/product`, OPENCART],
  [`${SHOP}/?p=13`, `${SHOP}/?p=12`],
  [`${SHOP}/item?productId=13`, `${SHOP}/item?productId=12`],
  [`${SHOP}/p/desk-lamp`, `${SHOP}/p/desk`],
  ["https://other.example/p/desk", `${SHOP}/p/desk`],
  ["no address", `${SHOP}/p/desk`],
])("%s is not the page %s", (link, url) => {
  expect(isSamePage(link, { url, pageUrl: url })).toBe(false);
});

test("a product that was led to another address is known by either", () => {
  const own = { url: `${SHOP}/p/1`, pageUrl: `${SHOP}/desk` };
  expect(isSamePage(`${SHOP}/desk`, own)).toBe(true);
  expect(isSamePage(`${SHOP}/p/1`, own)).toBe(true);
});

test.each([
  ["its field", { quantityField: "3", numbers: ["7"] }, 3],
  ["the word beside it", { text: "Walnut Desk Qty: 3" }, 3],
  ["a cross behind it", { text: "3 × Walnut Desk" }, 3],
  ["a cross before it", { text: "Walnut Desk × 3" }, 3],
  ["the only number on the line", { numbers: ["3"] }, 3],
])("a quantity is read from %s", (_, parts, quantity) => {
  expect(lineOf(parts)?.quantity).toBe(quantity);
});

test("a line with two numbers, or none, has no quantity", () => {
  expect(lineOf({ numbers: ["3", "4"] })?.quantity).toBeNull();
  expect(lineOf({})?.quantity).toBeNull();
});

test.each([
  [["$36.00"], "1", 3600, 3600],
  [["$18.00", "$36.00"], "2", 1800, 3600],
  [["$40.00", "$36.00", "$36.00"], "1", 3600, 3600],
  [["$18.00", "$35.00"], "2", null, 3500],
  [["$36.00"], "2", null, null],
  [["$36.00", "$72.00"], "", null, null],
  [["€36.00"], "1", null, null],
])("of %j for %j pieces, one costs %s and all cost %s", (amounts, quantityField, unitPriceCents, lineTotalCents) => {
  expect(lineOf({ amounts, quantityField })).toMatchObject({ unitPriceCents, lineTotalCents });
});

test.each([
  [3600, 1800, 3600],
  [1800, null, 1800],
  [5000, null, null],
  [null, null, null],
])("with a subtotal of %s, $18.00 beside two pieces is %s for one and %s for both", (subtotal, unit, total) => {
  const rows = [seen({ amounts: ["$18.00"], quantityField: "2" })];
  const [line] = settleAmounts(toShownLines(rows, [item()]), rows, subtotal);
  expect(line).toMatchObject({ unitPriceCents: unit, lineTotalCents: total });
});

test("a line is the product whose page it links to, whatever its words", () => {
  const lamp = item({ url: `${SHOP}/p/lamp`, title: "Lamp" });
  expect(lineOf({ links: [lamp.url] }, item(), lamp)?.url).toBe(lamp.url);
});

test("of titles that begin alike the longest counts", () => {
  const large = item({ url: `${SHOP}/p/large`, title: "Walnut Desk Organizer" });
  expect(lineOf({ text: "Walnut Desk Organizer $36.00" }, item(), large)?.url).toBe(large.url);
  expect(lineOf({ text: "Walnut Desk $36.00" }, item(), large)?.url).toBe(item().url);
});

test("what nobody ordered is no product of the order, and keeps its words", () => {
  expect(lineOf({ text: "Protection plan $5.00" })).toMatchObject({ url: null, title: "Protection plan $5.00" });
  expect(lineOf({ text: "Walnut Desks" })?.url).toBeNull();
});

test("of one product's lines each is the one whose choices it shows", () => {
  const variant = (value: string) => [{ label: "Size", value }];
  const small = item({ url: `${SHOP}/p/desk?size=s`, chosen: ["Small"], variant: variant("S") });
  const large = item({ url: `${SHOP}/p/desk?size=l`, chosen: ["Large"], variant: variant("L") });
  expect(lineOf({ text: "Walnut Desk Size: Large" }, small, large)).toMatchObject({
    url: large.url,
    variant: "Large / L",
  });
  expect(lineOf({ text: "Walnut Desk Size: Medium" }, small)?.variant).toBe("Walnut Desk Size: Medium");
});
