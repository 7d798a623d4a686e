import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { requireRedisUrl, waitFor } from "@cartwright/testing";
import { openRateLimitStore, type RateCounter, type RateLimitStore } from "./rate-limit-store.ts";

/** Nothing listens there. */
const WITHIN_MS = 5_000;
const NO_REDIS = "redis://127.0.0.1:9";

const opened: RateLimitStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.close();
});

function open(redisUrl: string, prefix: string, limit: number): { counter: RateCounter; errors: string[] } {
  const errors: string[] = [];
  const store = openRateLimitStore({ redisUrl, prefix, onError: (error) => errors.push(error.message) });
  opened.push(store);
  return { counter: store.openCounter({ name: "test", limit, windowS: 60 }), errors };
}

/** Two processes whose connections are up: before that, each counts by itself. */
async function openTwo(
  prefix: string,
  limit: number,
  redisUrl = requireRedisUrl(),
): Promise<[RateCounter, RateCounter]> {
  const [one, other] = [open(redisUrl, prefix, limit).counter, open(redisUrl, prefix, limit).counter];
  const share = async (): Promise<true | undefined> => {
    const who = randomUUID();
    await one.count(who);
    return (await other.count(who)).left === limit - 2 ? true : undefined;
  };
  await waitFor("two counters that share", share, WITHIN_MS);
  return [one, other];
}

const take = async (counter: RateCounter, times: number) => {
  const counts = [];
  for (let n = 0; n < times; n += 1) counts.push(await counter.count("somebody"));
  return counts;
};

test("two processes share a count", async () => {
  const prefix = randomUUID();
  const [one, other] = await openTwo(prefix, 5);
  expect((await take(one, 3)).map(({ isOver, left }) => [isOver, left])).toEqual([[false, 4], [false, 3], [false, 2]]); // prettier-ignore
  expect((await take(other, 3)).map(({ isOver, left }) => [isOver, left])).toEqual([[false, 1], [false, 0], [true, 0]]); // prettier-ignore
  const [over] = await take(one, 1);
  expect(over).toMatchObject({ isOver: true, left: 0 });
  expect(over?.resetsInMs).toBeGreaterThan(50_000);
  expect(over?.resetsInMs).toBeLessThanOrEqual(60_000);
  // Somebody else's count is another one, and so is another installation's.
  expect(await one.count("somebody else")).toMatchObject({ isOver: false, left: 4 });
  const [elsewhere] = await openTwo(randomUUID(), 5);
  expect((await take(elsewhere, 1))[0]).toMatchObject({ left: 4 });
});

test("without Redis the process counts by itself, at once, and says why", async () => {
  const { counter, errors } = open(NO_REDIS, randomUUID(), 2);
  const startedAt = performance.now();
  expect((await take(counter, 3)).map(({ isOver }) => isOver)).toEqual([false, false, true]);
  expect(performance.now() - startedAt).toBeLessThan(500);
  await waitFor("the reason", async () => Promise.resolve(errors[0]), WITHIN_MS);
});

test("a Redis that hangs holds one request for a moment, and the others not at all", async () => {
  const { hostname, port } = new URL(requireRedisUrl());
  let isFrozen = false;
  const proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) socket.on("error", () => undefined);
    client.on("data", (chunk) => isFrozen || upstream.write(chunk)).on("close", () => upstream.destroy());
    upstream.on("data", (chunk) => isFrozen || client.write(chunk));
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  const proxyPort = typeof address === "object" && address !== null ? address.port : 0;
  const [counter] = await openTwo(randomUUID(), 3, `redis://127.0.0.1:${proxyPort}`);
  isFrozen = true;
  const startedAt = performance.now();
  expect((await take(counter, 10)).filter(({ isOver }) => !isOver)).toHaveLength(3);
  // One command's patience is 100 ms: ten in a row would be a second.
  expect(performance.now() - startedAt).toBeGreaterThan(90);
  expect(performance.now() - startedAt).toBeLessThan(700);
  for (const store of opened.splice(0)) store.close();
  await new Promise((resolve) => proxy.close(resolve));
});
