import { CHECKOUT_QUEUE, CheckoutJob } from "./catalog.ts";
import { openQueueWorker, type QueueConsumer, type QueueConsumerOptions } from "./queue-worker.ts";

/** Runs `lookAt` for every order that a job names. Its result is not kept: the order's row says what happened. */
export function openOrderConsumer(
  options: QueueConsumerOptions,
  lookAt: (orderId: string) => Promise<void>,
): QueueConsumer {
  return openQueueWorker(CHECKOUT_QUEUE, options, async ({ data }) => {
    const { order_id: orderId } = CheckoutJob.parse(data);
    // fault point: job-fetched (orderId)
    await lookAt(orderId);
    // fault point: looked-at (orderId)
    // Not the outcome: a value that cannot be serialised would make BullMQ run the job again.
    return {};
  });
}
