import { BulkBatch, BulkBatchList, BulkBatchWithRows, BulkValidation, ErrorBody } from "@cartwright/schemas";
import { placingDeps, postBatch, ROW } from "../testing/bulk-rows.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeBulkRows } from "./place-bulk-rows.ts";

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
});
afterAll(() => api.close());

const post = (path: string, body: unknown, by = key) => api.send("POST", path, { key: by, body });

async function validate(body: object, by = key): Promise<BulkValidation> {
  const answer = await post("/orders/bulk/validate", body, by);
  expect(answer.status).toBe(200);
  return BulkValidation.parse(answer.body);
}

async function read(id: string): Promise<BulkBatchWithRows> {
  return BulkBatchWithRows.parse((await api.get(`/orders/bulk/${id}`, key)).body);
}

const messageOf = (body: unknown): string => ErrorBody.parse(body).error.message;

test("says of every row what would become of it, and stores nothing", async () => {
  const rows = [
    { ...ROW, note: "first", retailer_credentials_id: "" },
    { ...ROW, url: "https://shop.example/products/x", postal_code: "10001", quantity: "2" },
    { ...ROW, max_price: "12.99" },
  ];
  const said = await validate({ filename: "orders.csv", rows });
  expect(said).toMatchObject({
    filename: "orders.csv",
    total_rows: 3,
    valid_rows: 1,
    invalid_rows: 2,
    estimated_total_cents: 20_000,
    billed_by_invoice: true,
    sufficient_funds: true,
  });
  expect(said.rows[0]).toEqual({
    index: 0,
    ok: true,
    errors: [],
    product_urls: [ROW.url],
    quantities: [1],
    recipient: "Ada Quinn",
    destination: "San Francisco, CA 94105",
    max_price: 20_000,
    retailer_credentials_id: null,
    passthrough: { note: "first" },
  });
  expect(said.rows[1]).toMatchObject({ ok: false, quantities: [2] });
  expect(said.rows[1]?.errors.join("\n")).toMatch(/^url: .*[^]*^postal_code: /m);
  expect(said.rows[2]?.errors).toEqual([expect.stringMatching(/^max_price: looks like an amount in dollars/)]);
  expect(await api.countOrders()).toBe(0);
  const stored = await api.database.pool.query("SELECT FROM bulk_batches");
  expect(stored.rowCount).toBe(0);
});

test("says that the spend limit does not leave enough", async () => {
  const limited = await api.newKey({ account: "Limited" });
  await api.database.pool.query("UPDATE accounts SET spend_limit_cents = 30000 WHERE name = 'Limited'");
  expect(await validate({ rows: [ROW] }, limited)).toMatchObject({
    billed_by_invoice: false,
    wallet_balance_cents: 30_000,
    sufficient_funds: true,
  });
  expect(await validate({ rows: [ROW, ROW] }, limited)).toMatchObject({ sufficient_funds: false });
});

test("refuses a row whose idempotency key another order has, before and when it is placed", async () => {
  const first = await postBatch(api, key, [{ ...ROW, idempotency_key: "taken" }]);
  await placeBulkRows(placingDeps(api));
  const rows = [
    { ...ROW, quantity: "3", idempotency_key: "taken" },
    { ...ROW, idempotency_key: "taken", note: "the same order" },
  ];
  const dry = await validate({ rows: [rows[0]] });
  expect(dry.rows[0]?.errors).toEqual([expect.stringMatching(/^idempotency_key: belongs to order/)]);
  expect((await validate({ rows: [rows[1]] })).rows[0]).toMatchObject({ ok: true });
  const again = await postBatch(api, key, [rows[1] ?? {}]);
  await placeBulkRows(placingDeps(api));
  const orderOf = async (id: string) => (await read(id)).rows[0]?.order_id;
  expect(await orderOf(again.id)).toBe(await orderOf(first.id));
});

test("answers the same request with the same batch for a day, though two came at once, and makes another one after it", async () => {
  const body = { filename: "twice.csv", rows: [{ ...ROW, note: "replay" }], notify_on_complete: true };
  const both = await Promise.all([post("/orders/bulk", body), post("/orders/bulk", body)]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200, 201]));
  const [one, other] = both.map((answer) => BulkBatch.parse(answer.body));
  expect(other?.id).toBe(one?.id);
  expect(one).toMatchObject({ status: "pending", row_count: 1, notify_on_complete: true, notified_at: null });
  const replay = await post("/orders/bulk", { rows: body.rows, notify_on_complete: true, filename: "twice.csv" });
  expect([replay.status, replay.headers.get("idempotent-replayed")]).toEqual([200, "true"]);
  expect(replay.headers.get("location")).toBe(`/orders/bulk/${one?.id ?? ""}`);
  await api.database.pool.query("UPDATE bulk_batches SET created_at = created_at - interval '25 hours' WHERE id = $1", [
    one?.id,
  ]);
  expect((await post("/orders/bulk", body)).status).toBe(201);
});

test("shows a batch to its own account and mode alone", async () => {
  const batch = await postBatch(api, key, [{ ...ROW, note: "mine" }]);
  const strangers = [await api.newKey({ account: "Another" }), await api.newKey({ mode: "live" })];
  for (const stranger of strangers) {
    expect((await api.get(`/orders/bulk/${batch.id}`, stranger)).status).toBe(404);
    expect((await api.get(`/orders/bulk/${batch.id}/results.csv`, stranger)).status).toBe(404);
    expect((await api.get("/orders/bulk", stranger)).body).toEqual({ batches: [], total: 0 });
  }
  const list = BulkBatchList.parse((await api.get("/orders/bulk?limit=1", key)).body);
  expect(list.batches.map(({ id }) => id)).toEqual([batch.id]);
  expect(list.total).toBeGreaterThan(1);
});

test("refuses a file without rows, with too many, with too many columns, and one that is too large", async () => {
  const tooMany = Array.from({ length: 1_001 }, () => ({ url: "x" }));
  const columns = Object.fromEntries(Array.from({ length: 201 }, (_, index) => [`c${index}`, "x"]));
  for (const path of ["/orders/bulk", "/orders/bulk/validate"]) {
    expect(messageOf((await post(path, { rows: [] })).body)).toMatch(/^rows: has too few entries/);
    expect(messageOf((await post(path, {})).body)).toMatch(/^rows: is required/);
    expect(messageOf((await post(path, { rows: tooMany })).body)).toMatch(/^rows: .*at most 1000 entries/);
    expect(messageOf((await post(path, { rows: [columns] })).body)).toMatch(/^rows: .*200 different columns/);
    const large = await post(path, { rows: [{ ...ROW, note: "x".repeat(2 * 1024 * 1024) }] });
    expect([large.status, messageOf(large.body)]).toEqual([413, "The body is larger than 2048 KiB."]);
  }
  expect((await post("/orders/bulk/validate", { rows: [{ ...ROW, note: "x".repeat(1024 * 1024) }] })).status).toBe(200);
});

test("keeps no card number of a batch", async () => {
  const batch = await postBatch(api, key, [{ ...ROW, note: "4111 1111 1111 1111" }]);
  const { rows } = await api.database.pool.query("SELECT row::text, error FROM bulk_rows WHERE batch_id = $1", [
    batch.id,
  ]);
  expect(JSON.stringify(rows)).toMatch(/looks like a payment card number/);
  expect(JSON.stringify(rows)).not.toMatch(/4111/);
  expect((await post("/orders/bulk", { filename: "4111111111111111", rows: [ROW] })).status).toBe(422);
});
