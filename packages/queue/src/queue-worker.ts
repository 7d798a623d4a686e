import { errorFacts } from "@cartwright/db";
import { type Job, Worker } from "bullmq";
import { QUEUE_PREFIX } from "./catalog.ts";
import { quietRepeats } from "./quiet-repeats.ts";
import { openConsumerRedis } from "./redis.ts";
import { telemetry } from "./telemetry.ts";

const MAX_STALLED = 3;

export interface QueueConsumer {
  /** Takes no more jobs; resolves when those in hand are done and the connections closed. */
  close: () => Promise<void>;
}

export interface QueueConsumerOptions {
  redisUrl: string;
  /** Jobs worked on at once. */
  concurrency: number;
  /**
   * BullMQ's lock keeps two workers from the same job, mostly: a blocked event loop loses it. The claim of the row that it
   * names is what keeps them from the same work.
   */
  lockMs: number;
  onError: (error: Error) => void;
  prefix?: string | undefined;
}

/** Runs `process` for every job of a queue. What becomes of it is the row's affair, and the dispatcher's: errors are only told. */
export function openQueueWorker(
  queue: string,
  options: QueueConsumerOptions,
  process: (job: Job<unknown>) => Promise<unknown>,
): QueueConsumer {
  const onError = quietRepeats(options.onError);
  const redis = openConsumerRedis(options.redisUrl, onError);
  const worker = new Worker<unknown>(queue, (job) => process(job).catch(throwBare), {
    connection: redis,
    prefix: options.prefix ?? QUEUE_PREFIX,
    concurrency: options.concurrency,
    lockDuration: options.lockMs,
    stalledInterval: options.lockMs / 2,
    maxStalledCount: MAX_STALLED,
    skipVersionCheck: true,
    ...telemetry(),
  });
  worker.on("error", onError);
  worker.on("failed", (_job, error) => onError(error));
  return {
    close: async () => {
      await worker.close().catch(onError);
      redis.disconnect();
    },
  };
}

/** What a job fails with is kept in Redis, words and stack: of a statement that failed they would hold its parameters. */
function throwBare(error: unknown): never {
  const { type, message } = errorFacts(error);
  throw new Error(`${type}: ${message}`, { cause: error });
}
