import { inspectRedis, type RedisFacts } from "@cartwright/queue";
import { judgeClock } from "./check-clock.ts";
import { bytes, type Environment, fault, type Finding, ok, placeOf, reasonOf, warning } from "./finding.ts";

/** BullMQ refuses what is older than 5, and asks for 6.2. */
const OLDEST = 5;
const WANTED = 6.2;
const NEARLY_FULL = 0.8;

/** Redis: what it is, whether it would drop jobs, and whether it would know them after a restart. */
export async function checkRedis(environment: Environment): Promise<Finding[]> {
  const url = environment["REDIS_URL"];
  if (url === undefined)
    return [fault("redis", "REDIS_URL is not set", "Set it to the API's own: without Redis no worker starts.")];
  try {
    const facts = await inspectRedis(url);
    return [
      judgeVersion(facts, placeOf(url)),
      judgeEviction(facts),
      judgePersistence(facts),
      judgeClock("clock-redis", "Redis", facts.clockAheadMs),
    ];
  } catch (error) {
    const advice =
      "Start it, or mend REDIS_URL. Orders are accepted meanwhile, and worked on when it is back: none is lost.";
    return [fault("redis", `no answer at ${placeOf(url)}: ${reasonOf(error)}`, advice)];
  }
}

function judgeVersion({ version }: RedisFacts, place: string): Finding {
  const saw = `${version} at ${place}`;
  const number = Number.parseFloat(version);
  if (number >= WANTED) return ok("redis", saw);
  const advice = `Move to Redis ${WANTED} or newer: the queue asks for it.`;
  return number < OLDEST ? fault("redis", saw, advice) : warning("redis", saw, advice);
}

function judgeEviction({ evictionPolicy, usedBytes, maxBytes }: RedisFacts): Finding {
  const limit = maxBytes === 0 ? "no limit" : `of ${bytes(maxBytes)}`;
  const saw = `maxmemory-policy is ${evictionPolicy}; ${bytes(usedBytes)} in use, ${limit}`;
  if (evictionPolicy !== "noeviction") {
    const advice =
      "redis-cli config set maxmemory-policy noeviction, and in redis.conf: it drops jobs when memory is short, and no worker starts.";
    return fault("redis-eviction", saw, advice);
  }
  if (maxBytes === 0 || usedBytes < maxBytes * NEARLY_FULL) return ok("redis-eviction", saw);
  return warning("redis-eviction", saw, "Raise maxmemory: when it is full, nobody can be told of new orders.");
}

function judgePersistence({ hasAppendOnlyFile, savedAt, isSaveFine }: RedisFacts): Finding {
  const name = "redis-persistence";
  const saved = savedAt === null ? "no snapshot since its start" : `last snapshot ${savedAt.toISOString()}`;
  const saw = `append-only file ${hasAppendOnlyFile ? "on" : "off"}, ${saved}`;
  if (!isSaveFine) {
    const advice =
      "Look at its log and its disk: a Redis that cannot save refuses to be written to (stop-writes-on-bgsave-error).";
    return fault(name, `${saw}; its last try to save failed`, advice);
  }
  if (hasAppendOnlyFile || savedAt !== null) return ok(name, saw);
  const advice =
    "Nothing is lost without: jobs are made anew from Postgres within half a minute. redis.conf: appendonly yes, to spare the wait.";
  return warning(name, saw, advice);
}
