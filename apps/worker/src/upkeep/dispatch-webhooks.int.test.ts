import { clearWebhookUrl, settleWebhook } from "@cartwright/db";
import { acceptTestOrder } from "@cartwright/testing";
import { openWebhookBench, type WebhookBench } from "../testing/webhook-bench.ts";
import { dispatchWebhooks } from "./dispatch-webhooks.ts";

let bench: WebhookBench;
let announced: number[];
beforeEach(async () => {
  bench = await openWebhookBench();
  announced = [];
});
afterEach(() => bench.close());

const dispatch = async (announce = (ids: readonly number[]) => void announced.push(...ids)): Promise<number> =>
  await dispatchWebhooks({
    pool: bench.database.pool,
    queue: { announce: async (ids) => announce(ids) },
    lookAgainMs: 30_000,
  });

const lookNow = () => bench.database.pool.query("UPDATE outbox SET look_at = now()");

test("an event that is due is announced once, and again when nothing came of it", async () => {
  const [row] = await bench.orderWithEvents(1);
  expect(await dispatch()).toBe(1);
  expect(await dispatch()).toBe(0);
  await lookNow();
  expect(await dispatch()).toBe(1);
  expect(announced).toEqual([row?.id, row?.id]);
});

test("while Redis is away nothing is lost", async () => {
  await bench.orderWithEvents(1);
  const down = () => {
    throw new Error("Redis is not connected");
  };
  await expect(dispatch(down)).rejects.toThrow("not connected");
  await lookNow();
  expect(await dispatch()).toBe(1);
});

test("events of an account without an endpoint are skipped, in batches; others are not", async () => {
  await bench.orderWithEvents(3);
  await clearWebhookUrl(bench.database.pool, bench.scope);
  await bench.database.pool.query(`INSERT INTO outbox (account_id, mode, event, sequence)
    SELECT gen_random_uuid(), 'live', 'webhook.test', 0 FROM generate_series(1, 450)`);
  expect(await dispatch()).toBe(0);
  const states = new Set((await bench.rows()).map(({ state }) => state));
  expect([...states]).toEqual(["skipped"]);
});

test("an event behind another one is not announced, and is looked at as soon as that one is done", async () => {
  const [first, second] = await bench.orderWithEvents(2);
  expect(await dispatch()).toBe(1);
  await lookNow();
  expect(await dispatch()).toBe(1);
  expect(announced).toEqual([first?.id, first?.id]);
  await bench.deliver(first?.id ?? 0);
  expect(await dispatch()).toBe(1);
  expect(announced.at(-1)).toBe(second?.id);
});

test("an event that a worker has in hand is left alone until its hold is over", async () => {
  const [row] = await bench.orderWithEvents(1);
  bench.receiver.answerWith((response) => {
    void dispatch().then((added) => response.writeHead(added === 0 ? 200 : 500).end());
  });
  await bench.deliver(row?.id ?? 0);
  expect((await bench.rows(row?.order_id))[0]).toMatchObject({ state: "delivered" });
});

test("a hold that ran out is worth nothing: its late result is logged, and decides nothing", async () => {
  const [row] = await bench.orderWithEvents(1);
  const late = { outboxId: row?.id ?? 0, hold: "2020-01-01 00:00:00+00", tries: 0 };
  const tried = { url: "http://a.test/", statusCode: 200, error: null, answer: "", durationMs: 1 };
  await settleWebhook(bench.database.pool, late, tried, { state: "delivered" });
  expect((await bench.rows(row?.order_id))[0]).toMatchObject({ state: "due", tries: 0 });
});

test("two dispatchers at once announce each event once", async () => {
  await Promise.all(Array.from({ length: 60 }, () => acceptTestOrder(bench.database)));
  await Promise.all([dispatch(), dispatch()]);
  expect(new Set(announced).size).toBe(60);
  expect(announced).toHaveLength(60);
});
