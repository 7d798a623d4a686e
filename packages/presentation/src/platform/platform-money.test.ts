import { decimal } from "./platform-money.ts";

it.each([
  [0, "0.0"],
  [-0, "0.0"],
  [5, "0.05"],
  [10, "0.1"],
  [100, "1.0"],
  [1_090, "10.9"],
  [2_499, "24.99"],
  [17_090, "170.9"],
  [-5, "-0.05"],
  [-1_000, "-10.0"],
  [100_000_000, "1000000.0"],
  [null, null],
])("%d cents are %j, as that platform prints it", (cents, text) => {
  expect(decimal(cents)).toBe(text);
});

it("loses no cent", () => {
  for (let cents = -10_000; cents <= 10_000; cents += 7) expect(Math.round(Number(decimal(cents)) * 100)).toBe(cents);
});
