import { readOrderSigns } from "@cartwright/db";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { IN_STATUS, insert, storeOrder } from "../testing/store-order.ts";
import { openOrderWatcher, type OrderWatcher } from "./watch-orders.ts";

const LONG_MS = 60_000;

let api: TestApi;
let key: string;
let watcher: OrderWatcher;
const streamTimes = { heartbeatMs: LONG_MS, maxAgeMs: LONG_MS };

beforeAll(async () => {
  api = await startTestApi(({ pool }) => {
    const readSigns = (orderIds: readonly string[]) => readOrderSigns(pool, orderIds);
    watcher = openOrderWatcher({ readSigns, onError: () => undefined, lookEveryMs: 20, maxFollowers: 2 });
    return { watcher, streamTimes };
  });
  key = await api.newKey();
});

afterEach(() => Object.assign(streamTimes, { heartbeatMs: LONG_MS, maxAgeMs: LONG_MS }));
afterAll(() => api.close());

const store = (status: keyof typeof IN_STATUS) => storeOrder(api.database, { columns: IN_STATUS[status] });
const note = (order_id: string, type: string, label = "") =>
  insert(api.database, "order_events", { order_id, type, label, source: "test" });
const eventsOf = (id: string) => `/orders/${id}/events`;

/** An open stream, read piece by piece. */
async function follow(id: string, lastEventId = "") {
  const end = new AbortController();
  const headers = { Authorization: `Bearer ${key}`, ...(lastEventId === "" ? {} : { "Last-Event-ID": lastEventId }) };
  const response = await fetch(api.url + eventsOf(id), { headers, signal: end.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    response,
    /** What has come, as soon as it holds that. */
    until: async (part: string): Promise<string> => {
      while (!text.includes(part)) {
        const piece = await reader?.read();
        if (piece?.value === undefined) throw new Error(`the stream ended without ${part}: ${text}`);
        text += piece.value;
      }
      return text;
    },
    leave: () => end.abort(),
  };
}

const idsIn = (text: string): string[] => [...text.matchAll(/^id: (\d+)$/gm)].map(([, id]) => id ?? "");

test("GET /orders/{id}/events tells the timeline from its beginning, and what is added as it is added", async () => {
  const id = await store("pending");
  await note(id, "order_created", "Two\nlines");
  const stream = await follow(id);
  expect(Object.fromEntries(stream.response.headers)).toMatchObject({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  await stream.until("order_created");
  await note(id, "attempt_started");
  const text = await stream.until("event: attempt_started");
  stream.leave();
  expect(text).toMatch(
    /^retry: \d+\n\nid: \d+\nevent: order_created\ndata: \{.*\}\n\nid: \d+\nevent: attempt_started\n/,
  );
  expect(JSON.parse(/data: (.*)/.exec(text)?.[1] ?? "")).toMatchObject({ type: "order_created", label: "Two\nlines" });
  expect(api.logLines.join("")).not.toContain("aborted");
});

test("GET /orders/{id}/events goes on after Last-Event-ID, and misses nothing of the meantime", async () => {
  const id = await store("order_placed");
  await note(id, "order_created");
  await note(id, "order_placed");
  const first = await follow(id);
  const [created = "", placed = ""] = idsIn(await first.until("event: order_placed"));
  first.leave();
  await note(id, "tracking_acquired");
  const second = await follow(id, placed);
  const text = await second.until("event: tracking_acquired");
  second.leave();
  expect(text).not.toContain("event: order_placed");
  const third = await follow(id, created);
  expect(idsIn(await third.until("event: tracking_acquired"))).toEqual([placed, ...idsIn(text)]);
  third.leave();
});

test("GET /orders/{id}/events tells of an event that was committed behind a later one", async () => {
  const id = await store("pending");
  await note(id, "order_created");
  const client = await api.database.pool.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO order_events (order_id, type, label, source) VALUES ($1, 'in_doubt', '', '')", [id]);
  await note(id, "resolved");
  const stream = await follow(id);
  await stream.until("event: resolved");
  await client.query("COMMIT");
  client.release();
  expect(idsIn(await stream.until("event: in_doubt"))).toHaveLength(3);
  stream.leave();
});

test("GET /orders/{id}/events ends with the last event of a failed order, and says not to come back after it", async () => {
  const id = await store("pending");
  await note(id, "order_created");
  const stream = await follow(id);
  await stream.until("order_created");
  await note(id, "order_failed");
  await api.database.pool.query(
    `UPDATE orders SET status = 'order_failed', phase = 'done', failure_code = 'cancelled', charged = 'no', updated_at = now()
     WHERE id = $1`,
    [id],
  );
  const [, last = ""] = idsIn(await stream.until("event: order_failed"));
  await expect(stream.until("more")).rejects.toThrow("the stream ended");
  const again = await api.send("GET", eventsOf(id), { key, headers: { "Last-Event-ID": last } });
  expect(again.status).toBe(204);
  expect(idsIn((await api.send("GET", eventsOf(id), { key })).text)).toHaveLength(2);
});

test("GET /orders/{id}/events says now and then that it is still there, and ends when it is old", async () => {
  Object.assign(streamTimes, { heartbeatMs: 20, maxAgeMs: 100 });
  const answer = await api.send("GET", eventsOf(await store("order_placed")), { key });
  expect(answer.text).toContain("\n: still here\n\n");
});

test("GET /orders/{id}/events is the owner's alone, and wants an id that it gave", async () => {
  const id = await store("pending");
  const strangers = [await api.newKey({ account: "Somebody else" }), await api.newKey({ mode: "live" })];
  for (const stranger of strangers) expect((await api.send("GET", eventsOf(id), { key: stranger })).status).toBe(404);
  expect((await api.send("GET", eventsOf(id))).status).toBe(401);
  const headers = { "Last-Event-ID": "x" };
  expect((await api.send("GET", eventsOf(id), { key, headers })).text).toContain('"field":"Last-Event-ID"');
});

test("a HEAD of what is streamed ends with its headers", async () => {
  for (const path of [eventsOf(await store("pending")), "/orders/export"]) {
    const answer = await api.send("HEAD", path, { key });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      200,
      expect.stringMatching(/^text\/(event|csv)/),
    ]);
  }
});

test("GET /orders/{id}/events refuses one too many, and all are ended when the process is about to end", async () => {
  const id = await store("order_placed");
  await note(id, "order_placed");
  const streams = [await follow(id), await follow(id)];
  for (const stream of streams) await stream.until("order_placed");
  const refused = await api.send("GET", eventsOf(id), { key });
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "10"]);
  watcher.close();
  for (const stream of streams) await expect(stream.until("more")).rejects.toThrow("the stream ended");
});
