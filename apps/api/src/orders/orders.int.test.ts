import { randomUUID } from "node:crypto";
import { ErrorBody, type FieldError, Milestone, Order, TestProduct } from "@cartwright/schemas";
import { type Answer, DEMO_SHOP_URL, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let key: string;

beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
});

afterAll(() => api.close());

const errorOf = (answer: Answer) => ErrorBody.parse(answer.body).error;
const fieldErrorsOf = (answer: Answer) => (errorOf(answer).details["field_errors"] ?? []) as FieldError[];

test("POST /orders accepts an order, stores it, says where it is, and announces it", async () => {
  const answer = await api.post({ ...ORDER, metadata: { cart: { id: 7 } }, po_number: "PO 7" }, key);
  expect(answer.status).toBe(201);
  const order = Order.strict().parse(answer.body);
  expect(order).toMatchObject({
    status: "pending",
    max_price: 20_000,
    attempts: 0,
    job_result: null,
    po_number: "PO 7",
    metadata: { cart: { id: 7 } },
    shipping_address: { first_name: "Ada", phone_number: "+14156935505", address_line2: null, country: "US" },
    address_validation: { provider: "offline", verdict: "accept", degraded: false },
    items: [{ quantity: 1, status: "pending", variant: null }],
  });
  expect(answer.headers.get("location")).toBe(`/orders/${order.id}`);
  expect(answer.headers.get("x-request-id")).toMatch(/^[\w-]+$/);
  expect(answer.headers.get("x-powered-by")).toBeNull();
  expect(api.announced).toContain(order.id);
});

test("POST /orders takes a name in one piece and a country in any case", async () => {
  const { first_name: _first, last_name: _last, ...rest } = ORDER.shipping_address;
  const address = { ...rest, name: "Ada  Augusta Quinn", country: "us", state: "ca" };
  const answer = await api.post({ ...ORDER, shipping_address: address }, key);
  expect(Order.parse(answer.body).shipping_address).toMatchObject({ first_name: "Ada Augusta", last_name: "Quinn" });
});

test("POST /orders takes a blank second line for none", async () => {
  const answer = await api.post(
    { ...ORDER, shipping_address: { ...ORDER.shipping_address, address_line2: "   " } },
    key,
  );
  expect(answer.status).toBe(201);
  expect(Order.parse(answer.body).shipping_address.address_line2).toBeNull();
});

test("POST /orders makes one order of 200 posts of one idempotency key at once", async () => {
  const before = await api.countOrders();
  const body = { ...ORDER, idempotency_key: randomUUID() };
  const answers = await Promise.all(Array.from({ length: 200 }, () => api.post(body, key)));
  const inFlight = answers.filter((answer) => answer.status === 409);
  const served = answers.filter((answer) => answer.status === 200 || answer.status === 201);
  expect(served.length + inFlight.length).toBe(200);
  expect(served.filter((answer) => answer.status === 201)).toHaveLength(1);
  expect(new Set(served.map((answer) => answer.body["id"])).size).toBe(1);
  expect(await api.countOrders()).toBe(before + 1);
});

test("POST /orders replays a request by the key of its header as by that of its body", async () => {
  const idempotencyKey = randomUUID();
  const first = await api.post({ ...ORDER, idempotency_key: idempotencyKey }, key);
  const second = await api.post(ORDER, key, { "Idempotency-Key": idempotencyKey });
  expect(second.status).toBe(200);
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect(second.body).toEqual(first.body);
});

test("POST /orders refuses another body under a key that is taken, and says whose it is", async () => {
  const idempotency_key = randomUUID();
  const first = await api.post({ ...ORDER, idempotency_key }, key);
  const second = await api.post({ ...ORDER, idempotency_key, max_price: 20_001 }, key);
  expect(second.status).toBe(422);
  expect(errorOf(second)).toMatchObject({ code: "idempotency_conflict", details: { order_id: first.body["id"] } });
});

test("POST /orders refuses two different keys in header and body", async () => {
  const answer = await api.post({ ...ORDER, idempotency_key: "a" }, key, { "Idempotency-Key": "b" });
  expect(answer.status).toBe(400);
  expect(errorOf(answer).code).toBe("bad_request");
});

test("POST /orders leaves the key of a refused request free", async () => {
  const idempotency_key = randomUUID();
  const refused = await api.post({ ...ORDER, idempotency_key, max_price: 0 }, key);
  const accepted = await api.post({ ...ORDER, idempotency_key }, key);
  expect([refused.status, accepted.status]).toEqual([422, 201]);
});

