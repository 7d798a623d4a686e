import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { quietRepeats } from "./quiet-repeats.ts";
import { openCounterRedis } from "./redis.ts";

/** What one request came to in its window. */
export interface RateCount {
  isOver: boolean;
  /** How many more the window takes. */
  left: number;
  /** Until the window is over. */
  resetsInMs: number;
}

export interface RateCounter {
  /** Counts one request of `who`. Never throws, and never waits for a Redis that is away. */
  count: (who: string) => Promise<RateCount>;
}

export interface RateLimitStore {
  /** Counts up to `limit` in every window, together with all processes that count by the same name. */
  openCounter: (options: { name: string; limit: number; windowS: number }) => RateCounter;
  close: () => void;
}

export interface RateLimitStoreOptions {
  redisUrl: string;
  /** The queue's own: one installation counts apart from others of the same Redis. */
  prefix: string;
  onError: (error: Error) => void;
}

/** After Redis gave no answer, nobody waits for one for so long. */
const REDIS_PAUSE_MS = 1_000;

/** Counts in Redis; while that is away or slow, in this process alone. Redis need not be up. */
export function openRateLimitStore({ redisUrl, prefix, onError }: RateLimitStoreOptions): RateLimitStore {
  const tell = quietRepeats(onError);
  const redis = openCounterRedis(redisUrl, tell);
  return {
    openCounter: ({ name, limit, windowS }) => {
      const own = new RateLimiterMemory({ points: limit, duration: windowS });
      const shared = new RateLimiterRedis({
        storeClient: redis,
        keyPrefix: `${prefix}:rate-${name}`,
        points: limit,
        duration: windowS,
        // Whoever is over the limit costs no more trips to Redis until the window ends.
        inMemoryBlockOnConsumed: limit,
      });
      let pausedUntil = 0;
      return {
        count: async (who) => {
          if (redis.status === "ready" && performance.now() >= pausedUntil) {
            try {
              return await consume(shared, who);
            } catch (error) {
              pausedUntil = performance.now() + REDIS_PAUSE_MS;
              tell(error instanceof Error ? error : new Error(String(error)));
            }
          }
          return await consume(own, who);
        },
      };
    },
    close: () => redis.disconnect(),
  };
}

async function consume(limiter: RateLimiterRedis | RateLimiterMemory, who: string): Promise<RateCount> {
  try {
    return toCount(await limiter.consume(who), false);
  } catch (refused) {
    // It throws two kinds of things: what it counted, where that is too many, and faults.
    if (refused instanceof RateLimiterRes) return toCount(refused, true);
    throw refused;
  }
}

function toCount({ remainingPoints, msBeforeNext }: RateLimiterRes, isOver: boolean): RateCount {
  return { isOver, left: isOver ? 0 : Math.max(0, remainingPoints), resetsInMs: Math.max(0, msBeforeNext) };
}
