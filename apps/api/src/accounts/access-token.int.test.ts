import { openRateLimitStore } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { openRateLimiter } from "../http/rate-limit.ts";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";
import { openAuthentication } from "./authenticate.ts";
import { KEY_SCOPES, newApiKey } from "./api-key.ts";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const GRANT = { grant_type: "client_credentials" };
/** Longer than a key that was found is believed. */
const FORGOTTEN_MS = 5_001;

let api: TestApi;
/** What the API believes the time is, of what it remembers. */
let clockMs = 0;

beforeAll(async () => {
  api = await startTestApi((database) => ({ authenticate: openAuthentication(database, () => clockMs) }));
});
afterAll(() => api.close());

interface Client {
  client_id: string;
  client_secret: string;
}

async function newClient(options: Parameters<TestApi["newKey"]>[0] = {}): Promise<Client> {
  const key = await api.newKey(options);
  const { rows } = await api.database.pool.query<{ id: string }>(
    "SELECT id FROM api_keys WHERE sha256 = encode(sha256($1::bytea), 'hex')",
    [Buffer.from(key)],
  );
  return { client_id: rows[0]?.id ?? "", client_secret: key };
}

const ask = (body: Record<string, string>, headers: Record<string, string> = {}) =>
  api.send("POST", "/spree_oauth/token", {
    headers: { ...FORM, ...headers },
    body: new URLSearchParams(body).toString(),
  });
