import { setTimeout as sleep } from "node:timers/promises";
import { openOrderQueue } from "@cartwright/queue";
import type { Stage } from "./stage.ts";
import { orderIdOf, type Subject } from "./subject.ts";

/** Jobs that nobody asked for: at once, while the order is worked on, and after. */
const AFTER_MS = [0, 60, 400];
const FAR_GENERATION = 1_000_000;

/** Adds jobs for orders that have one, as a queue that repeats itself would. */
export function addExtraJobs(stage: Stage): {
  add: (subject: Subject, count: number) => Promise<void>;
  close: () => Promise<void>;
} {
  const queue = openOrderQueue({
    redisUrl: stage.redis.url,
    prefix: String(stage.env({})["QUEUE_PREFIX"]),
    onError: () => undefined,
  });
  return {
    add: async (subject, count) => {
      for (const [index, afterMs] of AFTER_MS.slice(0, count).entries()) {
        await sleep(afterMs);
        await queue.announce(orderIdOf(subject), FAR_GENERATION + index).then(
          () => stage.tally.count("job doubled"),
          // Redis is away: then this one is not.
          () => undefined,
        );
      }
    },
    close: () => queue.close(),
  };
}
