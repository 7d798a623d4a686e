export * from "./accounts.ts";
export * from "./api-keys.ts";
export * from "./order-events.ts";
export * from "./order-items.ts";
export * from "./order-submits.ts";
export * from "./orders.ts";
export * from "./outbox.ts";
export * from "./workers.ts";
