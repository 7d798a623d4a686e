export * from "./catalog.ts";
export * from "./inspect-redis.ts";
export * from "./order-consumer.ts";
export * from "./order-queue.ts";
export * from "./rate-limit-store.ts";
export { QUEUE_STATES, type QueueDepth } from "./queue-depth.ts";
export type { QueueConsumer } from "./queue-worker.ts";
export * from "./webhook-consumer.ts";
export * from "./webhook-queue.ts";
