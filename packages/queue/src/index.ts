export * from "./catalog.ts";
export * from "./order-consumer.ts";
export * from "./order-queue.ts";
export * from "./rate-limit-store.ts";
export type { QueueConsumer } from "./queue-worker.ts";
export * from "./webhook-consumer.ts";
export * from "./webhook-queue.ts";
