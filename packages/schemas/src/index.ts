export * from "./address.ts";
export * from "./failure-code.ts";
export * from "./money.ts";
export * from "./order.ts";
export * from "./order-status.ts";
export * from "./problem-code.ts";
export * from "./timeline.ts";
export * from "./webhook-event.ts";
