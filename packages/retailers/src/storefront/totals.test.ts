import { centsOf, readTotals } from "./totals.ts";

const AMOUNT = /-?[$€£]\s?\d[\d.,]*|\d[\d.,]* ?(?:USD|€|CAD)/g;
const totalsOf = (...rows: string[]) =>
  readTotals(rows.map((text, at) => ({ text, amounts: text.match(AMOUNT) ?? [], at, isLandmark: false })));
const NONE = { subtotal: null, tax: null, shipping: null, discount: null, fees: null, total: null, currency: null };

test.each([
  [["Subtotal $36.00", "Shipping $7.95", "Tax $3.24", "Total $47.19"], { subtotal: 3600, shipping: 795, tax: 324, total: 4719 }],
  [["Subtotal $36.00", "Shipping Free", "Total $36.00"], { subtotal: 3600, total: 3600 }],
  [["Subtotal $36.00", "Discount (SAVE10) -$3.60", "Shipping $5.00", "Total $37.40"], { subtotal: 3600, discount: 360, shipping: 500, total: 3740 }],
  [["Subtotal $36.00", "State tax $2.00", "County tax $1.00", "Total $39.00"], { subtotal: 3600, tax: 300, total: 3900 }],
  [["Subtotal $36.00", "Taxes total $3.00", "Total shipping $2.00", "Total $41.00"], { subtotal: 3600, tax: 300, shipping: 200, total: 4100 }],
  [["Subtotal $36.00", "Small order surcharge $2.00", "Total $38.00"], { subtotal: 3600, fees: 200, total: 3800 }],
  [["Subtotal $36.00", "Harbor clean-up $2.00", "Total $38.00"], { subtotal: 3600, fees: 200, total: 3800 }],
  [["Subtotal $36.00", "Standard delivery $5.00", "Express delivery $15.00", "Total $51.00"], { subtotal: 3600, shipping: 1500, total: 5100 }],
  [["Subtotal $36.00", "Total (inclusive of tax $2.03) $36.00"], { subtotal: 3600, total: 3600 }],
  [["Total savings $5.00", "Subtotal $36.00", "Total $36.00"], { subtotal: 3600, total: 3600 }],
  [["Payment Due: USD $53.95"], { total: 5395 }],
  [["$36.00 Total"], { total: 3600 }],
  [["Total 53.95 USD"], { total: 5395 }],
])("%j is read part by part", (rows, parts) => {
  expect(totalsOf(...rows)).toEqual({ ...NONE, currency: "USD", ...parts });
}); // prettier-ignore

test("parts that do not add up to the total are shown as they are, and none is made up", () => {
  expect(totalsOf("Subtotal $36.00", "Shipping $5.00", "Total $50.00")).toEqual({
    ...NONE,
    subtotal: 3600,
    shipping: 500,
    total: 5000,
    currency: "USD",
  });
});

test("of two totals the one counts that says that it is the last word", () => {
  expect(totalsOf("Total $53.95", "Grand Total $60.00").total).toBe(6000);
});

test("of two totals of one kind the one counts that its parts add up to", () => {
  expect(totalsOf("Subtotal $36.00", "Shipping $5.00", "Total $36.50", "Total $41.00").total).toBe(4100);
});

test("a total that another one contradicts is none", () => {
  expect(totalsOf("Total $53.95", "Total $60.00")).toEqual(NONE);
  expect(totalsOf("Grand Total $53.95", "Grand Total $60.00")).toEqual(NONE);
});

test.each([
  ["Total €53.95", "EUR"],
  ["Total 53,95 €", "EUR"],
  ["Total £53.95", "GBP"],
  ["Total CA$53.95", "CAD"],
  ["Total C$53.95", "CAD"],
  ["Total CAD $53.95", "CAD"],
  ["Total $53.95 CAD", "CAD"],
  ["Total $53.95 AUD", "AUD"],
  ["Total NZ$53.95", "NZD"],
])("%j is no total in US dollars", (row, currency) => {
  expect(totalsOf(row)).toEqual({ ...NONE, currency });
});

test("another currency in brackets takes nothing away from a total in dollars", () => {
  expect(totalsOf("Total $53.95 (about €49.00)")).toMatchObject({ total: 5395, currency: "USD" });
});

test.each([["Total $53,95"], ["Total $1.053,95"], ["Total"], ["Thank you"]])("%j holds no total", (row) => {
  expect(totalsOf(row)).toEqual(NONE);
});

test("rows that several parts were put into are no total", () => {
  expect(totalsOf("Subtotal $36.00 Total $47.19").total).toBeNull();
});

test.each([
  ["$36.50", 3650],
  ["US $36.50", 3650],
  ["36.50 USD", 3650],
  ["$36.50.", 3650],
  ["$1,053.95", 105_395],
  ["-$5.00", -500],
  ["$1.053,95", undefined],
  ["", undefined],
])("%j is %s cents", (amount, cents) => {
  expect(centsOf(amount)).toBe(cents);
});
