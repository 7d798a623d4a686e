import { evictionPolicyOf, openProducerRedis } from "./redis.ts";

/** What a Redis is like. */
export interface RedisFacts {
  version: string;
  /** Under any other than "noeviction" it drops jobs when memory is short. */
  evictionPolicy: string;
  /** Whether it writes every change to a file (AOF). */
  hasAppendOnlyFile: boolean;
  /** When it last wrote all of it to a file (RDB); null: never since it was started. */
  savedAt: Date | null;
  /** False: its last try to write all of it to a file failed, and it may refuse to be written to. */
  isSaveFine: boolean;
  usedBytes: number;
  /** 0: as much as the machine has. */
  maxBytes: number;
  /** How far this machine's clock is ahead of Redis's, in milliseconds; right to half of what the question took. */
  clockAheadMs: number;
}

const WITHIN_MS = 5_000;

/** Asks a Redis about itself. Throws when there is no answer within five seconds. */
export async function inspectRedis(url: string): Promise<RedisFacts> {
  let lastError = new Error(`no answer within ${WITHIN_MS} ms`);
  const redis = openProducerRedis(url, (error) => {
    lastError = error;
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      redis.once("ready", resolve);
      timer = setTimeout(() => reject(lastError), WITHIN_MS);
    });
    const facts = toFacts(await redis.info());
    const [askedAt, since] = [Date.now(), performance.now()];
    const [seconds, microseconds] = await redis.time();
    const halfway = askedAt + (performance.now() - since) / 2;
    const redisNow = Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    return { ...facts, clockAheadMs: Math.round(halfway - redisNow) };
  } finally {
    clearTimeout(timer);
    redis.disconnect();
  }
}

function toFacts(info: string): Omit<RedisFacts, "clockAheadMs"> {
  const find = (name: string): string | undefined => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1];
  const savedAtS = Number(find("rdb_last_save_time") ?? 0);
  return {
    version: find("redis_version") ?? "unknown",
    evictionPolicy: evictionPolicyOf(info),
    hasAppendOnlyFile: find("aof_enabled") === "1",
    // A Redis that was just started says the time of its start.
    savedAt: savedAtS === 0 || Number(find("rdb_saves") ?? 1) === 0 ? null : new Date(savedAtS * 1_000),
    isSaveFine: (find("rdb_last_bgsave_status") ?? "ok") === "ok" && (find("aof_last_write_status") ?? "ok") === "ok",
    usedBytes: Number(find("used_memory") ?? 0),
    maxBytes: Number(find("maxmemory") ?? 0),
  };
}
