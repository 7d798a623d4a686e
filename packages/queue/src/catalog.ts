import type { JobsOptions } from "bullmq";
import { z } from "zod";

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** Keys of one order queue share a hash slot, so that it also runs on Redis Cluster. */
export const QUEUE_PREFIX = "{orders}";

/** The queue of orders to look at. */
export const CHECKOUT_QUEUE = "checkout";

/** Ids only: a job is a hint to look at an order, and Redis never learns who buys what. */
export const CheckoutJob = z.strictObject({ order_id: z.uuid() });
export type CheckoutJob = z.infer<typeof CheckoutJob>;

/**
 * One attempt: when to try again is decided in Postgres, where the order is. Done jobs are kept for a while so that an
 * operator sees them.
 */
export const CHECKOUT_JOB_OPTIONS = {
  attempts: 1,
  removeOnComplete: { age: HOUR_S },
  removeOnFail: { age: DAY_S },
} as const satisfies JobsOptions;

/**
 * An id without a generation would be silently ignored as long as its finished twin is kept. Colons and ids of digits
 * alone are refused by BullMQ.
 */
export function checkoutJobId(orderId: string, generation: number): string {
  return `o-${orderId}-g${generation}`;
}

/** The queue of webhook events to send. */
export const WEBHOOK_QUEUE = "webhooks";

export const WebhookJob = z.strictObject({ outbox_id: z.int().positive() });
export type WebhookJob = z.infer<typeof WebhookJob>;

/**
 * One job an event: while it waits or runs, the same event cannot be added again, and as soon as it is over it can. A queue
 * of slow receivers does not grow with every look of the dispatcher.
 */
export const WEBHOOK_JOB_OPTIONS = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: true,
} as const satisfies JobsOptions;

export function webhookJobId(outboxId: number): string {
  return `w-${outboxId}`;
}
