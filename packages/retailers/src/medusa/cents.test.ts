import { toCents } from "./cents.ts";

test.each([
  [71.6056, 7_161],
  [28.177325, 2_818],
  [222.0075, 22_201],
  [1.005, 101],
  [19.99, 1_999],
  [0.1 + 0.2, 30],
  [1e-7, 0],
  [0, 0],
  [1_000_000, 100_000_000],
])("%d dollars are shown as %d cents", (amount, cents) => {
  expect(toCents(amount)).toBe(cents);
});
