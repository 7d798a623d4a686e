import { randomBytes, randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import { appendEvidence, type EvidenceKind, placeOfEvidence } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import type { AttemptSteps } from "@cartwright/schemas";
import { type Keyring, readKeyring, seal } from "@cartwright/sealing";
import { acceptTestOrder, requireRedisUrl } from "@cartwright/testing";
import { ADMIN, testAdmin } from "../testing/test-admin.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const { user: USER, password: PASSWORD } = ADMIN;
const KEYRING = readKeyring(`2026:${randomBytes(32).toString("base64")}`);
const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const STEPS: AttemptSteps = {
  started_at: "2026-03-01T12:00:00.000Z",
  took_ms: 4_321,
  ending: "failed",
  hosts: ["shop.example", "pay.example"],
  notes: ['no picture at "review": a payment page (a field for a card)'],
  steps: [
    { name: "open shop", at_ms: 0, took_ms: 812, ok: true, saw: [] },
    {
      name: "add to cart",
      at_ms: 820,
      took_ms: 90,
      ok: false,
      saw: ["button <Add to cart>"],
      fault: "add_to_cart_failed: <b>no</b>",
    },
  ],
};

let api: TestApi;
let queue: OrderQueue;
let keyring: Keyring | undefined = KEYRING;

beforeAll(() => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{evidence-test}" });
});
beforeEach(async () => {
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board, { keyring }) }));
});
afterEach(async () => {
  keyring = KEYRING;
  await api.close();
});
afterAll(() => queue.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/admin/${path}`, {
    redirect: "manual",
    headers: { Authorization: `Basic ${Buffer.from(`${USER}:${PASSWORD}`).toString("base64")}`, ...headers },
  });

async function keep(orderId: string, kind: EvidenceKind, content: Buffer, sealedFor?: string): Promise<string> {
  const id = randomUUID();
  const sealed = seal(KEYRING, placeOfEvidence(sealedFor ?? id), content);
  await appendEvidence(api.database.pool, { id, orderId, fence: 1, kind, label: "failure", sealed, keyId: "2026" });
  return id;
}

test("shows what an attempt did and saw, with its pictures, and its page as text", async () => {
  const orderId = await acceptTestOrder(api.database);
  const picture = await keep(orderId, "screenshot", PNG);
  await keep(orderId, "html", gzipSync('<h1>Sold out</h1><img src="https://shop.example/x.png" onerror="alert(1)">'));
  await keep(orderId, "steps", gzipSync(JSON.stringify(STEPS)));
  const answer = await get(`orders/${orderId}/evidence`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  );
  const html = await answer.text();
  expect(html).toMatch(/0\.82 s<\/td>\s*<td>0\.09 s<\/td>\s*<td>✗ add to cart/);
  expect(html).toContain("button &lt;Add to cart>");
  expect(html).toContain("add_to_cart_failed: &lt;b>no&lt;/b>");
  expect(html).toContain("shop.example, pay.example");
  expect(html).toContain("a payment page (a field for a card)");
  expect(html).toContain(`<img src="/admin/evidence/${picture}"`);
  expect(html).toContain("&lt;h1>Sold out&lt;/h1>");
  expect(html).not.toContain("<h1>Sold out");
});

test("a picture is served as PNG, kept by nobody, and nothing else is served there", async () => {
  const orderId = await acceptTestOrder(api.database);
  const answer = await get(`evidence/${await keep(orderId, "screenshot", PNG)}`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true);
  const page = await keep(orderId, "html", gzipSync("<p>x</p>"));
  for (const id of [page, randomUUID(), "1"]) expect((await get(`evidence/${id}`)).status).toBe(404);
});

test("without login a browser is sent to the login, and a tool is refused", async () => {
  const orderId = await acceptTestOrder(api.database);
  const picture = await keep(orderId, "screenshot", PNG);
  for (const path of [`orders/${orderId}/evidence`, `evidence/${picture}`]) {
    const answer = await get(path, { Authorization: "", Accept: "text/html" });
    expect([answer.status, answer.headers.get("location")]).toEqual([
      303,
      `/admin/login?next=${encodeURIComponent(`/admin/${path}`)}`,
    ]);
    expect((await get(path, { Authorization: "", Accept: "application/json" })).status).toBe(401);
    const key = await api.newKey();
    expect((await get(path, { Authorization: `Bearer ${key}` })).status).toBe(401);
  }
});

test("a row that was sealed for another id does not open: the others are shown, and that one's fault", async () => {
  const orderId = await acceptTestOrder(api.database);
  const moved = await keep(orderId, "screenshot", PNG, randomUUID());
  await keep(orderId, "steps", gzipSync(JSON.stringify(STEPS)), randomUUID());
  await keep(orderId, "html", gzipSync("<p>kept</p>"));
  const refused = await get(`evidence/${moved}`);
  expect(refused.status).toBe(404);
  expect(await refused.text()).toContain("does not open");
  const html = await (await get(`orders/${orderId}/evidence`)).text();
  expect(html).toContain("does not open: it, its place or its key was changed");
  expect(html).toContain("&lt;p>kept&lt;/p>");
});

test("an order without evidence says so", async () => {
  const html = await (await get(`orders/${await acceptTestOrder(api.database)}/evidence`)).text();
  expect(html).toContain("Nothing is kept of this order");
  expect((await get("orders/1/evidence")).status).toBe(404);
});

describe("an API without a key", () => {
  beforeAll(() => {
    keyring = undefined;
  });

  test("says that it can show nothing", async () => {
    const orderId = await acceptTestOrder(api.database);
    const answer = await get(`orders/${orderId}/evidence`);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("SEALING_KEYS");
  });
});
