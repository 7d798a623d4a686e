import { FAILURE_CODES } from "@cartwright/schemas";
import { failureRule } from "./failure.ts";
import { orderNumber } from "./order-number.ts";
import { decideRetry } from "./retry-policy.ts";

const POLICY = { maxAttempts: 3, backoffMs: [10_000, 60_000] };

test("what heals by itself is tried again, later each time, and not for ever", () => {
  expect(decideRetry(POLICY, "retailer_unavailable", 1)).toEqual({ retry: true, delayMs: 10_000 });
  expect(decideRetry(POLICY, "retailer_unavailable", 2)).toEqual({ retry: true, delayMs: 60_000 });
  expect(decideRetry(POLICY, "retailer_unavailable", 3)).toEqual({ retry: false });
});

test("the last wait repeats where more attempts are allowed than waits are given", () => {
  expect(decideRetry({ maxAttempts: 9, backoffMs: [5] }, "checkout_failed", 7)).toEqual({ retry: true, delayMs: 5 });
});

test("nothing that a buyer must change is tried again", () => {
  for (const code of FAILURE_CODES.filter((code) => failureRule(code).resolution !== "recoverable")) {
    expect(decideRetry(POLICY, code, 1)).toEqual({ retry: false });
  }
});

test("an order's number holds its year and serial", () => {
  expect(orderNumber(42, new Date("2026-12-31T23:59:59Z"))).toBe("ORD-2026-000042");
  expect(orderNumber(1_234_567, new Date("2027-01-01T00:00:00Z"))).toBe("ORD-2027-1234567");
});