const basic = ({ client_id: id, client_secret: secret }: Client) => ({
  Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}`,
});
const tokenOf = (answer: Answer) => String(answer.body["access_token"]);
const newToken = async (client: Client, scope?: string) =>
  tokenOf(await ask({ ...GRANT, ...client, ...(scope === undefined ? {} : { scope }) }));
const told = ({ status, body }: Answer) => [status, body["error"]];

test("a token is made from a key and its id, as a form, as JSON and by HTTP Basic, and is kept by nobody on the way", async () => {
  const client = await newClient();
  const answers = [
    await ask({ ...GRANT, ...client }),
    await api.send("POST", "/spree_oauth/token", { body: { ...GRANT, ...client, scope: "admin" } }),
    await ask(GRANT, basic(client)),
  ];
  for (const { status, headers, body } of answers) {
    expect([status, headers.get("cache-control"), headers.get("pragma")]).toEqual([200, "no-store", "no-cache"]);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^cw_token_[\w-]{43}$/),
      token_type: "Bearer",
      expires_in: 7_200,
      scope: "admin",
      created_at: expect.any(Number),
    });
    expect(Math.abs(Number(body["created_at"]) - Date.now() / 1_000)).toBeLessThan(60);
  }
  expect(new Set(answers.map(tokenOf)).size).toBe(3);
});

test("with a token orders are made and read through the native API, under its key's account and limits", async () => {
  const client = await newClient();
  const token = await newToken(client);
  const made = await api.post(ORDER, token);
  expect(made.status).toBe(201);
  expect((await api.get(`/orders/${String(made.body["id"])}`, client.client_secret)).status).toBe(200);
  await api.database.pool.query("UPDATE api_keys SET order_limit = 1 WHERE id = $1", [client.client_id]);
  clockMs += FORGOTTEN_MS;
  expect((await api.post(ORDER, token)).status).toBe(402);
});

test("a token has the scopes that it was asked for, of those that its key has, whatever the key gets or loses later", async () => {
  const client = await newClient();
  const [reading, writing] = [await newToken(client, "read"), await newToken(client, "write")];
  expect((await api.get("/orders", reading)).status).toBe(200);
  const refused = await api.post(ORDER, reading);
  expect([refused.status, refused.text]).toEqual([
    403,
    expect.stringContaining("access token lacks the scope orders:write"),
  ]);
  expect((await api.post(ORDER, writing)).status).toBe(201);
  expect((await api.get("/orders", writing)).status).toBe(403);
  await api.database.pool.query("UPDATE api_keys SET scopes = $2 WHERE id = $1", [client.client_id, ["orders:read"]]);
  clockMs += FORGOTTEN_MS;
  expect((await api.post(ORDER, writing)).status).toBe(403);
  const less = await ask({ ...GRANT, ...client, scope: "admin write" });
  expect([less.status, less.body["scope"]]).toEqual([200, "read"]);
  expect(told(await ask({ ...GRANT, ...client, scope: "write" }))).toEqual([400, "invalid_scope"]);
});

test("a token is over after two hours, whatever was remembered of it", async () => {
  const client = await newClient();
  const token = await newToken(client);
  const end = (seconds: number) =>
    api.database.pool.query("UPDATE access_tokens SET expires_at = clock_timestamp() + $2 * interval '1 second' WHERE api_key_id = $1", [client.client_id, seconds]); // prettier-ignore
  await end(2);
  expect((await api.get("/orders", token)).status).toBe(200);
  clockMs += 2_000;
  await end(-1);
  const over = await api.get("/orders", token);
  expect([over.status, over.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  expect(over.text).toContain("it is over");
});

test("a revoked key's tokens open nothing within the five seconds that its own key is remembered, and none are made", async () => {
  const client = await newClient();
  const token = await newToken(client);
  expect((await api.get("/orders", token)).status).toBe(200);
  await api.database.pool.query("UPDATE api_keys SET revoked_at = now() WHERE id = $1", [client.client_id]);
  clockMs += FORGOTTEN_MS;
  expect((await api.get("/orders", token)).status).toBe(401);
  expect(told(await ask({ ...GRANT, ...client }))).toEqual([401, "invalid_client"]);
});

test("each refusal is OAuth's own, and shows nothing of what was sent", async () => {
  const client = await newClient();
  const other = await newClient({ account: "Another account" });
  const unknown = newApiKey("test");
  const cases: [Answer, number, string][] = [
    [await ask({ ...GRANT, ...client, client_secret: unknown }), 401, "invalid_client"],
    [await ask({ ...GRANT, ...client, client_secret: other.client_secret }), 401, "invalid_client"],
    [await ask({ ...GRANT, ...client, client_secret: "x" }), 401, "invalid_client"],
    [await ask(GRANT), 401, "invalid_client"],
    [await ask({ ...GRANT, client_id: client.client_id }), 401, "invalid_client"],
    [await ask(GRANT, basic({ ...client, client_id: other.client_id })), 401, "invalid_client"],
    [await ask({ ...client }), 400, "invalid_request"],
    [await ask({ ...client, grant_type: "password" }), 400, "unsupported_grant_type"],
    [await ask({ ...GRANT, ...client, scope: "owner" }), 400, "invalid_scope"],
    [await ask({ ...GRANT, ...client, scope: " " }), 400, "invalid_scope"],
    [await ask({ ...GRANT, ...client }, basic(client)), 400, "invalid_request"],
    [await ask(GRANT, { Authorization: "Basic !" }), 400, "invalid_request"],
    [await api.send("POST", "/spree_oauth/token", { body: { ...GRANT, ...client, scope: 7 } }), 400, "invalid_request"],
    [await api.send("POST", "/spree_oauth/token", { body: [] }), 400, "invalid_request"],
    [await api.send("POST", "/spree_oauth/token", { body: { scope: "\u0000" } }), 400, "invalid_request"],
    [await api.send("POST", "/spree_oauth/token", { headers: FORM, body: "scope=a&scope=b&grant_type=client_credentials" }), 400, "invalid_request"], // prettier-ignore
    [await ask({ ...GRANT, ...client }, { "Content-Type": "text/plain" }), 415, "invalid_request"],
    [await api.send("POST", "/spree_oauth/token", { headers: FORM, body: "x".repeat(9_000) }), 413, "invalid_request"],
    [await api.send("GET", "/spree_oauth/token"), 405, "invalid_request"],
    [await api.send("POST", "/spree_oauth/authorize"), 404, "invalid_request"],
  ];
  for (const [answer, status, error] of cases) {
    expect([...told(answer), typeof answer.body["error_description"]]).toEqual([status, error, "string"]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    for (const secret of [client.client_secret, other.client_secret, unknown])
      expect(answer.text).not.toContain(secret);
  }
});

test("no secret and no token is in the log or in the database, and tokens that are over go as new ones are made", async () => {
  const client = await newClient({ scopes: [...KEY_SCOPES] });
  const token = await newToken(client);
  await ask({ ...GRANT, ...client, scope: "owner" });
  await api.get("/orders", token);
  const log = api.logLines.join("");
  expect(log).toContain("/spree_oauth/token");
  const { rows } = await api.database.pool.query("SELECT * FROM access_tokens");
  const seen = log + JSON.stringify(rows);
  for (const secret of [client.client_secret, token, basic(client).Authorization]) expect(seen).not.toContain(secret);

  await api.database.pool.query(
    `INSERT INTO access_tokens (sha256, api_key_id, scopes, expires_at)
      SELECT encode(sha256(n::text::bytea), 'hex'), $1, '{}', now() - interval '1 hour' FROM generate_series(1, 25) AS n`,
    [client.client_id],
  );
  const countOver = async () =>
    (await api.database.pool.query("SELECT FROM access_tokens WHERE expires_at < now()")).rowCount ?? 0;
  const before = await countOver();
  await newToken(client);
  expect(await countOver()).toBe(before - 20);
  await newToken(client);
  await newToken(client);
  expect(await countOver()).toBe(0);
});

test("whoever tries keys there is counted by the address that it comes from", async () => {
  const rates = openRateLimitStore({
    redisUrl: requireRedisUrl(),
    prefix: `{t-${process.pid}}`,
    onError: () => undefined,
  });
  const limited = await startTestApi({ rateLimiter: openRateLimiter(rates, { perKey: 0, perIp: 2 }) });
  try {
    const answers = [];
    for (let tries = 0; tries < 3; tries += 1)
      answers.push(
        await limited.send("POST", "/spree_oauth/token", { headers: FORM, body: "grant_type=client_credentials" }),
      );
    expect(answers.map(told)).toEqual([
      [401, "invalid_client"],
      [401, "invalid_client"],
      [429, "slow_down"],
    ]);
    expect(answers[2]?.headers.get("retry-after")).toMatch(/^\d+$/);
  } finally {
    await limited.close();
    rates.close();
  }
});
