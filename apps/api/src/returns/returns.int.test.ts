import { ErrorBody, Order, ReturnRequest } from "@cartwright/schemas";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { IN_STATUS, storeOrder } from "../testing/store-order.ts";
import { ADMIN, testAdmin } from "../testing/test-admin.ts";
import { type Answer, startTestApi, type TestApi } from "../testing/test-api.ts";

const { user: USER, password: PASSWORD } = ADMIN;

let api: TestApi;
let queue: OrderQueue;
let key: string;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{returns-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  key = await api.newKey();
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

/** A placed order of one line of two, whose line was delivered. */
async function placed(columns: Record<string, unknown> = {}): Promise<{ orderId: string; itemId: string }> {
  const orderId = await storeOrder(api.database, { columns: { ...IN_STATUS.order_placed, ...columns } });
  const { rows } = await api.database.pool.query<{ id: string }>(
    "UPDATE order_items SET status = 'delivered' WHERE order_id = $1 RETURNING id",
    [orderId],
  );
  return { orderId, itemId: rows[0]?.id ?? "" };
}

const ask = (body: unknown, by = key): Promise<Answer> => api.send("POST", "/returns", { key: by, body });

async function settle(id: string, body: unknown): Promise<number> {
  const answer = await fetch(`${api.url}/admin/returns/${id}/resolve`, {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(body),
  });
  return answer.status;
}

const one = ({ orderId, itemId }: { orderId: string; itemId: string }, quantity = 1) => ({
  order_id: orderId,
  items: [{ order_item_id: itemId, quantity }],
  reason: "damaged",
});

const countOf = (answers: Answer[], status: number) => answers.filter((answer) => answer.status === status).length;

const errorOf = ({ status, body }: Answer) => [status, ErrorBody.parse(body).error.code];

test("a return is stored, listed, read, shown in its order, and told by timeline and webhook", async () => {
  const order = await placed();
  const made = await ask({ ...one(order), notes: "The glaze is chipped" });
  expect(made.status).toBe(201);
  const request = ReturnRequest.parse(made.body);
  expect(request).toMatchObject({ status: "open", reason: "damaged", notes: "The glaze is chipped", label_urls: [] });
  expect(made.headers.get("location")).toBe(`/returns/${request.id}`);

  expect((await api.get(`/returns/${request.id}`, key)).body).toEqual(request);
  const found = await api.get(`/returns?status=open&search=${order.orderId.slice(0, 8)}`, key);
  expect(found.body).toEqual({ return_requests: [request], total: 1 });
  expect((await api.get("/returns?status=denied", key)).body).toEqual({ return_requests: [], total: 0 });
  const { order_id: _id, ...summary } = request;
  expect(Order.parse((await api.get(`/orders/${order.orderId}`, key)).body).returns).toEqual([summary]);
  const told = await api.database.pool.query(
    "SELECT event FROM outbox WHERE order_id = $1 UNION ALL SELECT type::text FROM order_events WHERE order_id = $1",
    [order.orderId],
  );
  expect(told.rows).toEqual([{ event: "return.requested" }, { event: "return_requested" }]);
});

test("the same request again, while it is open, is the one that there is", async () => {
  const order = await placed();
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(one(order))));
  expect([countOf(answers, 201), countOf(answers, 200)]).toEqual([1, 7]);
  expect(new Set(answers.map(({ body }) => body["id"])).size).toBe(1);
});

test("no more goes back than was bought, though two ask at once", async () => {
  const order = await placed();
  const answers = await Promise.all(
    ["damaged", "defective", "wrong_size", "other"].map((reason) => ask({ ...one(order), reason })),
  );
  expect([countOf(answers, 201), countOf(answers, 422)]).toEqual([2, 2]);
  const refused = await ask(one(order, 2));
  expect(ErrorBody.parse(refused.body).error.details["field_errors"]).toEqual([
    {
      field: "items[0].quantity",
      code: "too_many",
      message: "is more than can still be returned",
      received: 2,
      expected: "none: all are on their way back",
    },
  ]);
});

test("only what was placed can be returned, and only by whose it is", async () => {
  const order = await placed();
  const pending = await storeOrder(api.database);
  expect(errorOf(await ask(one({ orderId: pending, itemId: order.itemId })))).toEqual([409, "return_not_allowed"]);
  expect(errorOf(await ask(one({ ...order, itemId: pending })))).toEqual([422, "validation_error"]);
  const strangers = [await api.newKey({ account: "Somebody else" }), await api.newKey({ mode: "live" })];
  for (const stranger of strangers) expect(errorOf(await ask(one(order), stranger))).toEqual([404, "not_found"]);
  expect(errorOf(await ask({ ...one(order), notes: "4111 1111 1111 1111" }))).toEqual([422, "validation_error"]);
});

test("an operator settles a return, the way that returns go", async () => {
  const order = await placed();
  const { id } = ReturnRequest.parse((await ask(one(order))).body);
  expect(await settle(id, { status: "credited" })).toBe(409);
  expect(await settle(id, { status: "approved", label_urls: ["javascript:alert(1)"] })).toBe(422);
  const label = "https://shop.example/label.pdf";
  expect(await settle(id, { status: "approved", label_urls: [label], merchant_return_id: "RMA-1" })).toBe(204);
  expect(await settle(id, { status: "credited", resolution_notes: "Refunded to the card" })).toBe(204);
  expect(await settle(id, { status: "denied" })).toBe(409);
  expect(ReturnRequest.parse((await api.get(`/returns/${id}`, key)).body)).toMatchObject({
    status: "credited",
    label_urls: [label],
    merchant_return_id: "RMA-1",
    resolution_notes: "Refunded to the card",
  });
  const { rows } = await api.database.pool.query("SELECT event, sequence FROM outbox WHERE order_id = $1 ORDER BY id", [
    order.orderId,
  ]);
  expect(rows).toEqual([
    { event: "return.requested", sequence: 1 },
    { event: "return.approved", sequence: 2 },
    { event: "return.credited", sequence: 3 },
  ]);
});
