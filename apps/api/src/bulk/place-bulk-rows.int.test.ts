import type { Pool } from "@cartwright/db";
import { BulkBatchWithRows } from "@cartwright/schemas";
import { placingDeps, postBatch, ROW } from "../testing/bulk-rows.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeBulkRows } from "./place-bulk-rows.ts";

let api: TestApi;
let key: string;

beforeEach(async () => {
  api = await startTestApi();
  key = await api.newKey();
});
afterEach(() => api.close());

async function read(id: string): Promise<BulkBatchWithRows> {
  return BulkBatchWithRows.parse((await api.get(`/orders/bulk/${id}`, key)).body);
}

const manyRows = (count: number) => Array.from({ length: count }, (_, index) => ({ ...ROW, ref: `r${index}` }));

/** A pool that dies, as its process would, before it has written down how the so-manieth row ended. */
function dyingPool(pool: Pool, rowsBefore: number): Pool {
  let rows = 0;
  return new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      if (name !== "query") return bound;
      return (...args: unknown[]) => {
        const isRecord = (args[0] as { name?: string } | undefined)?.name === "record-bulk-row";
        if (isRecord && ++rows > rowsBefore) throw new Error("the process is gone");
        return bound(...args);
      };
    },
  });
}

const endHolds = () =>
  api.database.pool.query("UPDATE bulk_batches SET held_until = now() WHERE held_until IS NOT NULL");

test("places every row once though the first process breaks off and two more go on at once", async () => {
  const batch = await postBatch(api, key, manyRows(200));
  const dying = { ...api.database, pool: dyingPool(api.database.pool, 50) };
  await expect(placeBulkRows(placingDeps(api, { database: dying }))).rejects.toThrow("the process is gone");
  const ordered = await api.countOrders();
  expect(ordered).toBeGreaterThan(50);
  expect(await read(batch.id)).toMatchObject({ status: "processing", placed_count: 50, failed_count: 0 });
  // Until the hold of the dead process is over, nobody touches the batch.
  expect(await placeBulkRows(placingDeps(api))).toBe(0);
  await endHolds();

  // A hold of no time: both have the same rows in hand at the same moment.
  const racing = placingDeps(api, { holdMs: 0 });
  await Promise.all([placeBulkRows(racing), placeBulkRows(racing)]);
  await placeBulkRows(racing);
  const done = await read(batch.id);
  expect(done).toMatchObject({ status: "completed", row_count: 200, placed_count: 200, failed_count: 0 });
  expect(await api.countOrders()).toBe(200);
  expect(new Set(done.rows.map((row) => row.order_id)).size).toBe(200);
  expect(new Set(api.announced).size).toBe(api.announced.length);
  expect(done.rows[7]).toMatchObject({
    index: 7,
    status: "placed",
    order_status: "pending",
    passthrough: { ref: "r7" },
  });
}, 60_000);

test("goes on with another batch's rows before a large one is through", async () => {
  const large = await postBatch(api, key, manyRows(45));
  const small = await postBatch(api, key, [ROW]);
  const stopping = new AbortController();
  let placed = 0;
  const announceOrder = () => {
    placed += 1;
    if (placed === 22) stopping.abort();
    return Promise.resolve();
  };
  await placeBulkRows(placingDeps(api, { stopping: stopping.signal, announceOrder }));
  expect(await read(small.id)).toMatchObject({ status: "completed" });
  expect(await read(large.id)).toMatchObject({ status: "processing" });
  await placeBulkRows(placingDeps(api));
  expect(await read(large.id)).toMatchObject({ status: "completed", placed_count: 45 });
});

