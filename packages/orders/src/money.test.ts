import { formatUsd, parseUsdCents } from "./money.ts";

test.each([
  ["$34.50", 3_450],
  ["$1,234.56", 123_456],
  ["$1,234,567.89", 123_456_789],
  ["USD 53.95", 5_395],
  ["53.95 USD", 5_395],
  ["US$ 7", 700],
  ["$0.00", 0],
  ["-$13.25", -1_325],
  ["$-13.25", -1_325],
  ["−$5.00", -500],
  ["  $ 12.00\n", 1_200],
])("%j is %d cents", (shown, cents) => {
  expect(parseUsdCents(shown)).toBe(cents);
});

test.each([
  "",
  "free",
  "$",
  "1.234,56 €",
  "€12.00",
  "$1.5",
  "$12.345",
  "$1,23.00",
  "12,50",
  "$1 234.00",
  "$12.00 $13.00",
  "$9007199254740993.00",
])("%j is not read, and not guessed", (shown) => {
  expect(parseUsdCents(shown)).toBeUndefined();
});

test("what is formatted is read back", () => {
  for (const cents of [1, 99, 100, 123_456, 100_000_000]) expect(parseUsdCents(formatUsd(cents))).toBe(cents);
});
