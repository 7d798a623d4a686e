import { ErrorBody, type FieldError, WebhookDelivery, WebhookDeliveryList, WebhookEndpoint } from "@cartwright/schemas";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const RECEIVER = "https://example.com/cartwright/webhook";

let api: TestApi;
let accounts = 0;

beforeAll(async () => {
  api = await startTestApi({ webhooksAllowLocal: new Set(["127.0.0.1:9999"]) });
});
afterAll(() => api.close());

/** A key of an account that nobody else has. */
const newKey = (scopes?: string[]) => {
  accounts += 1;
  return api.newKey({ account: `Account ${accounts}`, ...(scopes === undefined ? {} : { scopes }) });
};
const put = (key: string, url: unknown) => api.send("PUT", "/webhooks/endpoint", { key, body: { url } });
const post = (key: string, path: string) => api.send("POST", `/webhooks/${path}`, { key });
const endpointOf = (answer: Answer) => WebhookEndpoint.strict().parse(answer.body);
const listOf = async (key: string, query = "") =>
  WebhookDeliveryList.parse((await api.get(`/webhooks/deliveries${query}`, key)).body);
const codeOf = (answer: Answer) => ErrorBody.parse(answer.body).error.code;

test("before an endpoint is set everything about it is null", async () => {
  const answer = await api.get("/webhooks/endpoint", await newKey());
  expect(answer.status).toBe(200);
  expect(new Set(Object.values(endpointOf(answer)))).toEqual(new Set([null]));
});

test("the secret is shown once, and kept when the address changes or comes back after it was taken away", async () => {
  const key = await newKey();
  const first = endpointOf(await put(key, RECEIVER));
  expect(first.webhook_url).toBe(RECEIVER);
  expect(first.webhook_secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(first.secret_hint).toBe(first.webhook_secret?.slice(0, 10));
  const same = { webhook_secret: null, secret_hint: first.secret_hint, created_at: first.created_at };
  expect(endpointOf(await put(key, "https://example.com/other"))).toMatchObject({
    ...same,
    webhook_url: "https://example.com/other",
  });
  expect((await api.send("DELETE", "/webhooks/endpoint", { key })).status).toBe(204);
  expect(endpointOf(await api.get("/webhooks/endpoint", key))).toMatchObject({ ...same, webhook_url: null });
  expect(endpointOf(await put(key, RECEIVER))).toMatchObject({ ...same, webhook_url: RECEIVER });
});

test("a database holds no secret in the clear", async () => {
  const { webhook_secret: secret } = endpointOf(await put(await newKey(), RECEIVER));
  const { rows } = await api.database.pool.query<{ found: boolean }>(
    "SELECT bool_or(position(convert_to($1, 'UTF8') IN secret) > 0) AS found FROM webhook_endpoints",
    [secret],
  );
  expect(rows).toEqual([{ found: false }]);
});

test("a rotation shows a new secret, and says until when the old one signs", async () => {
  const key = await newKey();
  const first = endpointOf(await put(key, RECEIVER));
  const rotated = endpointOf(await post(key, "endpoint/rotate"));
  expect(rotated.webhook_secret).toMatch(/^whsec_/);
  expect(rotated.webhook_secret).not.toBe(first.webhook_secret);
  const hours = (Date.parse(rotated.previous_secret_valid_until ?? "") - Date.now()) / 3_600_000;
  expect(hours).toBeCloseTo(24, 1);
  expect(endpointOf(await api.get("/webhooks/endpoint", key))).toEqual({ ...rotated, webhook_secret: null });
  await api.database.pool.query("UPDATE webhook_endpoints SET previous_until = now()");
  expect(endpointOf(await api.get("/webhooks/endpoint", key)).previous_secret_valid_until).toBeNull();
});

test("rotations at once end with one secret, which is the last one shown", async () => {
  const key = await newKey();
  await put(key, RECEIVER);
  const answers = await Promise.all([post(key, "endpoint/rotate"), post(key, "endpoint/rotate")]);
  const hints = answers.filter(({ status }) => status === 200).map((answer) => endpointOf(answer).secret_hint);
  expect(hints).toContain(endpointOf(await api.get("/webhooks/endpoint", key)).secret_hint);
});

test.each([
  ["hooks.example.com/x", "not_a_url"],
  ["ftp://example.com/", "not_http"],
  ["javascript:alert(1)", "not_http"],
  ["https://me:secret@example.com/", "credentials_in_url"],
  ["https://example.com/#top", "fragment_in_url"],
  ["http://localhost:9999/", "private_host"],
  ["http://hooks.localhost/", "private_host"],
  ["http://127.0.0.1/", "private_host"],
  ["http://127.0.0.1:9998/", "private_host"],
  ["http://0x7f000001/", "private_host"],
  ["http://[::1]/", "private_host"],
  ["http://[::ffff:10.0.0.1]/", "private_host"],
  ["https://10.0.0.1/", "private_host"],
  ["http://169.254.169.254/latest/meta-data", "private_host"],
])("%s is refused at once, and its answer names the field", async (url, code) => {
  const answer = await put(await newKey(), url);
  expect(answer.status).toBe(422);
  const errors = ErrorBody.parse(answer.body).error.details["field_errors"] as FieldError[];
  expect(errors).toMatchObject([{ field: "url", code }]);
  expect(answer.text).not.toContain("secret@");
});

test.each([[undefined], [""], [7], [`https://example.com/${"x".repeat(2_048)}`]])("%p is no url", async (url) => {
  const answer = await put(await newKey(), url);
  expect(answer.status).toBe(422);
  expect(ErrorBody.parse(answer.body).error.details["field_errors"]).toMatchObject([{ field: "url" }]);
});

test.each(["http://127.0.0.1:9999/hooks", "http://8.8.8.8/", "https://hooks.internal.example/"])(
  "%s may be set: it is named, public, or looked up when it is dialled",
  async (url) => {
    expect(endpointOf(await put(await newKey(), url)).webhook_url).toBe(url);
  },
);

test("live and test keys of an account have endpoints apart", async () => {
  const key = await newKey();
  const live = await api.newKey({ account: `Account ${accounts}`, mode: "live" });
  await put(key, RECEIVER);
  expect(endpointOf(await api.get("/webhooks/endpoint", live)).webhook_url).toBeNull();
});

test("a test event is queued, with nothing of an order; without an endpoint it is refused, and so is a rotation", async () => {
  const key = await newKey();
  for (const path of ["endpoint/test", "endpoint/rotate"]) {
    const refused = await post(key, path);
    expect([refused.status, codeOf(refused)]).toEqual([400, "bad_request"]);
    expect(refused.text).toContain("PUT /webhooks/endpoint");
  }
  await put(key, RECEIVER);
  const { id } = (await post(key, "endpoint/test")).body;
  const { deliveries } = await listOf(key);
  expect(deliveries).toMatchObject([
    { id, event: "webhook.test", sequence: 0, order_id: null, state: "due", tries: 0, attempts: [] },
  ]);
});

test("the list tells of every event and its tries, newest first, in pages, and of nobody else's", async () => {
  const [key, other] = [await newKey(), await newKey()];
  await put(key, RECEIVER);
  const orders = [];
  for (let n = 0; n < 3; n += 1) orders.push((await api.post({ ...ORDER }, key)).body["id"]);
  await api.post(ORDER, other);
  await api.database.pool.query(
    `INSERT INTO webhook_tries (outbox_id, try_no, url, status_code, error, duration_ms)
      SELECT id, at, 'https://example.com/', 500, 'the answer is not 2xx', 12 FROM outbox, generate_series(1, 25) AS at
      WHERE order_id = $1`,
    [orders[2]],
  );
  const page = await listOf(key, "?limit=2");
  expect(page).toMatchObject({ total: 3, limit: 2, offset: 0 });
  expect(page.deliveries.map((delivery) => delivery.order_id)).toEqual([orders[2], orders[1]]);
  expect(page.deliveries[0]?.attempts.map((tried) => tried.try_no)).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 6),
  );
  const rest = await listOf(key, `?limit=2&cursor=${page.next_cursor}`);
  expect(rest.deliveries.map((delivery) => delivery.order_id)).toEqual([orders[0]]);
  expect(rest.next_cursor).toBeNull();
  expect((await listOf(key, "?offset=2")).deliveries).toHaveLength(1);
  expect(await listOf(key, `?order_id=${String(orders[1])}`)).toMatchObject({ total: 1 });
  expect(await listOf(key, "?event=order.placed")).toMatchObject({ total: 0, deliveries: [] });
  expect(await listOf(key, "?state=due&event=order.created")).toMatchObject({ total: 3 });
});

