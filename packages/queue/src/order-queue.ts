import { withSpan } from "@cartwright/tracing";
import { Queue } from "bullmq";
import { CHECKOUT_JOB_OPTIONS, CHECKOUT_QUEUE, type CheckoutJob, checkoutJobId, QUEUE_PREFIX } from "./catalog.ts";
import { quietRepeats } from "./quiet-repeats.ts";
import { countJobs, type QueueDepth } from "./queue-depth.ts";
import { openProducerRedis, requireNoEviction } from "./redis.ts";
import { telemetry } from "./telemetry.ts";

/** The states in which a job will still run, or runs. */
const ALIVE_STATES = new Set(["waiting", "active", "delayed", "prioritized", "waiting-children"]);

export interface OrderQueue {
  /** Tells the workers to look at an order. Throws when Redis cannot be told now; nothing is lost by that. */
  announce: (orderId: string, generation: number) => Promise<void>;
  isJobAlive: (orderId: string, generation: number) => Promise<boolean>;
  /** Throws when Redis gives no answer. */
  ping: () => Promise<void>;
  requireNoEviction: () => Promise<void>;
  /** How many jobs are in which state. Throws when Redis cannot be asked now. */
  depth: () => Promise<QueueDepth>;
  /** For Bull Board alone. */
  board: Queue;
  close: () => Promise<void>;
}

export interface OrderQueueOptions {
  redisUrl: string;
  onError: (error: Error) => void;
  /** For tests that share a Redis. */
  prefix?: string | undefined;
}

/** Opens the producing end of the order queue. Redis need not be up. */
export function openOrderQueue(options: OrderQueueOptions): OrderQueue {
  const onError = quietRepeats(options.onError);
  const redis = openProducerRedis(options.redisUrl, onError);
  const queue = new Queue<CheckoutJob>(CHECKOUT_QUEUE, {
    connection: redis,
    prefix: options.prefix ?? QUEUE_PREFIX,
    skipVersionCheck: true,
    ...telemetry(),
  });
  queue.on("error", onError);
  const requireReady = (): void => {
    // BullMQ would wait for the connection, and its promises would pile up for as long as Redis is away.
    if (redis.status !== "ready") throw new Error(`Redis is not connected (${redis.status})`);
  };
  return {
    announce: async (orderId, generation) => {
      // fault point: announcing (orderId)
      requireReady();
      const options = { ...CHECKOUT_JOB_OPTIONS, jobId: checkoutJobId(orderId, generation) };
      await withSpan("dispatch", { orderId }, () => queue.add("checkout", { order_id: orderId }, options));
      // fault point: announced (orderId)
    },
    isJobAlive: async (orderId, generation) => {
      requireReady();
      return ALIVE_STATES.has(await queue.getJobState(checkoutJobId(orderId, generation)));
    },
    ping: async () => {
      requireReady();
      await redis.ping();
    },
    requireNoEviction: () => requireNoEviction(redis),
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
