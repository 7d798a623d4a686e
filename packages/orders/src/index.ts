export * from "./failure.ts";
export * from "./lifecycle.ts";
export * from "./money.ts";
export * from "./order-number.ts";
export * from "./price-guard.ts";
export * from "./retailer-breaker.ts";
export * from "./review-guard.ts";
export * from "./retry-policy.ts";
