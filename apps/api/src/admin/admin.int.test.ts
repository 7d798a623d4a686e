import { randomUUID } from "node:crypto";
import { claimOrder, commitSubmit, recordInDoubt } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { onlyTotal } from "@cartwright/schemas";
import { requireRedisUrl } from "@cartwright/testing";
import { ADMIN, testAdmin } from "../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const { user: USER, password: PASSWORD } = ADMIN;

let api: TestApi;
let queue: OrderQueue;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-test}" });
});

beforeEach(async () => {
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
});

afterEach(() => api.close());
afterAll(() => queue.close());

const request = (path: string, init: RequestInit = {}) => fetch(api.url + path, { redirect: "manual", ...init });

const logIn = (password: string, headers: Record<string, string> = {}) =>
  request("/admin/login", { method: "POST", headers, body: new URLSearchParams({ user: USER, password }) });

const basic = (password: string) => ({
  Authorization: `Basic ${Buffer.from(`${USER}:${password}`).toString("base64")}`,
});

async function sessionCookie(): Promise<string> {
  const answer = await logIn(PASSWORD);
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/admin"]);
  return answer.headers.get("set-cookie") ?? "";
}

it("sends a browser without a session to the login page, and refuses tools", async () => {
  for (const path of ["/admin", "/admin/queues/", "/admin/queues/static/js/main.js"]) {
    const answer = await request(path, { headers: { Accept: "text/html" } });
    const next = path === "/admin" ? "" : `?next=${encodeURIComponent(path)}`;
    expect([answer.status, answer.headers.get("location")]).toEqual([303, `/admin/login${next}`]);
  }
  expect((await request("/admin/queues/api/queues")).status).toBe(401);
  expect((await request("/admin/login")).status).toBe(200);
});

it("lets the admin in by a cookie that scripts and other sites do not get", async () => {
  await api.post(ORDER, await api.newKey());
  const cookie = await sessionCookie();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/Secure/);
  expect(cookie).toMatch(/SameSite=Strict/);
  const headers = { Cookie: cookie.split(";", 1)[0] ?? "" };
  const home = await (await request("/admin", { headers })).text();
  expect(home).toContain("Money is safe");
  const board = await request("/admin/queues/", { headers });
  expect(board.status).toBe(200);
  expect(board.headers.get("content-security-policy")).toContain("script-src 'self'");
  expect(board.headers.get("x-powered-by")).toBeNull();
  const queues: unknown = await (await request("/admin/queues/api/queues", { headers })).json();
  expect(queues).toMatchObject({ queues: [{ name: "checkout", readOnlyMode: true, allowRetries: false }] });
  const changed = await request("/admin/queues/api/queues/checkout/pause", { method: "PUT", headers });
  expect(changed.status).toBe(405);
});

it("lets tools in by HTTP Basic", async () => {
  expect((await request("/admin", { headers: basic(PASSWORD) })).status).toBe(200);
  expect((await request("/admin", { headers: basic("wrong") })).status).toBe(401);
});

it("refuses a forged or changed cookie", async () => {
  const token = ((await sessionCookie()).split(";", 1)[0] ?? "").replace("cartwright_admin=", "");
  for (const forged of [`${token}a`, token.slice(0, -1), token.toUpperCase(), "x", ""]) {
    const headers = { Cookie: `cartwright_admin=${forged}`, Accept: "text/html" };
    expect((await request("/admin", { headers })).status).toBe(303);
  }
});

it("slows down who guesses, all at once too, and the right password waits with the wrong ones", async () => {
  const guesses = await Promise.all(Array.from({ length: 12 }, () => logIn("wrong")));
  expect(guesses.filter((answer) => answer.status === 401)).toHaveLength(5);
  expect(guesses.filter((answer) => answer.status === 429)).toHaveLength(7);
  const right = await logIn(PASSWORD);
  expect(right.status).toBe(429);
  expect(Number(right.headers.get("retry-after"))).toBeGreaterThan(0);
});

it("takes no large form, and says how large one may be", async () => {
  const answer = await logIn("x".repeat(5_000));
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ error: { message: "The body is larger than 2 KiB." } });
});

it("takes no form from another site", async () => {
  expect((await logIn(PASSWORD, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
});

it("signs out: the session is over, in every process, not only in this browser", async () => {
  const headers = { Cookie: (await sessionCookie()).split(";", 1)[0] ?? "" };
  expect((await request("/admin", { headers })).status).toBe(200);
  const answer = await request("/admin/logout", { method: "POST", headers });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/admin/login"]);
  expect(answer.headers.get("set-cookie")).toMatch(/cartwright_admin=;.*Expires=Thu, 01 Jan 1970/);
  expect((await request("/admin", { headers })).status).toBe(401);
});

const WORKER = "00000000-0000-4000-8000-00000000000a";
const PRICES = onlyTotal(1_000);

/** An order whose purchase was sent and never answered. */
async function orderInDoubt(): Promise<{ id: string; key: string }> {
  const key = await api.newKey();
  const id = String((await api.post(ORDER, key)).body["id"]);
  const claim = await claimOrder(api.database, { orderId: id, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(api.database.pool, claim, intent);
  await recordInDoubt(api.database.db, claim, "no answer");
  return { id, key };
}

const resolve = (id: string, body: unknown, headers: Record<string, string> = basic(PASSWORD)) =>
  request(`/admin/orders/${id}/resolve`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });

it("settles a doubt as placed by an operator's evidence, once", async () => {
  const { id, key } = await orderInDoubt();
  const found = { outcome: "placed", merchant_order_ids: ["HP-9"], total: 1_000, evidence: "Seen in the shop's mail." };
  expect((await resolve(id, found)).status).toBe(204);
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({
    status: "order_placed",
    merchant_order_ids: ["HP-9"],
    job_result: { success: true, price_components: { total: 1_000, tax: null } },
  });
  const timeline = await api.get(`/orders/${id}/timeline`, key);
  expect(timeline.body["milestones"]).toContainEqual(
    expect.objectContaining({ type: "resolved", source: "operator admin", detail: found }),
  );
  expect((await resolve(id, { outcome: "not_placed", evidence: "On second thoughts." })).status).toBe(409);
});

it("settles a doubt as not placed by an operator's evidence: failed, and nothing charged", async () => {
  const { id, key } = await orderInDoubt();
  expect((await resolve(id, { outcome: "not_placed", evidence: "The shop was called: no such order." })).status).toBe(
    204,
  );
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({
    status: "order_failed",
    job_result: { error_type: "not_placed", error_details: { charged: "no", retryable: true } },
  });
});

it("settles nothing without evidence, without a doubt, or for somebody who is not signed in", async () => {
  const { id, key } = await orderInDoubt();
  expect((await resolve(id, { outcome: "not_placed" })).status).toBe(422);
  expect((await resolve(id, { outcome: "placed", merchant_order_ids: [], evidence: "x" })).status).toBe(422);
  const yes = { outcome: "not_placed", evidence: "Looked." };
  expect((await resolve(id, yes, {})).status).toBe(401);
  expect((await resolve(id, yes, { Authorization: `Bearer ${key}` })).status).toBe(401);
  expect((await resolve(randomUUID(), yes)).status).toBe(404);
  expect((await resolve("1", yes)).status).toBe(404);
  const untouched = String((await api.post(ORDER, key)).body["id"]);
  expect((await resolve(untouched, yes)).status).toBe(409);
  expect((await api.get(`/orders/${id}`, key)).body).toMatchObject({ status: "in_progress" });
});
