import { randomUUID } from "node:crypto";
import { claimOrder, commitSubmit, ensureAccount, findOrder } from "@cartwright/db";
import { ErrorBody, onlyTotal, Order } from "@cartwright/schemas";
import { offlineAddressCheck } from "../addresses/offline-address-check.ts";
import { type Answer, ORDER, PRODUCT_URL, startTestApi, type TestApi } from "../testing/test-api.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const NOWHERE = { ...ORDER.shipping_address, postal_code: "10001" };

let api: TestApi;
let key: string;
let checked = 0;
beforeAll(async () => {
  const addressCheck: typeof offlineAddressCheck = {
    check: (address) => {
      checked += 1;
      return offlineAddressCheck.check(address);
    },
  };
  api = await startTestApi({ addressCheck });
  key = await api.newKey();
});
afterAll(() => api.close());

const place = async (body: object = {}): Promise<Order> =>
  Order.parse((await api.post({ ...ORDER, ...body }, key)).body);
const cancel = (id: string, by = key) => api.send("POST", `/orders/${id}/cancel`, { key: by });
const retry = (id: string, body?: unknown, by = key) => api.send("POST", `/orders/${id}/retry`, { key: by, body });
const refusal = (answer: Answer) => ({ status: answer.status, ...ErrorBody.parse(answer.body).error });

async function failed(body: object = {}): Promise<Order> {
  const order = await place(body);
  await cancel(order.id);
  return order;
}