test("POST /orders answers 409 while a twin of the request is still being accepted", async () => {
  const idempotency_key = randomUUID();
  const first = await api.post({ ...ORDER, idempotency_key }, key);
  const client = await api.database.pool.connect();
  const twin = randomUUID();
  try {
    await client.query("BEGIN");
    await client.query(
      `INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents,
        shipping_address, address_sent, address_validation, marker)
       SELECT $2, account_id, mode, $3, fingerprint, retailer, max_price_cents, shipping_address, address_sent,
        address_validation, $4 FROM orders WHERE id = $1`,
      [first.body["id"], twin, twin, `CW-${twin.slice(0, 8)}`],
    );
    const answer = await api.post({ ...ORDER, idempotency_key: twin }, key);
    expect(answer.status).toBe(409);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(errorOf(answer).code).toBe("idempotency_in_flight");
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
  expect((await api.post({ ...ORDER, idempotency_key: twin }, key)).status).toBe(201);
});

test("GET /orders/{id} answers 304 to whoever has it already, and says when to look again", async () => {
  const { body } = await api.post(ORDER, key);
  const path = `/orders/${String(body["id"])}`;
  const first = await api.get(path, key);
  expect(Order.parse(first.body)).toEqual(body);
  expect(first.headers.get("retry-after")).toBe("2");
  const etag = first.headers.get("etag") ?? "";
  expect(etag).toMatch(/^W\//);
  expect((await api.get(path, key, { "If-None-Match": etag })).status).toBe(304);
});

test("GET /orders/{id} does not tell another account's order, or one of the other mode, from one that is not there", async () => {
  const { body } = await api.post(ORDER, key);
  const path = `/orders/${String(body["id"])}`;
  const strangers = [await api.newKey({ account: "Somebody else" }), await api.newKey({ mode: "live" })];
  for (const stranger of strangers) {
    for (const suffix of ["", "/timeline"]) {
      const answer = await api.get(path + suffix, stranger);
      expect([answer.status, errorOf(answer).code]).toEqual([404, "not_found"]);
    }
    expect((await api.get("/orders", stranger)).body).toMatchObject({ orders: [], total: 0 });
  }
  for (const id of ["nonsense", "1", randomUUID()]) expect((await api.get(`/orders/${id}`, key)).status).toBe(404);
});

test("GET /orders/{id} tells the order's story", async () => {
  const { body } = await api.post(ORDER, key);
  const answer = await api.get(`/orders/${String(body["id"])}/timeline`, key);
  expect(answer.body).toMatchObject({ order_id: body["id"], current_status: "pending" });
  const milestones = Milestone.strict().array().parse(answer.body["milestones"]);
  expect(milestones.map((milestone) => milestone.type)).toEqual(["order_created"]);
});

test("GET /orders lists the newest first, page by page", async () => {
  const lister = await api.newKey({ account: "Lister" });
  const ids: unknown[] = [];
  for (let count = 0; count < 3; count += 1) ids.unshift((await api.post(ORDER, lister)).body["id"]);
  const page = await api.get("/orders?limit=2&offset=1", lister);
  expect(page.body).toMatchObject({ total: 3, limit: 2, offset: 1, next_cursor: null });
  const orders = Order.array().parse(page.body["orders"]);
  expect(orders.map((order) => order.id)).toEqual(ids.slice(1));
  expect((await api.get("/orders", lister)).body).toMatchObject({ limit: 20, offset: 0, total: 3 });
});

test.each(["limit=0", "limit=101", "limit=x", "limit=1.5", "limit=", "limit=1&limit=2", "offset=-1", "offset=1e3"])(
  "refuses ?%s and names the parameter",
  async (query) => {
    const answer = await api.get(`/orders?${query}`, key);
    expect(answer.status).toBe(422);
    expect(fieldErrorsOf(answer)[0]?.field).toBe(query.split("=")[0]);
  },
);

test("lists the sandbox's products, the plain success first", async () => {
  const answer = await api.get("/orders/test-products", key);
  const products = TestProduct.strict().array().parse(answer.body["products"]);
  expect(products[0]).toMatchObject({
    scenario: "success",
    expected_status: "order_placed",
    expected_error_type: null,
  });
  expect(products.every((product) => product.url.startsWith(`${DEMO_SHOP_URL}/products/`))).toBe(true);
  for (const { url } of products) expect((await api.post({ ...ORDER, products: [{ url }] }, key)).status).toBe(201);
});

test("writes neither keys, names, addresses nor bodies to its log", async () => {
  const secret = { ...ORDER, po_number: "PO-secret-4711" };
  const { body } = await api.post(secret, key);
  await api.get(`/orders/${String(body["id"])}?token=query-secret`, key);
  const log = api.logLines.join("");
  expect(log).toContain(`"order_id":"${String(body["id"])}"`);
  for (const word of [key, "Market", "Quinn", "secret", "693-5505", "6935505"]) expect(log).not.toContain(word);
});
