import { randomUUID } from "node:crypto";
import { createFaceEndpoint, ensureAccount, findAnyWebhook, listAdminActions } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, expectInert, openAdminClient } from "../../testing/admin-client.ts";
import { NASTY } from "../../testing/admin-things.ts";
import { testAdmin } from "../../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

const RECEIVER = "https://example.com/cartwright/webhook";

let api: TestApi;
let queue: OrderQueue;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-webhooks-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  admin = openAdminClient(api);
});
beforeEach(() => api.database.pool.query("TRUNCATE outbox, webhook_tries, webhook_endpoints, face_endpoints CASCADE"));
afterAll(async () => {
  await api.close();
  await queue.close();
});

/** A key of an account whose events go to RECEIVER. */
async function receiver(account: string): Promise<string> {
  const key = await api.newKey({ account });
  const set = await api.send("PUT", "/webhooks/endpoint", { key, body: { url: RECEIVER } });
  expect(set.status).toBe(200);
  return key;
}

/** An event in a state, newest of all; with a try where something is said of one. */
async function event(key: string, state: string, tried?: { error: string | null; answer: string }): Promise<string> {
  const orderId = (await api.post(ORDER, key)).body["id"];
  const { rows } = await api.database.pool.query<{ webhook_id: string; id: string }>(
    "UPDATE outbox SET state = $2::webhook_state, tries = 10 WHERE order_id = $1 RETURNING webhook_id, id",
    [orderId, state],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("an order was accepted without an event");
  if (tried !== undefined) {
    await api.database.pool.query(
      `INSERT INTO webhook_tries (outbox_id, try_no, url, status_code, error, answer, duration_ms)
        VALUES ($1, 10, $2, 503, $3, $4, 12)`,
      [row.id, RECEIVER, tried.error, tried.answer],
    );
  }
  return row.webhook_id;
}

const linked = (page: string): string[] =>
  [...page.matchAll(/href="\/admin\/webhooks\/([0-9a-f-]{36})"/g)].map(([, id = ""]) => id);
const stateOf = async (webhookId: string) => {
  const found = await findAnyWebhook(api.database.pool, webhookId);
  return [found?.state, found?.tries];
};

it("lists the events of all accounts, newest first, and by state, account and page", async () => {
  const [acme, beta] = [await receiver("Acme"), await receiver("Beta")];
  const first = await event(acme, "gave_up", { error: "the answer is not 2xx", answer: "down" });
  const second = await event(beta, "delivered");
  const third = await event(beta, "gave_up");
  expect(linked(await admin.text("/webhooks"))).toEqual([third, second, first]);
  const gaveUp = await admin.text("/webhooks?state=gave_up");
  expect(linked(gaveUp)).toEqual([third, first]);
  expect(gaveUp).toContain("503: the answer is not 2xx");
  const { id: account } = await ensureAccount(api.database.db, "Beta");
  expect(linked(await admin.text(`/webhooks?account=${account}`))).toEqual([third, second]);
  expect(linked(await admin.text(`/webhooks?account=${account}&state=delivered`))).toEqual([second]);
  const { id } = (await findAnyWebhook(api.database.pool, second)) ?? {};
  expect(linked(await admin.text(`/webhooks?before=${id}`))).toEqual([first]);
  expect(linked(await admin.text("/webhooks?state=x&account=x&before=x"))).toEqual([third, second, first]);
  expect(await admin.text("/webhooks?state=skipped")).toContain("There are none.");
});

it("shows an event's tries, and sends it again with a fresh schedule", async () => {
  const id = await event(await receiver("Acme"), "gave_up", { error: "the answer is not 2xx", answer: "Bad gateway" });
  const page = await admin.text(`/webhooks/${id}`);
  for (const shown of ["order.created", "given up", "10 tries", "try 10", "503: the answer", RECEIVER, "Bad gateway"]) {
    expect([shown, page.includes(shown)]).toEqual([shown, true]);
  }
  const resent = await admin.post(`/webhooks/${id}/resend`);
  expect([resent.status, resent.headers.get("location")]).toEqual([303, `/admin/webhooks/${id}`]);
  expect(await stateOf(id)).toEqual(["due", 0]);
  expect(await admin.text(`/webhooks/${id}`)).not.toContain("Send it again");
  const [entry] = await listAdminActions(api.database.db, { limit: 1 });
  expect(entry).toMatchObject({ action: "resend-webhook", subjectType: "webhook", subjectId: id, outcome: "done" });
  expect((await admin.get(`/webhooks/${randomUUID()}`)).status).toBe(404);
  expect((await admin.get("/webhooks/1")).status).toBe(404);
});

it("sends nothing again that has nowhere to go", async () => {
  const key = await receiver("Acme");
  const id = await event(key, "gave_up");
  await api.send("DELETE", "/webhooks/endpoint", { key });
  expect(await admin.text(`/webhooks/${id}`)).toContain("There is nowhere to send it");
  const refused = await admin.post(`/webhooks/${id}/resend`);
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining("nowhere to send it")]);
  const { id: account_id } = await ensureAccount(api.database.db, "Acme");
  await admin.post("/webhooks/resend", { account_id, mode: "test", face_endpoint_id: "" });
  expect(await stateOf(id)).toEqual(["gave_up", 10]);
});

it("sends all again that was given up of one endpoint, and of no other", async () => {
  const [acme, beta] = [await receiver("Acme"), await receiver("Beta")];
  const ids = [await event(acme, "gave_up"), await event(acme, "gave_up"), await event(acme, "delivered")];
  const others = await event(beta, "gave_up");
  const { id: account_id } = await ensureAccount(api.database.db, "Acme");
  const face_endpoint_id = randomUUID();
  const endpoint = {
    id: face_endpoint_id,
    url: RECEIVER,
    events: ["*"],
    isActive: true,
    secret: Buffer.alloc(1),
    keyId: "k",
  };
  await createFaceEndpoint(api.database.pool, { accountId: account_id, mode: "test", face: "supplier" }, endpoint, 9);
  const { rows } = await api.database.pool.query<{ webhook_id: string }>(
    `INSERT INTO outbox (account_id, mode, order_id, face_endpoint_id, event, sequence, state, tries)
      SELECT account_id, mode, order_id, $1, 'order.created', sequence, 'gave_up', 10 FROM outbox WHERE webhook_id = $2
      RETURNING webhook_id`,
    [face_endpoint_id, ids[0]],
  );
  const told = rows[0]?.webhook_id ?? "";
  expect(await admin.text(`/webhooks/${told}`)).toContain("supplier face");

  expect((await admin.post("/webhooks/resend", { account_id, mode: "test", face_endpoint_id: "" })).status).toBe(303);
  const states = await Promise.all([...ids, others, told].map(stateOf));
  expect(states.map(([state]) => state)).toEqual(["due", "due", "delivered", "gave_up", "gave_up"]);
  const rest = await admin.post("/webhooks/resend", { account_id, mode: "test", face_endpoint_id });
  expect(decodeURIComponent(rest.headers.get("set-cookie") ?? "")).toContain("One event is sent again.");
  expect(await stateOf(told)).toEqual(["due", 0]);
  expect((await admin.post("/webhooks/resend", { account_id: "1", mode: "test" })).status).toBe(422);
});

it("shows what a receiver answered as text, whatever it is", async () => {
  const id = await event(await receiver(NASTY), "gave_up", { error: NASTY, answer: NASTY });
  const { id: account } = await ensureAccount(api.database.db, NASTY);
  for (const path of [`/webhooks/${id}`, "/webhooks", `/webhooks?account=${account}`])
    expectInert(await admin.text(path));
});
