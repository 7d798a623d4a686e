import { Worker } from "bullmq";
import { CHECKOUT_QUEUE, CheckoutJob, QUEUE_PREFIX } from "./catalog.ts";
import { quietRepeats } from "./quiet-repeats.ts";
import { openConsumerRedis } from "./redis.ts";

const MAX_STALLED = 3;

export interface OrderConsumer {
  /** Takes no more jobs; resolves when those in hand are done and the connections closed. */
  close: () => Promise<void>;
}

export interface OrderConsumerOptions {
  redisUrl: string;
  /** Orders worked on at once. */
  concurrency: number;
  /**
   * BullMQ's lock keeps two workers from the same job, mostly: a blocked event loop loses it. The order's claim is what
   * keeps them from the same order.
   */
  lockMs: number;
  onError: (error: Error) => void;
  prefix?: string | undefined;
}

/** Runs `lookAt` for every order that a job names. Its result is not kept: the order's row says what happened. */
export function openOrderConsumer(
  options: OrderConsumerOptions,
  lookAt: (orderId: string) => Promise<void>,
): OrderConsumer {
  const onError = quietRepeats(options.onError);
  const redis = openConsumerRedis(options.redisUrl, onError);
  const worker = new Worker(
    CHECKOUT_QUEUE,
    async (job) => {
      // fault point: job-fetched (job.data.order_id)
      await lookAt(CheckoutJob.parse(job.data).order_id);
      // fault point: looked-at (job.data.order_id)
      // Not the outcome: a value that cannot be serialised would make BullMQ run the job again.
      return {};
    },
    {
      connection: redis,
      prefix: options.prefix ?? QUEUE_PREFIX,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      stalledInterval: options.lockMs / 2,
      maxStalledCount: MAX_STALLED,
      skipVersionCheck: true,
    },
  );
  worker.on("error", onError);
  // Only told: what becomes of the order is its row's affair, and the dispatcher's.
  worker.on("failed", (_job, error) => onError(error));
  return {
    close: async () => {
      await worker.close().catch(onError);
      redis.disconnect();
    },
  };
}
