import { NewSupplierWebhook, SupplierErrorBody, WebhookDeliveryList } from "@cartwright/schemas";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { MAX_ENDPOINTS } from "./keep-endpoint.ts";

const RECEIVER = "https://example.com/hooks?token=t";
const WANTED = { url: RECEIVER, events: ["order.confirmed", "order.shipped"] };

let api: TestApi;
let accounts = 0;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** A key of an account that nobody else has. */
const newKey = (scopes?: string[]) => {
  accounts += 1;
  return api.newKey({ account: `Account ${accounts}`, ...(scopes === undefined ? {} : { scopes }) });
};
const create = (key: string, body: unknown = WANTED) => api.send("POST", "/api/v1/webhooks", { key, body });
const made = (answer: Answer) => NewSupplierWebhook.strict().parse(answer.body);
const list = async (key: string) => (await api.get("/api/v1/webhooks", key)).body["data"];
const remove = (key: string, id: string) => api.send("DELETE", `/api/v1/webhooks/${id}`, { key });
const refusal = (answer: Answer) => {
  const { code, message, details } = SupplierErrorBody.parse(answer.body).error;
  return { status: answer.status, code, message, details };
};

test("a webhook is made, its secret is shown once, it is listed without one, and is gone when it is deleted", async () => {
  const key = await newKey();
  const answer = await create(key);
  const webhook = made(answer);
  expect([answer.status, webhook]).toEqual([
    201,
    {
      id: expect.stringMatching(/^wh_[0-9a-f]{32}$/),
      ...WANTED,
      secret: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
      created_at: expect.any(String),
    },
  ]);
  const { secret, ...shown } = webhook;
  expect(await list(key)).toEqual([shown]);
  expect((await remove(key, webhook.id)).status).toBe(204);
  expect(await list(key)).toEqual([]);
  expect(refusal(await remove(key, webhook.id))).toMatchObject({ status: 404, code: "webhook_not_found" });

  const { rows } = await api.database.pool.query<{ found: boolean }>(
    "SELECT bool_or(position(convert_to($1, 'UTF8') IN secret) > 0) AS found FROM face_endpoints",
    [secret],
  );
  expect(rows).toEqual([{ found: false }]);
  expect(api.logLines.join("")).not.toContain(secret);
});

test.each([
  [`whsec_${Buffer.alloc(24, 7).toString("base64")}`],
  [`whsec_${Buffer.alloc(64, 7).toString("base64")}`],
  ["sixteen-letters!"],
  ["x".repeat(128)],
])("the client's own secret %s is kept as it is", async (secret) => {
  expect(made(await create(await newKey(), { ...WANTED, secret })).secret).toBe(secret);
});

test.each([
  ["whsec_!"],
  ["whsec_not base64 at all, however long it is"],
  [`whsec_${Buffer.alloc(23).toString("base64")}`],
  [`whsec_${Buffer.alloc(65).toString("base64")}`],
  ["fifteen-letters"],
  ["y".repeat(129)],
  ["with spaces in between it"],
  ["żółw-żółw-żółw-żółw"],
])("the secret %s is refused by name, and is not shown", async (secret) => {
  const refused = await create(await newKey(), { ...WANTED, secret });
  expect(refusal(refused)).toMatchObject({ status: 400, code: "invalid_field", details: { field: "secret" } });
  expect(refused.text).not.toContain(secret);
});

test.each([
  [{ events: WANTED.events }, "missing_field", "url"],
  [{ url: RECEIVER }, "missing_field", "events"],
  [{ ...WANTED, events: [] }, "invalid_field", "events"],
  [{ ...WANTED, events: ["order.paid"] }, "invalid_field", "events[0]"],
  [{ ...WANTED, url: "http://169.254.169.254/latest" }, "invalid_field", "url"],
  [{ ...WANTED, url: "https://me:hunter22@example.com/" }, "invalid_field", "url"],
  [{ ...WANTED, event: "order.shipped" }, "invalid_field", "event"],
])("%j is refused by name", async (body, code, field) => {
  const refused = await create(await newKey(), body);
  expect(refusal(refused)).toMatchObject({ status: 400, code, details: { field } });
  expect(refused.text).not.toContain("hunter22");
});

test("events that are named twice are sent once", async () => {
  const webhook = made(await create(await newKey(), { ...WANTED, events: ["order.shipped", "order.shipped"] }));
  expect(webhook.events).toEqual(["order.shipped"]);
});

test("nobody else's webhooks are listed or deleted, nor those of the other mode", async () => {
  const key = await newKey();
  const { id } = made(await create(key));
  const others = [await api.newKey({ account: `Account ${accounts}`, mode: "live" }), await newKey()];
  for (const other of others) {
    expect(await list(other)).toEqual([]);
    expect(refusal(await remove(other, id))).toMatchObject({ status: 404, code: "webhook_not_found" });
  }
  expect(refusal(await remove(key, "wh_1"))).toMatchObject({ status: 404, code: "webhook_not_found" });
  expect(await list(key)).toHaveLength(1);
});

test("an account has no more webhooks than are sent to; a deleted one makes room", async () => {
  const key = await newKey();
  const first = made(await create(key));
  for (let more = 1; more < MAX_ENDPOINTS; more += 1) expect((await create(key)).status).toBe(201);
  const refused = refusal(await create(key));
  expect(refused).toMatchObject({ status: 400, code: "invalid_request", details: { at_most: MAX_ENDPOINTS } });
  await remove(key, first.id);
  expect((await create(key)).status).toBe(201);
});

test("reading needs webhooks:read, and changing webhooks:write", async () => {
  const [reader, writer] = [await newKey(["webhooks:read"]), await newKey(["webhooks:write"])];
  expect(refusal(await create(reader))).toMatchObject({ status: 403, code: "forbidden" });
  expect((await create(writer)).status).toBe(201);
  expect((await api.get("/api/v1/webhooks", writer)).status).toBe(403);
});

test("an order tells each webhook that asks for it; the native list shows the native events alone, and resends no other", async () => {
  const key = await newKey();
  await api.send("PUT", "/webhooks/endpoint", { key, body: { url: RECEIVER } });
  await create(key);
  await create(key, { ...WANTED, events: ["order.shipped"] });
  const { id } = (await api.post(ORDER, key)).body;
  const { rows } = await api.database.pool.query<{ webhook_id: string; event: string; is_native: boolean }>(
    "SELECT webhook_id, event, face_endpoint_id IS NULL AS is_native FROM outbox WHERE order_id = $1 ORDER BY id",
    [id],
  );
  expect(rows.map(({ event }) => event)).toEqual(["order.created", "order.confirmed"]);
  const { deliveries, total } = WebhookDeliveryList.parse((await api.get("/webhooks/deliveries", key)).body);
  expect([total, deliveries.map(({ event }) => event)]).toEqual([1, ["order.created"]]);
  for (const { webhook_id: webhookId, is_native: isNative } of rows) {
    const resent = await api.send("POST", `/webhooks/deliveries/${webhookId}/resend`, { key });
    expect(resent.status).toBe(isNative ? 200 : 404);
  }
});

test("without sealing keys no webhook can be made, and it says what is missing", async () => {
  const bare = await startTestApi({ keyring: undefined });
  try {
    const key = await bare.newKey();
    const answer = await bare.send("POST", "/api/v1/webhooks", { key, body: WANTED });
    expect(refusal(answer)).toMatchObject({ status: 503, code: "service_unavailable" });
    expect(answer.text).toContain("SEALING_KEYS");
    expect((await bare.get("/api/v1/webhooks", key)).status).toBe(200);
  } finally {
    await bare.close();
  }
});