async function commit(orderId: string): Promise<void> {
  const claim = await claimOrder(api.database, { orderId, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("nothing to claim");
  const intent = {
    expectedTotalCents: 1,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 1,
    prices: onlyTotal(1),
  };
  await commitSubmit(api.database.pool, claim, intent);
}

it("a cancel ends an order, and says so again to whoever asks again", async () => {
  const { id } = await place();
  for (const answer of [await cancel(id), await cancel(id)]) expect([answer.status, answer.text]).toEqual([204, ""]);
  const order = Order.parse((await api.get(`/orders/${id}`, key)).body);
  expect(order).toMatchObject({
    status: "order_failed",
    items: [{ status: "cancelled", cancellation_reason: "Cancelled by the buyer", error_type: null }],
    job_result: {
      success: false,
      error_type: "cancelled",
      error_details: { code: "cancelled", retryable: true, resolution: "recoverable", charged: "no" },
    },
  });
  const timeline = await api.get(`/orders/${id}/timeline`, key);
  expect(timeline.body).toMatchObject({ milestones: [{ type: "order_created" }, { type: "cancelled" }] });
});

it("a cancel is refused past the commit point, with the order's status and why", async () => {
  const { id } = await place();
  await commit(id);
  expect(refusal(await cancel(id))).toEqual({
    status: 409,
    code: "order_not_cancellable",
    message: expect.stringMatching(/on its way to the retailer/),
    details: { status: "in_progress" },
  });
});

it("a cancel is refused while it is open what was bought since a backup", async () => {
  const { id } = await place();
  await api.database.pool.query("INSERT INTO quarantines (reason) VALUES ('restored')");
  expect(refusal(await cancel(id))).toMatchObject({ status: 409, message: expect.stringMatching(/backup/) });
  await api.database.pool.query("UPDATE quarantines SET ended_at = now(), ended_by = 'test'");
});

it("a cancel does not find an order that is somebody else's, or none, and wants a key that may write", async () => {
  const { id } = await place();
  expect((await cancel(id, await api.newKey({ account: "Somebody else" }))).status).toBe(404);
  expect((await cancel(id, await api.newKey({ scopes: ["orders:read"] }))).status).toBe(403);
  expect((await cancel("none")).status).toBe(404);
  expect((await cancel(randomUUID())).status).toBe(404);
});

it("a cancel answers 503 while somebody holds the order's row, and the order stays as it is", async () => {
  const { id } = await place();
  const holder = await api.database.pool.connect();
  await holder.query("BEGIN");
  await holder.query("SELECT FROM orders WHERE id = $1 FOR UPDATE", [id]);
  const answer = await cancel(id);
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
  await holder.query("ROLLBACK");
  holder.release();
  expect((await cancel(id)).status).toBe(204);
});

it("a retry makes a new order of everything that the failed one was, and tells the workers", async () => {
  const options = {
    products: [{ url: PRODUCT_URL, quantity: 2, variant: [{ label: "Size", value: "M" }], condition_in: ["New"] }],
    max_price: 9_900,
    metadata: { note: "for Ada" },
    po_number: "PO-7",
    handling_days_max: 3,
    is_gift: true,
    gift_message: "Enjoy",
    fulfillment: { gift: "best_effort" },
  };
  const old = await failed(options);
  const answer = await retry(old.id);
  expect(answer.status).toBe(201);
  const order = Order.parse(answer.body);
  expect(answer.headers.get("location")).toBe(`/orders/${order.id}`);
  expect(api.announced.at(-1)).toBe(order.id);
  const same = ({ id: _i, number: _n, idempotency_key: _k, created_at: _c, updated_at: _u, ...rest }: Order) => ({
    ...rest,
    items: rest.items.map(({ id: _id, created_at: _ic, updated_at: _iu, ...item }) => item),
  });
  expect(same(order)).toEqual({ ...same(old), retry_of: old.id });
});

it("a retry takes another price and another address, which is checked; one that is not changed is not", async () => {
  const [first, second] = [await failed(), await failed()];
  const before = checked;
  const cheaper = await retry(first.id, { max_price: 15_000 });
  expect([cheaper.status, cheaper.body["max_price"], checked]).toEqual([201, 15_000, before]);
  const refused = refusal(await retry(second.id, { shipping_address: NOWHERE }));
  expect([refused.status, refused.code, checked]).toEqual([422, "invalid_shipping_address", before + 1]);
  const address = { ...ORDER.shipping_address, address_line1: "1 Ferry Building" };
  const moved = await retry(second.id, { shipping_address: address });
  expect(moved.body).toMatchObject({ retry_of: second.id, shipping_address: { address_line1: "1 Ferry Building" } });
  const account = await ensureAccount(api.database.db, "Test account");
  const stored = await findOrder(api.database.db, { accountId: account.id, mode: "test" }, String(moved.body["id"]));
  expect(stored?.addressSent).toEqual(address);
});

it("a retry is placed with the same managed account", async () => {
  const body = { email: "ada@acme.test", password: "p", retailer: "demo-shop" };
  const account = await api.send("POST", "/managed-accounts", { key, body });
  const old = await failed({ retailer_credentials_id: account.body["short_id"] });
  expect((await retry(old.id)).body).toMatchObject({ retailer_credentials_id: account.body["short_id"] });
});

it("a retry answers the same request with the same order, and another one with where that is", async () => {
  const old = await failed();
  const first = await retry(old.id, { max_price: 500 });
  const again = await retry(old.id, { max_price: 500 });
  expect([again.status, again.headers.get("idempotent-replayed"), again.body["id"]]).toEqual([
    200,
    "true",
    first.body["id"],
  ]);
  expect(refusal(await retry(old.id))).toMatchObject({
    status: 409,
    code: "already_exists",
    details: { order_id: first.body["id"] },
  });
});

it("a retry takes no body for an empty one, and nothing else", async () => {
  const old = await failed();
  expect((await retry(old.id)).status).toBe(201);
  expect((await retry(old.id, {})).status).toBe(200);
  const unknown = refusal(await retry(old.id, { max_prise: 1 }));
  expect(unknown).toMatchObject({ code: "validation_error", details: { field_errors: [{ field: "max_prise" }] } });
  for (const body of [[], null, { max_price: 0 }]) expect(refusal(await retry(old.id, body)).status).toBe(422);
  const abroad = { shipping_address: { ...ORDER.shipping_address, country: "FR" } };
  expect(refusal(await retry((await failed()).id, abroad)).code).toBe("unsupported_country");
});

it("a retry makes one order of ten requests at once", async () => {
  const old = await failed();
  const answers = await Promise.all(Array.from({ length: 10 }, () => retry(old.id)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
  expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
});

it("a retry is refused unless the order failed, and is known not to have been charged", async () => {
  const open = await place();
  expect(refusal(await retry(open.id))).toMatchObject({
    status: 409,
    code: "order_not_retryable",
    details: { status: "pending", charged: null },
  });
  const doubtful = await failed();
  await api.database.pool.query("UPDATE orders SET charged = 'yes' WHERE id = $1", [doubtful.id]);
  expect(refusal(await retry(doubtful.id))).toMatchObject({ details: { status: "order_failed", charged: "yes" } });
  expect((await retry(doubtful.id, {}, await api.newKey({ account: "Somebody else" }))).status).toBe(404);
});
