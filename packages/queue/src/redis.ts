import { Redis, type RedisOptions } from "ioredis";

/** A producer never waits for Redis: what it could not say at once is said by the dispatcher later. */
const PRODUCER_OPTIONS = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2_000,
} as const satisfies RedisOptions;

/** Every request is counted before it is served: it does not wait for a Redis that is slow. */
const COUNTER_OPTIONS = {
  ...PRODUCER_OPTIONS,
  maxRetriesPerRequest: 0,
  commandTimeout: 100,
  // Nothing is left to be said when it closes.
  disconnectTimeout: 100,
} as const satisfies RedisOptions;

/** A consumer waits for Redis as long as it takes: a blocking read has no answer until there is a job. */
const CONSUMER_OPTIONS = { maxRetriesPerRequest: null } as const satisfies RedisOptions;

const RECONNECT_AT_MOST_MS = 2_000;
const RECONNECT_STEP_MS = 100;

function open(
  url: string,
  options: typeof PRODUCER_OPTIONS | typeof COUNTER_OPTIONS | typeof CONSUMER_OPTIONS,
  onError: (error: Error) => void,
): Redis {
  const redis = new Redis(url, {
    ...options,
    retryStrategy: (times) => Math.min(times * RECONNECT_STEP_MS, RECONNECT_AT_MOST_MS),
  });
  redis.on("error", onError);
  return redis;
}

export const openProducerRedis = (url: string, onError: (error: Error) => void): Redis =>
  open(url, PRODUCER_OPTIONS, onError);

export const openCounterRedis = (url: string, onError: (error: Error) => void): Redis =>
  open(url, COUNTER_OPTIONS, onError);

export const openConsumerRedis = (url: string, onError: (error: Error) => void): Redis =>
  open(url, CONSUMER_OPTIONS, onError);

/** Of what Redis says of itself. */
export function evictionPolicyOf(info: string): string {
  return /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? "unknown";
}

/**
 * Throws unless Redis keeps every key until it is deleted: under any other policy it would drop jobs when memory is short.
 * (Orders would survive it, late; nobody should run it so.)
 */
export async function requireNoEviction(redis: Redis): Promise<void> {
  const policy = evictionPolicyOf(await redis.info("memory"));
  if (policy !== "noeviction") {
    throw new Error(
      `Redis evicts keys (maxmemory-policy is "${policy}"). Set it to noeviction: ` +
        "`redis-cli config set maxmemory-policy noeviction`, and in redis.conf.",
    );
  }
}