test.each(["limit=0", "limit=101", "cursor=!", "cursor=MQ&offset=1", "state=lost", "event=x", "order_id=1", "page=2"])(
  "a list of deliveries with ?%s is refused by name",
  async (query) => {
    const answer = await api.get(`/webhooks/deliveries?${query}`, await newKey());
    expect([answer.status, codeOf(answer)]).toEqual([422, "validation_error"]);
  },
);

test("an event is sent again under its own id, whatever became of it, and only by its owner", async () => {
  const [key, other] = [await newKey(), await newKey()];
  const orderId = (await api.post(ORDER, key)).body["id"];
  const [delivery] = (await listOf(key)).deliveries;
  const path = `deliveries/${delivery?.id}/resend`;
  await api.database.pool.query("UPDATE outbox SET state = 'skipped' WHERE order_id = $1", [orderId]);
  const refused = await post(key, path);
  expect([refused.status, codeOf(refused)]).toEqual([400, "bad_request"]);

  await put(key, RECEIVER);
  await put(other, RECEIVER);
  const resent = await post(key, path);
  expect(resent.status).toBe(200);
  expect(WebhookDelivery.strict().parse(resent.body)).toMatchObject({ id: delivery?.id, state: "due", tries: 0 });
  for (const strange of [path, "deliveries/00000000-0000-4000-8000-000000000000/resend", "deliveries/7/resend"]) {
    expect((await post(other, strange)).status).toBe(404);
  }
});

test("reading needs webhooks:read, and changing webhooks:write", async () => {
  const [reader, writer] = [await newKey(["webhooks:read"]), await newKey(["webhooks:write"])];
  expect((await api.get("/webhooks/endpoint", reader)).status).toBe(200);
  expect((await api.get("/webhooks/deliveries", writer)).status).toBe(403);
  expect((await put(reader, RECEIVER)).status).toBe(403);
  expect((await put(writer, RECEIVER)).status).toBe(200);
});

test("without sealing keys no endpoint can be set, and it says what is missing; what needs no secret still works", async () => {
  const bare = await startTestApi({ keyring: undefined });
  try {
    const key = await bare.newKey();
    const answer = await bare.send("PUT", "/webhooks/endpoint", { key, body: { url: RECEIVER } });
    expect([answer.status, codeOf(answer)]).toEqual([503, "service_unavailable"]);
    expect(answer.text).toContain("SEALING_KEYS");
    expect((await bare.get("/webhooks/endpoint", key)).status).toBe(200);
    expect((await bare.get("/webhooks/deliveries", key)).status).toBe(200);
  } finally {
    await bare.close();
  }
});
