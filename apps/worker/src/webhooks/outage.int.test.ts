import { randomBytes } from "node:crypto";
import { openWebhookQueue, type WebhookQueue } from "@cartwright/queue";
import { requireRedisUrl, waitFor } from "@cartwright/testing";
import { Webhook } from "standardwebhooks";
import { readConfig } from "../config.ts";
import { openMetrics } from "../supervision/metrics.ts";
import { openWebhookBench, type WebhookBench } from "../testing/webhook-bench.ts";
import { dispatchWebhooks } from "../upkeep/dispatch-webhooks.ts";
import { type RunningWebhooks, startWebhooks } from "./start-webhooks.ts";

const ORDERS = 5;
const EVENTS = 4;
const WORKERS = 2;

let bench: WebhookBench;
let queue: WebhookQueue;
let workers: RunningWebhooks[];

beforeAll(async () => {
  bench = await openWebhookBench();
  const { database, keyring, receiver } = bench;
  const onError = () => undefined;
  const config = readConfig({
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: `{test-${randomBytes(4).toString("hex")}}`,
    WEBHOOKS_ALLOW_LOCAL: receiver.host,
  });
  queue = openWebhookQueue({ redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX, onError });
  const metrics = openMetrics({
    pool: database.pool,
    surroundings: { queues: { webhooks: queue }, browsers: { pid: () => null } },
    onError,
  });
  const surroundings = { config, log: bench.deps.log, database, keyring, metrics, onError };
  workers = Array.from({ length: WORKERS }, () => startWebhooks(surroundings));
});

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.drain()));
  await queue.close();
  await bench.close();
});

/** Lets whatever waits be due, and the workers at it, until the rows are as they should be. */
async function workUntil(what: string, isSo: (rows: Awaited<ReturnType<typeof bench.rows>>) => boolean) {
  await bench.letTimePass();
  const look = async () => {
    await dispatchWebhooks({ pool: bench.database.pool, queue, lookAgainMs: 100 }).catch(() => 0);
    return isSo(await bench.rows()) ? true : undefined;
  };
  await waitFor(what, look, 20_000);
}

test("a receiver that was down for a while gets everything, per order in sequence, with the same ids and bytes", async () => {
  const { receiver } = bench;
  await receiver.goDown();
  const orders = await Promise.all(Array.from({ length: ORDERS }, () => bench.orderWithEvents(EVENTS)));
  const firstsHad = (tries: number) => (rows: Awaited<ReturnType<typeof bench.rows>>) =>
    rows.filter((row) => row.sequence === 1).every((row) => row.tries === tries);
  await workUntil("every first event to find nobody", firstsHad(1));
  const bodies = new Map((await bench.rows()).map((row) => [row.webhook_id, row.body]));

  receiver.answerWith(500);
  await receiver.comeBack();
  await workUntil("every first event to be refused", firstsHad(2));
  const refused = receiver.received.splice(0);
  expect(new Map(refused.map(({ headers, body }) => [headers["webhook-id"], body]))).toEqual(
    new Map(orders.map(([first]) => [first?.webhook_id, bodies.get(first?.webhook_id ?? "")])),
  );
  expect(refused).toHaveLength(ORDERS);

  receiver.answerWith(200);
  await workUntil("everything to be delivered", (rows) => rows.every((row) => row.state === "delivered"));
  expect(receiver.received).toHaveLength(ORDERS * EVENTS);
  for (const rows of orders) {
    const [{ order_id: orderId } = { order_id: null }] = rows;
    const messages = receiver.received.filter(({ body }) => body.includes(`"order_id":"${orderId}"`));
    expect(messages.map(({ headers }) => headers["webhook-id"])).toEqual(rows.map((row) => row.webhook_id));
  }
  for (const { headers, body } of receiver.received) {
    expect(() => new Webhook(bench.secret).verify(body, headers)).not.toThrow();
    expect(bodies.get(headers["webhook-id"] ?? "") ?? body).toBe(body);
  }
});
