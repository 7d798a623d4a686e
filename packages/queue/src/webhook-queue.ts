import { Queue } from "bullmq";
import { QUEUE_PREFIX, WEBHOOK_JOB_OPTIONS, WEBHOOK_QUEUE, type WebhookJob, webhookJobId } from "./catalog.ts";
import { quietRepeats } from "./quiet-repeats.ts";
import { countJobs, type QueueDepth } from "./queue-depth.ts";
import { openProducerRedis } from "./redis.ts";

export interface WebhookQueue {
  /** Tells the workers to send events. Throws when Redis cannot be told now; nothing is lost by that. */
  announce: (outboxIds: readonly number[]) => Promise<void>;
  /** How many jobs are in which state. Throws when Redis cannot be asked now. */
  depth: () => Promise<QueueDepth>;
  /** For Bull Board alone. */
  board: Queue;
  close: () => Promise<void>;
}

/** Opens the producing end of the queue of webhooks. Redis need not be up. */
export function openWebhookQueue(options: {
  redisUrl: string;
  onError: (error: Error) => void;
  prefix?: string | undefined;
}): WebhookQueue {
  const onError = quietRepeats(options.onError);
  const redis = openProducerRedis(options.redisUrl, onError);
  const queue = new Queue<WebhookJob>(WEBHOOK_QUEUE, {
    connection: redis,
    prefix: options.prefix ?? QUEUE_PREFIX,
    skipVersionCheck: true,
  });
  queue.on("error", onError);
  const requireReady = (): void => {
    if (redis.status !== "ready") throw new Error(`Redis is not connected (${redis.status})`);
  };
  return {
    announce: async (outboxIds) => {
      requireReady();
      await queue.addBulk(
        outboxIds.map((outboxId) => ({
          name: "deliver",
          data: { outbox_id: outboxId },
          opts: { ...WEBHOOK_JOB_OPTIONS, jobId: webhookJobId(outboxId) },
        })),
      );
    },
    depth: async () => {
      requireReady();
      return await countJobs(queue);
    },
    board: queue,
    close: async () => {
      await queue.close().catch(onError);
      redis.disconnect();
    },
  };
}
