import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { ErrorBody } from "@cartwright/schemas";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const NEVER = new Promise<never>(() => undefined);

let api: TestApi;
let key: string;
/** Takes connections and never says a word. */
let mute: Server;
const muteSockets: Socket[] = [];
let queue: OrderQueue;

beforeAll(async () => {
  mute = createServer((socket) => muteSockets.push(socket)).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const address = mute.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  queue = openOrderQueue({ redisUrl: `redis://127.0.0.1:${port}`, onError: () => undefined });
  api = await startTestApi({
    announceOrder: (orderId) => queue.announce(orderId, 0),
    pingRedis: () => NEVER,
    timeoutMs: 200,
  });
  key = await api.newKey();
});

afterAll(async () => {
  await api.close();
  await queue.close();
  for (const socket of muteSockets) socket.destroy();
  mute.close();
});

it("accepts orders without delay while Redis hangs", async () => {
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(ORDER, key)));
  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(201));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

it("warns, and is not down, while Redis hangs, and still ready", async () => {
  const health = await api.get("/health");
  expect(health.status).toBe(200);
  expect(health.body).toEqual({
    status: "warning",
    components: { db: "up", queue: "down", ordering: "warning" },
    updated_at: expect.any(String),
  });
  expect(await api.get("/ready")).toMatchObject({ status: 200, body: { ready: true } });
});

it("is down and not ready without Postgres, and says 503 to clients", async () => {
  const without = await startTestApi();
  const itsKey = await without.newKey();
  await without.database.pool.end();
  try {
    expect(await without.get("/health")).toMatchObject({ status: 503, body: { status: "down" } });
    expect(await without.get("/ready")).toMatchObject({ status: 503, body: { ready: false } });
    // A new process would not bring Postgres back: nobody is to start one for it.
    expect(await without.get("/live")).toMatchObject({ status: 200 });
    const answer = await without.post(ORDER, itsKey);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(answer.body)).not.toMatch(/pool|select|pg/i);
  } finally {
    without.database.close = () => Promise.resolve();
    await without.close();
  }
});

it("is not ready before the migrations have run", async () => {
  await api.database.pool.query("ALTER TABLE drizzle.__drizzle_migrations RENAME TO hidden");
  expect(await api.get("/ready")).toMatchObject({ status: 503, body: { ready: false } });
  await api.database.pool.query("ALTER TABLE drizzle.hidden RENAME TO __drizzle_migrations");
});

it("wants a key for everything else", async () => {
  const revoked = await api.newKey();
  await api.database.pool.query("UPDATE api_keys SET revoked_at = now() WHERE hint = $1", [revoked.slice(0, 12)]);
  const keys = [undefined, "nonsense", `cw_test_${"a".repeat(38)}`, revoked];
  for (const path of ["/orders", "/orders/x", "/orders/test-products", "/orders/x/timeline"]) {
    for (const badKey of keys) {
      const answer = await api.get(path, badKey);
      expect([answer.status, ErrorBody.parse(answer.body).error.code]).toEqual([401, "unauthorized"]);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  }
});

it("names the scope that a key lacks", async () => {
  const reader = await api.newKey({ scopes: ["orders:read"] });
  const writer = await api.newKey({ scopes: ["orders:write"] });
  expect((await api.get("/orders", reader)).status).toBe(200);
  expect((await api.post(ORDER, writer)).status).toBe(201);
  const refused = [await api.post(ORDER, reader), await api.get("/orders", writer)];
  expect(refused.map((answer) => [answer.status, ErrorBody.parse(answer.body).error.details])).toEqual([
    [403, { required_scope: "orders:write" }],
    [403, { required_scope: "orders:read" }],
  ]);
});

it("answers unknown paths, wrong methods and broken URLs as errors of its own", async () => {
  const unknown = await api.get("/nothing");
  expect([unknown.status, ErrorBody.parse(unknown.body).error.code]).toEqual([404, "not_found"]);
  const method = await fetch(`${api.url}/orders`, { method: "DELETE" });
  expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, POST"]);
  expect(ErrorBody.parse(await method.json()).error.code).toBe("method_not_allowed");
  const broken = await api.get("/orders/%E0%A4%A", key);
  expect([broken.status, ErrorBody.parse(broken.body).error.code]).toEqual([400, "bad_request"]);
  expect((await api.get("/admin")).status).toBe(404);
});

it("keeps a client's sane request id and replaces any other", async () => {
  const own = await api.get("/health", undefined, { "X-Request-Id": "client-7.a:b_c" });
  expect(own.headers.get("x-request-id")).toBe("client-7.a:b_c");
  const bad = await api.get("/health", undefined, { "X-Request-Id": "a b;{}" });
  expect(bad.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});
