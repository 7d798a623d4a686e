import { afterTrouble, type BreakerState, verdictOn } from "./retailer-breaker.ts";

const POLICY = { afterFailures: 3, openMs: 30_000, longestMs: 900_000 };
const CLOSED: BreakerState = { failuresInARow: 0, openings: 0, is: "closed" };

test("fewer failures in a row than it takes leave the breaker closed", () => {
  expect(afterTrouble(POLICY, CLOSED)).toEqual({ failuresInARow: 1, openings: 0 });
  expect(afterTrouble(POLICY, { ...CLOSED, failuresInARow: 1 })).toEqual({ failuresInARow: 2, openings: 0 });
});

test("enough failures in a row open it", () => {
  const move = afterTrouble(POLICY, { ...CLOSED, failuresInARow: 2 });
  expect(move).toEqual({ failuresInARow: 3, openings: 1, openForMs: 30_000 });
});

test("a failed probe opens it for twice as long, up to a quarter of an hour", () => {
  const waits = [1, 2, 3, 4, 5, 6, 60].map(
    (openings) => afterTrouble(POLICY, { failuresInARow: 9, openings, is: "half_open" }).openForMs,
  );
  expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, 900_000, 900_000, 900_000]);
});

test("attempts that were under way when it opened do not open it for longer", () => {
  expect(afterTrouble(POLICY, { failuresInARow: 3, openings: 1, is: "open" })).toEqual({
    failuresInARow: 4,
    openings: 1,
  });
});

test.each([
  [{ kind: "placed" }, "works"],
  [{ kind: "declined" }, "works"],
  [{ kind: "failed", code: "product_out_of_stock", stage: "cart" }, "works"],
  [{ kind: "unclear" }, "trouble"],
  [{ kind: "failed", code: "retailer_unavailable", stage: "checkout" }, "trouble"],
  [{ kind: "failed", code: "retailer_rate_limited", stage: "cart" }, "trouble"],
  [{ kind: "failed", code: "bot_protection_blocked", stage: "review" }, "trouble"],
  [{ kind: "failed", code: "checkout_failed", stage: "review" }, "says_nothing"],
  [{ kind: "failed", code: "login_failed", stage: "checkout" }, "says_nothing"],
  [{ kind: "interrupted" }, "says_nothing"],
  [{ kind: "not_released" }, "says_nothing"],
] as const)("of the shop, %j %s", (outcome, verdict) => {
  expect(verdictOn(outcome, false)).toBe(verdict);
});

test("a sandbox's scenarios do not open its breaker; that it cannot be reached does", () => {
  expect(verdictOn({ kind: "unclear" }, true)).toBe("says_nothing");
  expect(verdictOn({ kind: "failed", code: "retailer_unavailable", stage: "checkout" }, true)).toBe("says_nothing");
  expect(verdictOn({ kind: "failed", code: "captcha_blocked", stage: "checkout" }, true)).toBe("says_nothing");
  expect(verdictOn({ kind: "failed", code: "retailer_unavailable", stage: "open_shop" }, true)).toBe("trouble");
  expect(verdictOn({ kind: "placed" }, true)).toBe("works");
});
