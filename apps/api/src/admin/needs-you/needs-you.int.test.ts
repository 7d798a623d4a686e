import {
  claimOrder,
  commitSubmit,
  enterQuarantine,
  findRetailerState,
  flagForReview,
  noteShopTrouble,
  recordInDoubt,
} from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { onlyTotal } from "@cartwright/schemas";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, expectInert, openAdminClient } from "../../testing/admin-client.ts";
import { NASTY } from "../../testing/admin-things.ts";
import { testAdmin } from "../../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

const WORKER = "00000000-0000-4000-8000-00000000000a";
const HERE = "/needs-you";
const CALM = "Nothing needs you: everything goes its way by itself.";

let api: TestApi;
let queue: OrderQueue;
let key: string;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-needs-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  admin = openAdminClient(api);
  key = await api.newKey({ account: NASTY });
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

interface Made {
  id: string;
  number: string;
}

async function order(): Promise<Made> {
  const made = await api.post(ORDER, key);
  expect(made.status).toBe(201);
  return { id: String(made.body["id"]), number: String(made.body["number"]) };
}

/** One whose purchase was sent, and of which the shop said `seen`. */
async function inDoubt(seen: string): Promise<Made> {
  const made = await order();
  const claim = await claimOrder(api.database, { orderId: made.id, workerId: WORKER, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const prices = onlyTotal(4_295);
  await commitSubmit(api.database.pool, claim, {
    expectedTotalCents: 4_295,
    cartHash: "c",
    isMarkerShown: true,
    releaseWithinMs: 1,
    prices,
  });
  await recordInDoubt(api.database.db, claim, "The answer was lost");
  const evidence = { url: "https://shop.example/thanks", title: seen, text: seen, seenAt: new Date().toISOString() };
  await api.database.pool.query("UPDATE order_submits SET evidence = $2 WHERE order_id = $1", [
    made.id,
    JSON.stringify(evidence),
  ]);
  await flagForReview(api.database.db, claim, "The retailer's history does not show it", "upkeep");
  return made;
}

async function placed(): Promise<Made> {
  const made = await inDoubt("Thanks");
  const form = { outcome: "placed", merchant_order_ids: "HP-1", total: "$42.95", evidence: "The shop's mail." };
  expect((await admin.post(`/orders/${made.id}/resolve`, form)).status).toBe(303);
  return made;
}

it("says in one sentence that nothing needs anybody", async () => {
  expect(await admin.text(HERE)).toContain(CALM);
});

it("shows an order in doubt with what was seen after its purchase, as text, until it is settled", async () => {
  const { id, number } = await inDoubt(NASTY);
  const page = await admin.text(HERE);
  for (const shown of [number, "in doubt for", "$42.95", "history does not show it.", `/admin/orders/${id}/evidence`]) {
    expect([shown, page.includes(shown)]).toEqual([shown, true]);
  }
  expect(page).not.toContain(CALM);
  expectInert(page);
  expect(page).toContain("Seen after it: &lt;img src=x");
  await admin.post(`/orders/${id}/resolve`, { outcome: "not_placed", evidence: "Called the shop." });
  expect(await admin.text(HERE)).toContain(CALM);
});

it("shows twenty of a kind, those that have waited longest first, and how many more there are", async () => {
  const made = await order();
  await api.database.pool.query(
    `INSERT INTO audit_findings (rule, order_id, found_at) SELECT 'charged_is_placed', CASE at WHEN 23 THEN $1::uuid ELSE gen_random_uuid() END,
      now() - at * interval '1 hour' FROM generate_series(1, 23) AS at`,
    [made.id],
  );
  const page = await admin.text(HERE);
  expect(page).toContain("Broken invariants (23)");
  expect(page.match(/<article/g)).toHaveLength(20);
  expect(page.indexOf(made.number)).toBeLessThan(page.indexOf("for 22 h"));
  expect(page).toContain("Exactly the placed orders were charged.");
  expect(page).toContain("and 3 more");
  await api.database.pool.query("UPDATE audit_findings SET cleared_at = now()");
});

it("shows a retailer in trouble, and one that is disabled while orders wait, until somebody has seen to it", async () => {
  const { pool } = api.database;
  const made = await order();
  await noteShopTrouble(pool, "demo-shop", { afterFailures: 1, openMs: 600_000, longestMs: 600_000 });
  expect(await admin.text(HERE)).toMatch(
    /demo-shop<\/a>.*breaker open for \d+ min more, 1 failure; \d+ open orders?\./,
  );
  await admin.post("/retailers/demo-shop/disable", { back: "needs-you" });
  expect((await admin.post("/retailers/demo-shop/close-breaker", { back: "needs-you" })).headers.get("location")).toBe(
    "/admin/needs-you",
  );
  expect(await admin.text(HERE)).toContain("disabled for");
  await admin.post("/retailers/demo-shop/enable", { back: "needs-you" });
  expect(await admin.text(HERE)).toContain(CALM);
  expect(await findRetailerState(pool, "demo-shop")).toMatchObject({ disabledAt: null, breaker: "closed" });
  await admin.post(`/orders/${made.id}/cancel`);
});

it("shows an endpoint that does not take its events, and sends them again, one or all", async () => {
  const { pool } = api.database;
  expect((await api.send("PUT", "/webhooks/endpoint", { key, body: { url: "https://example.com/" } })).status).toBe(
    200,
  );
  const [first, second] = [await order(), await order()];
  await pool.query(
    "UPDATE outbox SET state = 'gave_up', next_try_at = now() - interval '3 hours' WHERE order_id = ANY($1)",
    [[first.id, second.id]],
  );
  await pool.query(
    `INSERT INTO webhook_tries (outbox_id, try_no, url, error, duration_ms)
      SELECT id, 10, 'https://example.com/', $2, 12 FROM outbox WHERE order_id = $1`,
    [second.id, NASTY],
  );
  const page = await admin.text(HERE);
  expect(page).toMatch(/2 events<\/a>, the oldest given up 3 h ago/);
  expect(page).toContain("no answer: &lt;img src=x");
  const newest = /\/admin\/webhooks\/([0-9a-f-]{36})\/resend/.exec(page)?.[1] ?? "";
  await admin.post(`/webhooks/${newest}/resend`, { back: "needs-you" });
  expect(await admin.text(HERE)).toContain("1 event</a>");
  const hidden = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";
  const endpoint = {
    account_id: hidden("account_id"),
    mode: hidden("mode"),
    face_endpoint_id: hidden("face_endpoint_id"),
  };
  expect((await admin.post("/webhooks/resend", endpoint)).status).toBe(303);
  expect(await admin.text(HERE)).toContain(CALM);
});

it("leaves out what was given up long ago, and what has nowhere to go any more", async () => {
  const { pool } = api.database;
  const { id } = await order();
  await pool.query(
    "UPDATE outbox SET state = 'gave_up', next_try_at = now() - interval '15 days' WHERE order_id = $1",
    [id],
  );
  expect(await admin.text(HERE)).toContain(CALM);
  await pool.query("UPDATE outbox SET next_try_at = now() WHERE order_id = $1", [id]);
  expect(await admin.text(HERE)).not.toContain(CALM);
  await api.send("DELETE", "/webhooks/endpoint", { key });
  expect(await admin.text(HERE)).toContain(CALM);
});

it("shows a return with the buyer's words as text, and takes the retailer's answer from its form", async () => {
  const { id, number } = await placed();
  const items = ((await api.get(`/orders/${id}`, key)).body["items"] as { id: string }[]).map((item) => ({
    order_item_id: item.id,
    quantity: 1,
  }));
  const body = { order_id: id, items, reason: "wrong_size", notes: NASTY };
  const asked = await api.send("POST", "/returns", { key, body });
  expect(asked.status).toBe(201);
  const page = await admin.text(HERE);
  expect(page).toMatch(new RegExp(`${number}.*wrong size: “&lt;img src=x.*1 × `));
  const path = `/returns/${String(asked.body["id"])}/resolve`;
  expect((await admin.post(path, { merchant_return_id: "R-1" })).status).toBe(422);
  const form = {
    status: "approved",
    merchant_return_id: "R-1",
    label_urls: "https://shop.example/label.pdf\r\n",
    resolution_notes: "",
  };
  expect((await admin.post(path, form)).headers.get("location")).toBe("/admin/needs-you");
  expect((await api.get(`/returns/${String(asked.body["id"])}`, key)).body).toMatchObject({
    status: "approved",
    merchant_return_id: "R-1",
    label_urls: ["https://shop.example/label.pdf"],
    resolution_notes: null,
  });
  expect(await admin.text(HERE)).toContain(CALM);
  expect((await admin.post(path, form)).status).toBe(409);
});

it("shows a quarantine first, and ends it by an operator's word from its form", async () => {
  await order();
  await enterQuarantine(api.database.db, { label: "restored", intents: [] }, "worker");
  const page = await admin.text(HERE);
  expect(page).toContain("Nothing is bought: quarantine for");
  expect((await admin.post("/quarantine/end", { evidence: "" })).status).toBe(422);
  expect(
    (await admin.post("/quarantine/end", { evidence: "Every order was looked for." })).headers.get("location"),
  ).toBe("/admin/needs-you");
  expect(await admin.text(HERE)).toContain(CALM);
});
