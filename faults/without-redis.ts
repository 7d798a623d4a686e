import { setTimeout as sleep } from "node:timers/promises";
import type { Feed } from "./play.ts";
import type { Stage } from "./stage.ts";
import { nameOf } from "./subject.ts";
import { openClients } from "./clients.ts";

/** Orders a second: what the API must take while Redis is away. */
const RATE = 100;
const LOOK_MS = 100;

/** Stops Redis, posts orders at a steady rate whatever the answers, and starts Redis again when all are acknowledged. */
export const feedWithoutRedis: Feed = async (stage, cast, { seed, numbers }) => {
  const clients = openClients(() => cast.apiUrl, stage.apiKey);
  const latencies: number[] = [];
  // A worker does not start without Redis; one that has started does not mind.
  while ((await countWorkers(stage)) < cast.workers.length) await sleep(LOOK_MS);
  await stage.redis.stop();
  stage.tally.count("Redis stopped");
  await stage.steps.step(`${numbers.length} orders at ${RATE} a second, without Redis`, async () => {
    const startedAt = performance.now();
    const posting: Promise<void>[] = [];
    for (const [index, n] of numbers.entries()) {
      await sleep(Math.max(0, startedAt + (index * 1_000) / RATE - performance.now()));
      const subject = { seed, n };
      const postedAt = performance.now();
      posting.push(
        clients
          .post(nameOf(subject), cast.orderFor(subject))
          .then(() => latencies.push(performance.now() - postedAt))
          .then(() => undefined),
      );
    }
    await Promise.all(posting);
  });
  await stage.redis.start();
  latencies.sort((one, other) => one - other);
  const at = (share: number): string => (latencies[Math.floor(share * (latencies.length - 1))] ?? 0).toFixed(0);
  return {
    acknowledged: clients.acknowledged(),
    notes: [`acknowledged after ${at(0.5)} ms (p50), ${at(0.99)} ms (p99); ${clients.retries()} tried again`],
  };
};

async function countWorkers({ database }: Stage): Promise<number> {
  const { rows } = await database.pool.query<{ workers: string }>("SELECT count(*) AS workers FROM workers");
  return Number(rows[0]?.workers ?? 0);
}
