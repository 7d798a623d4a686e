import { openRateLimitStore, type RateLimitStore } from "@cartwright/queue";
import { ErrorBody } from "@cartwright/schemas";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { openRateLimiter, type RateLimits } from "./rate-limit.ts";

let store: RateLimitStore;
let api: TestApi;
let key: string;

// Without a Redis: how processes share a count is the store's matter, and tested there.
async function start(limits: RateLimits): Promise<void> {
  store = openRateLimitStore({ redisUrl: "redis://127.0.0.1:9", prefix: "test", onError: () => undefined });
  api = await startTestApi({ rateLimiter: openRateLimiter(store, limits) });
  key = await api.newKey();
}

afterEach(async () => {
  await api.close();
  store.close();
});

const headersOf = ({ headers }: { headers: Headers }) => [headers.get("ratelimit-policy"), headers.get("ratelimit")];

it("tells every caller what is left, and refuses one too many with when to come back", async () => {
  await start({ perKey: 2, perIp: 0 });
  expect(headersOf(await api.get("/orders", key))).toEqual([
    '"key";q=2;w=60',
    expect.stringMatching(/^"key";r=1;t=60$/),
  ]);
  expect(headersOf(await api.get("/orders", key))[1]).toMatch(/^"key";r=0;t=\d+$/);
  const answer = await api.get("/orders", key);
  const { error } = ErrorBody.parse(answer.body);
  expect([answer.status, error.code, headersOf(answer)[1]]).toEqual([
    429,
    "rate_limit_exceeded",
    expect.stringMatching(/^"key";r=0;t=\d+$/),
  ]);
  expect(error.details).toEqual({ limit: 2, window_seconds: 60, retry_after: expect.any(Number) });
  expect(answer.headers.get("retry-after")).toBe(String(error.details["retry_after"]));
  expect((await api.get("/orders", await api.newKey())).status).toBe(200);
});

it("counts an address before it knows who is asking: guesses at keys run out", async () => {
  await start({ perKey: 100, perIp: 3 });
  expect(headersOf(await api.get("/orders", "cw_test_guess"))).toEqual(['"ip";q=3;w=60', '"ip";r=2;t=60']);
  const known = await api.get("/orders", key);
  expect(headersOf(known)).toEqual([
    '"key";q=100;w=60, "ip";q=3;w=60',
    expect.stringMatching(/^"key";r=99;t=60, "ip";r=1;t=\d+$/),
  ]);
  expect((await api.get("/retailers")).status).toBe(200);
  expect((await api.get("/orders", "cw_test_guess")).status).toBe(429);
});

it("never counts probes and scrapes, and says nothing of limits that are off", async () => {
  await start({ perKey: 0, perIp: 1 });
  await api.get("/retailers");
  for (const path of ["/live", "/ready", "/health", "/metrics"]) {
    const answer = await api.get(path);
    expect([path, answer.status, ...headersOf(answer)]).toEqual([path, 200, null, null]);
  }
  expect((await api.get("/retailers")).status).toBe(429);
});

it("takes any number of requests where both limits are off", async () => {
  await start({ perKey: 0, perIp: 0 });
  const answers = await Promise.all(Array.from({ length: 20 }, () => api.get("/orders", key)));
  expect(answers.every((answer) => answer.status === 200 && answer.headers.get("ratelimit") === null)).toBe(true);
});
