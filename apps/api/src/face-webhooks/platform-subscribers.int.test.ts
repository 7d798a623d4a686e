import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { MAX_ENDPOINTS } from "./keep-endpoint.ts";

const PATH = "/api/v2/platform/webhooks/subscribers";
const URL = "https://example.com/hooks?token=t";

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
const create = (key: string, subscriber: unknown = { url: URL }) =>
  api.send("POST", PATH, { key, body: { subscriber } });
const change = (key: string, id: string, subscriber: object) =>
  api.send("PATCH", `${PATH}/${id}`, { key, body: { subscriber } });
interface Subscriber {
  id: string;
  attributes: Record<string, unknown>;
}
const subscriberOf = ({ body }: Answer) => body["data"] as Subscriber;
const list = async (key: string) => (await api.get(PATH, key)).body;
const eventsOf = async (orderId: unknown) => {
  const told = "SELECT event FROM outbox WHERE order_id = $1 AND face_endpoint_id IS NOT NULL ORDER BY id";
  return (await api.database.pool.query<{ event: string }>(told, [orderId])).rows.map(({ event }) => event);
};

test("a subscriber is made as that platform makes it, shows its secret once, is listed without it, and is gone when deleted", async () => {
  const key = await newKey();
  const answer = await create(key, { url: URL, active: true, subscriptions: ["order.placed", "order.paid"] });
  const { id, attributes } = subscriberOf(answer);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([
    201,
    expect.stringMatching(/^application\/vnd\.api\+json/),
  ]);
  expect(answer.body).toEqual({
    data: {
      id: expect.any(String),
      type: "subscriber",
      attributes: {
        url: URL,
        active: true,
        subscriptions: ["order.placed", "order.paid"],
        created_at: expect.any(String),
        updated_at: expect.any(String),
        secret_key: expect.stringMatching(/^whsec_[A-Za-z0-9+/]{32}$/),
      },
    },
  });
  const { secret_key: secret, ...shown } = attributes;
  const data = { id, type: "subscriber", attributes: shown };
  expect(await list(key)).toEqual({
    data: [data],
    meta: { count: 1, total_count: 1, total_pages: 1 },
    links: { self: PATH, next: PATH, prev: PATH, last: PATH, first: PATH },
  });
  expect((await api.get(`${PATH}/${id}`, key)).body).toEqual({ data });
  expect((await api.send("DELETE", `${PATH}/${id}`, { key })).status).toBe(204);
  expect(await list(key)).toMatchObject({ data: [], meta: { count: 0 } });
  const again = await api.send("DELETE", `${PATH}/${id}`, { key });
  expect([again.status, again.body]).toEqual([404, { error: "The resource you were looking for could not be found." }]);
  expect(api.logLines.join("")).not.toContain(String(secret));
});

test("whoever names no subscriptions gets all; the client's own secret is kept", async () => {
  const key = await newKey();
  const secret = "a-secret-of-my-own-making";
  expect(subscriberOf(await create(key, { url: URL, secret_key: secret })).attributes).toMatchObject({
    active: true,
    subscriptions: ["*"],
    secret_key: secret,
  });
  expect(await eventsOf((await api.post(ORDER, key)).body["id"])).toEqual(["order.placed"]);
});

test("a subscriber that is made inactive is told nothing, and is again when it is active", async () => {
  const key = await newKey();
  const { id } = subscriberOf(await create(key, { url: URL, active: false }));
  expect(await eventsOf((await api.post(ORDER, key)).body["id"])).toEqual([]);
  const changed = await change(key, id, { active: true, subscriptions: ["order.placed", "order.canceled"] });
  expect([changed.status, subscriberOf(changed).attributes]).toMatchObject([
    200,
    { url: URL, active: true, subscriptions: ["order.placed", "order.canceled"] },
  ]);
  const { id: orderId } = (await api.post(ORDER, key)).body;
  await api.send("POST", `/orders/${String(orderId)}/cancel`, { key });
  expect(await eventsOf(orderId)).toEqual(["order.placed", "order.canceled"]);
  expect(subscriberOf(await change(key, id, {})).attributes).toMatchObject({ active: true });
});

test.each([
  [{ active: true }, "url", "is required"],
  [{ url: "http://127.0.0.1/" }, "url", "127.0.0.1 is not on the public internet"],
  [{ url: URL, subscriptions: ["product.updated"] }, "subscriptions[0]", "is not one of the allowed values"],
  [{ url: URL, active: "yes" }, "active", "has the wrong type"],
  [{ url: URL, secret_key: "short" }, "secret_key", expect.stringContaining("16 to 128 characters")],
  [{ url: URL, preferences: {} }, "preferences", "is not a field of this request"],
])("%j is refused under the field's name", async (subscriber, field, message) => {
  const refused = await create(await newKey(), subscriber);
  expect([refused.status, refused.body]).toMatchObject([422, { errors: { [field]: [message] } }]);
});

test.each([[{}], [[]], [{ subscriber: "x" }], [{ url: URL }]])("without its root %j is a bad request", async (body) => {
  const refused = await api.send("POST", PATH, { key: await newKey(), body });
  expect([refused.status, refused.body]).toEqual([
    400,
    { error: "param is missing or the value is empty: subscriber" },
  ]);
});

test("an address that is changed is checked as a new one is", async () => {
  const key = await newKey();
  const { id } = subscriberOf(await create(key));
  const refused = await change(key, id, { url: "http://10.0.0.1/" });
  expect([refused.status, refused.body]).toMatchObject([422, { errors: { url: [expect.any(String)] } }]);
  expect(subscriberOf(await change(key, id, { url: "https://example.com/2" })).attributes["url"]).toBe("https://example.com/2"); // prettier-ignore
});

test("nobody else's subscribers are read, changed or deleted, nor another face's", async () => {
  const key = await newKey();
  const { id } = subscriberOf(await create(key));
  const others = [await api.newKey({ account: `Account ${accounts}`, mode: "live" }), await newKey()];
  for (const other of others) {
    const answers = [
      await api.get(`${PATH}/${id}`, other),
      await change(other, id, { active: false }),
      await api.send("DELETE", `${PATH}/${id}`, { key: other }),
      await api.send("DELETE", `/api/v1/webhooks/wh_${id.replaceAll("-", "")}`, { key }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  }
  expect(subscriberOf(await api.get(`${PATH}/${id}`, key)).attributes["active"]).toBe(true);
});

test("there are no more subscribers than are sent to", async () => {
  const key = await newKey();
  for (let made = 0; made < MAX_ENDPOINTS; made += 1) expect((await create(key)).status).toBe(201);
  const refused = await create(key);
  expect([refused.status, refused.body]).toMatchObject([422, { errors: { base: [expect.stringContaining("20")] } }]);
});

test("a scope that is missing is a 401, as that platform has it", async () => {
  const reader = await newKey(["webhooks:read"]);
  expect((await create(reader)).status).toBe(401);
  expect((await api.get(PATH, reader)).status).toBe(200);
});