test("says of each bad row why, and places the others", async () => {
  const batch = await postBatch(api, key, [
    ROW,
    { ...ROW, max_price: "12.99" },
    { ...ROW, city: "Springfield" },
    { ...ROW, url: "https://www.unknown-store.com/products/x" },
    { ...ROW, idempotency_key: "k" },
    { ...ROW, idempotency_key: "k", quantity: "2" },
  ]);
  // What needs nobody's word is said at once.
  expect(batch).toMatchObject({ status: "pending", failed_count: 2 });
  await placeBulkRows(placingDeps(api));
  const { rows, ...done } = await read(batch.id);
  expect(done).toMatchObject({ status: "completed", placed_count: 2, failed_count: 4 });
  expect(rows.map((row) => row.status)).toEqual(["placed", "failed", "failed", "failed", "placed", "failed"]);
  const errors = [/^max_price: /, /^city: /, /^url: /, /^idempotency_key: is the key of the row with index 4/];
  expect(rows.flatMap((row) => row.error ?? [])).toEqual(errors.map((error): unknown => expect.stringMatching(error)));
  const { text } = await api.get(`/orders/bulk/${batch.id}/results.csv`, key);
  expect(text).toMatch(/,unsupported_retailer,/);
});

test("has failed when no row became an order, and then may be sent again", async () => {
  await api.database.pool.query("UPDATE accounts SET order_limit = 0");
  const batch = await postBatch(api, key, [ROW]);
  await placeBulkRows(placingDeps(api));
  expect(await read(batch.id)).toMatchObject({ status: "failed", failed_count: 1 });
  expect((await read(batch.id)).rows[0]?.error).toMatch(/may place 0 orders a day/);
  expect((await postBatch(api, key, [ROW])).id).not.toBe(batch.id);
});

test("places nothing more for a key that was revoked", async () => {
  const batch = await postBatch(api, key, manyRows(3));
  const reader = await api.newKey();
  await api.database.pool.query(
    "UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT api_key_id FROM bulk_batches)",
  );
  await placeBulkRows(placingDeps(api));
  const { body } = await api.get(`/orders/bulk/${batch.id}`, reader);
  expect(body).toMatchObject({ status: "failed", failed_count: 3 });
  expect(JSON.stringify(body)).toContain("was revoked before this row was placed");
  expect(await api.countOrders()).toBe(0);
});

test("tries a row again that could not be placed now, and gives it up after a day", async () => {
  const batch = await postBatch(api, key, manyRows(2));
  const away = placingDeps(api, { addressCheck: { check: () => Promise.reject(new Error("away")) } });
  expect(await placeBulkRows(away)).toBe(0);
  expect(await read(batch.id)).toMatchObject({ status: "processing", failed_count: 0 });
  await api.database.pool.query("UPDATE bulk_batches SET created_at = now() - interval '25 hours', held_until = now()");
  expect(await placeBulkRows(away)).toBe(2);
  expect((await read(batch.id)).rows[0]).toMatchObject({
    status: "failed",
    error: expect.stringContaining("a day") as string,
  });
});

test("gives back the file's own columns with the results, and no formula that would run", async () => {
  const batch = await postBatch(api, key, [
    { ref: "=1+1", ...ROW, "=total": "+1", error: "mine", "a.b": -5 },
    { ref: "plain, with a comma", ...ROW, max_price: "x" },
  ]);
  await placeBulkRows(placingDeps(api));
  const answer = await api.get(`/orders/bulk/${batch.id}/results.csv`, key);
  expect(answer.headers.get("content-type")).toMatch(/^text\/csv/);
  expect(answer.headers.get("content-disposition")).toContain(`bulk-${batch.id}-results.csv`);
  const order = (await read(batch.id)).rows[0]?.order_id ?? "";
  const { number } = (await api.get(`/orders/${order}`, key)).body as { number: string };
  expect(answer.text.split("\r\n")).toEqual([
    "ref,'=total,input_error,a.b,index,order_id,number,order_status,error_type,error,total,merchant_order_ids,tracking_numbers",
    `'=1+1,'+1,mine,-5,0,${order},${number},pending,,,,,`,
    expect.stringMatching(
      /^"plain, with a comma",,,,1,,,,validation_error,"max_price: is not a whole number of cents\./,
    ),
    "",
  ]);
});
