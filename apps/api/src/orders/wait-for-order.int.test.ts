import { get } from "node:http";
import { readOrderSigns } from "@cartwright/db";
import { waitFor } from "@cartwright/testing";
import { type Answer, startTestApi, type TestApi } from "../testing/test-api.ts";
import { IN_STATUS, insert, storeOrder } from "../testing/store-order.ts";
import { openOrderWatcher, type OrderWatcher } from "./watch-orders.ts";

let api: TestApi;
let key: string;
let watcher: OrderWatcher;
/** The orders that the latest look asked for: those that somebody waits for. */
let asked: readonly string[] = [];

beforeAll(async () => {
  api = await startTestApi((database) => {
    watcher = openOrderWatcher({
      readSigns: (orderIds) => {
        asked = orderIds;
        return readOrderSigns(database.pool, orderIds);
      },
      onError: () => undefined,
      lookEveryMs: 20,
    });
    return { watcher };
  });
  key = await api.newKey();
});

afterAll(() => api.close());

const store = (status: keyof typeof IN_STATUS) => storeOrder(api.database, { columns: IN_STATUS[status] });
const run = (statement: string, id: string) => api.database.pool.query(statement, [id]);
const start = (id: string) => run("UPDATE orders SET status = 'in_progress', updated_at = now() WHERE id = $1", id);
const isWaitedFor = (id: string) => waitFor("a look", async () => (asked.includes(id) ? true : undefined), 5_000);

/** Waits for an order, and does something as soon as the wait has begun. */
async function during(id: string, path: string, headers: Record<string, string>, act: () => unknown): Promise<Answer> {
  const answer = api.get(path, key, headers);
  await isWaitedFor(id);
  await act();
  return await answer;
}

test("GET /orders/{id}?wait answers as soon as the status moves, and not for anything less", async () => {
  const id = await store("pending");
  const answer = await during(id, `/orders/${id}?wait=30`, {}, async () => {
    await run("UPDATE orders SET attempts = 1, updated_at = now() WHERE id = $1", id);
    await start(id);
  });
  expect(answer.body).toMatchObject({ status: "in_progress", attempts: 1 });
  expect(answer.headers.get("retry-after")).toBe("2");
});

test.each(["order_placed", "order_failed"] as const)("GET /orders/{id}?wait answers at once for %s", async (status) => {
  const id = await store(status);
  const answer = await api.get(`/orders/${id}?wait=30`, key);
  expect(answer.body).toMatchObject({ id, status });
  expect(answer.headers.get("retry-after")).toBeNull();
});

test("GET /orders/{id}?wait answers when the time is over, longer than a request may take to come in", async () => {
  const [still, other] = [await store("pending"), await store("pending")];
  const etag = (await api.get(`/orders/${other}`, key)).headers.get("etag") ?? "";
  const startedAt = performance.now();
  const statusAfter = async (seconds: number, path: string, headers = {}) => {
    const { status } = await api.get(path, key, headers);
    expect(performance.now() - startedAt).toBeGreaterThan(seconds * 1_000 - 10);
    return status;
  };
  const headers = { "If-None-Match": etag };
  const both = [statusAfter(1, `/orders/${still}?wait=1`), statusAfter(3, `/orders/${other}?wait=3`, headers)];
  expect(await Promise.all(both)).toEqual([200, 304]);
});

test("GET /orders/{id}?wait with If-None-Match waits for any difference, a placed order's parcel too", async () => {
  const id = await store("order_placed");
  const path = `/orders/${id}?wait=30`;
  const first = await api.get(path, key);
  const headers = { "If-None-Match": first.headers.get("etag") ?? "" };
  const parcel = { order_id: id, carrier: "ups", tracking_number: "1Z9" };
  const second = await during(id, path, headers, () => insert(api.database, "tracking_numbers", parcel));
  expect(second.status).toBe(200);
  expect(second.body["tracking_numbers"]).toMatchObject([{ tracking_number: "1Z9", status: "pending" }]);
  expect((await api.get(path, key, headers)).status).toBe(200);
});

test("GET /orders/{id}?wait does not wait for what cannot change, nor for what is not the caller's", async () => {
  const id = await store("order_failed");
  const first = await api.get(`/orders/${id}`, key);
  const headers = { "If-None-Match": first.headers.get("etag") ?? "" };
  expect((await api.get(`/orders/${id}?wait=30`, key, headers)).status).toBe(304);
  const stranger = await api.newKey({ account: "Somebody else" });
  expect((await api.get(`/orders/${await store("pending")}?wait=30`, stranger)).status).toBe(404);
});

test("a client that leaves is waited for no longer", async () => {
  const [left, stays] = [await store("pending"), await store("pending")];
  const request = get(`${api.url}/orders/${left}?wait=30`, { headers: { Authorization: `Bearer ${key}` } });
  request.on("error", () => undefined);
  const other = during(stays, `/orders/${stays}?wait=30`, {}, async () => {
    await isWaitedFor(left);
    request.destroy();
    await waitFor("its end", async () => (asked.includes(left) ? undefined : true), 5_000);
    await start(stays);
  });
  expect((await other).body).toMatchObject({ status: "in_progress" });
});

test.each(["wait=61", "wait=-1", "wait=1.5", "wait=", "wait=1&wait=2", "wiat=1"])("refuses ?%s", async (query) => {
  expect((await api.get(`/orders/${await store("pending")}?${query}`, key)).status).toBe(422);
});

test("whoever waits is answered when the process is about to end", async () => {
  const id = await store("pending");
  const answer = await during(id, `/orders/${id}?wait=30`, {}, () => watcher.close());
  expect(answer.body).toMatchObject({ id, status: "pending" });
});
