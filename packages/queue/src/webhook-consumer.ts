import { WEBHOOK_QUEUE, WebhookJob } from "./catalog.ts";
import { openQueueWorker, type QueueConsumer, type QueueConsumerOptions } from "./queue-worker.ts";

/** Runs `deliver` for every event that a job names. Its result is not kept: the event's row says what happened. */
export function openWebhookConsumer(
  options: QueueConsumerOptions,
  deliver: (outboxId: number) => Promise<void>,
): QueueConsumer {
  return openQueueWorker(WEBHOOK_QUEUE, options, async ({ data }) => {
    await deliver(WebhookJob.parse(data).outbox_id);
    return {};
  });
}
