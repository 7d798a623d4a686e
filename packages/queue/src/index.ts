export * from "./catalog.ts";
export * from "./order-consumer.ts";
export * from "./order-queue.ts";
