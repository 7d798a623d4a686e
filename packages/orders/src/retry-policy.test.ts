import { FAILURE_CODES } from "@cartwright/schemas";
import { failureRule } from "./failure.ts";
import { orderNumber } from "./order-number.ts";
import { CHECKOUT_STAGES, decideRetry, isClaimedTooOften } from "./retry-policy.ts";

const POLICY = { maxAttempts: 3, backoffMs: [10_000, 60_000] };

test("what heals by itself is tried again, later each time, and not for ever", () => {
  const after = (attempts: number) =>
    decideRetry(POLICY, { code: "retailer_unavailable", stage: "checkout", attempts });
  expect(after(1)).toEqual({ retry: true, delayMs: 10_000 });
  expect(after(2)).toEqual({ retry: true, delayMs: 60_000 });
  expect(after(3)).toEqual({ retry: false });
});

test("the last wait repeats where more attempts are allowed than waits are given", () => {
  const failed = { code: "checkout_failed", stage: "cart", attempts: 7 } as const;
  expect(decideRetry({ maxAttempts: 9, backoffMs: [5] }, failed)).toEqual({ retry: true, delayMs: 5 });
});

test("nothing that a buyer must change is tried again, at whatever stage", () => {
  for (const code of FAILURE_CODES.filter((code) => failureRule(code).resolution !== "recoverable")) {
    for (const stage of CHECKOUT_STAGES) {
      expect(decideRetry(POLICY, { code, stage, attempts: 1 })).toEqual({ retry: false });
    }
  }
});

test("a shop that does not open is given three times as long", () => {
  const failed = { stage: "open_shop", attempts: 1 } as const;
  expect(decideRetry(POLICY, { ...failed, code: "retailer_unavailable" })).toEqual({ retry: true, delayMs: 30_000 });
  expect(decideRetry(POLICY, { ...failed, code: "retailer_rate_limited" })).toEqual({ retry: true, delayMs: 30_000 });
  expect(decideRetry(POLICY, { ...failed, code: "checkout_failed" })).toEqual({ retry: true, delayMs: 10_000 });
});

test("a review page that makes no sense is looked at once more, and no third time", () => {
  const failed = { code: "checkout_failed", stage: "review" } as const;
  expect(decideRetry(POLICY, { ...failed, attempts: 1 })).toEqual({ retry: true, delayMs: 10_000 });
  expect(decideRetry(POLICY, { ...failed, attempts: 2 })).toEqual({ retry: false });
});

test("once the button was pressed, nothing is tried again by itself, whatever the code says", () => {
  for (const code of FAILURE_CODES) {
    expect(decideRetry(POLICY, { code, stage: "purchase", attempts: 1 })).toEqual({ retry: false });
  }
});

test("an order is claimed as often as it may be, and not once more", () => {
  expect(isClaimedTooOften(10, 10)).toBe(false);
  expect(isClaimedTooOften(11, 10)).toBe(true);
});

test("an order's number holds its year and serial", () => {
  expect(orderNumber(42, new Date("2026-12-31T23:59:59Z"))).toBe("ORD-2026-000042");
  expect(orderNumber(1_234_567, new Date("2027-01-01T00:00:00Z"))).toBe("ORD-2027-1234567");
});
