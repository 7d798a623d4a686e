import { Redis } from "ioredis";

const PAGE = 1_000;

/** Everything that a Redis holds, whatever its type: each key with its value, in words. */
export async function dumpRedis(redisUrl: string): Promise<string[]> {
  const redis = new Redis(redisUrl);
  try {
    const entries: string[] = [];
    for await (const keys of redis.scanStream({ count: PAGE }) as AsyncIterable<string[]>) {
      for (const key of keys) entries.push(`${key} ${await valueOf(redis, key)}`);
    }
    return entries;
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  switch (await redis.type(key)) {
    case "string":
      return (await redis.get(key)) ?? "";
    case "hash":
      return JSON.stringify(await redis.hgetall(key));
    case "list":
      return JSON.stringify(await redis.lrange(key, 0, -1));
    case "set":
      return JSON.stringify(await redis.smembers(key));
    case "zset":
      return JSON.stringify(await redis.zrange(key, "0", "-1", "WITHSCORES"));
    case "stream":
      return JSON.stringify(await redis.xrange(key, "-", "+"));
    case "none":
      // It went while we looked.
      return "";
    default:
      throw new Error(`Redis holds a ${await redis.type(key)} at ${key}, and nobody can search that`);
  }
}
