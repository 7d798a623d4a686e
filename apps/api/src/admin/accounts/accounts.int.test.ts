import { ensureAccount, listAdminActions, listApiKeys } from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, openAdminClient } from "../../testing/admin-client.ts";
import { testAdmin } from "../../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let queue: OrderQueue;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-accounts-test}" });
  api = await startTestApi((database, deps) => ({ admin: testAdmin(database, deps, queue.board) }));
  admin = openAdminClient(api);
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

async function accountOf(name: string): Promise<string> {
  return (await ensureAccount(api.database.db, name)).id;
}
const lastDeed = async () => (await listAdminActions(api.database.db, { limit: 1 }))[0];
const keyOf = async (accountId: string) =>
  (await listApiKeys(api.database.db)).filter((key) => key.accountId === accountId);

it("makes an account, and a key that orders for it", async () => {
  const made = await admin.post("/accounts", { name: "  Beta Goods " });
  const page = (made.headers.get("location") ?? "").replace("/admin", "");
  expect([made.status, page]).toEqual([303, expect.stringMatching(/^\/accounts\/[0-9a-f-]{36}$/)]);
  expect(await admin.text(page)).toContain("No key opens anything for this account.");
  const answer = await admin.post(`${page}/keys`, { mode: "test", scopes: ["orders:read", "orders:write"] });
  const [key = ""] = /cw_test_[0-9A-Za-z]{38}/.exec(await answer.text()) ?? [];
  expect((await api.post(ORDER, key)).status).toBe(201);
  expect((await api.get("/webhook_endpoints", key)).status).not.toBe(200);
  expect(await admin.text(page)).toContain("$200.00 reserved");
});

it("shows a new key once, in the answer itself: in no address, no cookie, no log, and on no other page", async () => {
  const id = await accountOf("Secretive");
  const asPage = await admin.post(`/accounts/${id}/keys`, { mode: "live", scopes: "orders:read" });
  const asTool = await admin.postJson(`/accounts/${id}/keys`, { mode: "live", scopes: ["orders:read"] });
  expect([asPage.status, asTool.status, asPage.headers.get("cache-control")]).toEqual([200, 200, "no-store"]);
  const keys = [
    /cw_live_[0-9A-Za-z]{38}/.exec(await asPage.text())?.[0] ?? "",
    ((await asTool.json()) as { key: string }).key,
  ];
  for (const key of keys) {
    const secret = key.slice("cw_live_".length + 4);
    expect(secret).toHaveLength(34);
    for (const answer of [asPage, asTool]) {
      expect(JSON.stringify([...answer.headers])).not.toContain(secret);
      expect([answer.url, answer.headers.get("set-cookie")]).toEqual([expect.not.stringContaining(secret), null]);
    }
    const told = [
      await admin.text(`/accounts/${id}`),
      await admin.text("/users/audit"),
      JSON.stringify(await listAdminActions(api.database.db, { limit: 50 })),
      api.logLines.join(""),
    ];
    expect(told.map((text) => text.includes(secret))).toEqual([false, false, false, false]);
  }
  expect(await lastDeed()).toMatchObject({
    action: "make-key",
    subjectId: id,
    detail: { mode: "live", scopes: ["orders:read"] },
    outcome: "done",
  });
});

it("refuses a key that opens nothing, or what there is not", async () => {
  const id = await accountOf("Scopes");
  for (const form of [
    { mode: "test" },
    { mode: "test", scopes: "everything" },
    { mode: "prod", scopes: "orders:read" },
  ]) {
    expect((await admin.post(`/accounts/${id}/keys`, form)).status).toBe(422);
  }
  expect(await keyOf(id)).toEqual([]);
});

it("revokes a key, once", async () => {
  const id = await accountOf("Past");
  const secret = await api.newKey({ account: "Past" });
  const [key] = await keyOf(id);
  expect((await admin.post(`/keys/${key?.id}/revoke`, {})).headers.get("location")).toBe(`/admin/accounts/${id}`);
  expect((await admin.post(`/keys/${key?.id}/revoke`, {})).status).toBe(404);
  expect((await api.get("/orders", secret)).status).toBe(401);
  expect(await admin.text(`/accounts/${id}`)).toContain("Revoked keys (1)");
});

it("limits an account and a key, in dollars and orders, and takes the limits away again", async () => {
  const id = await accountOf("Limited");
  await api.newKey({ account: "Limited" });
  const [key] = await keyOf(id);
  await admin.post(`/accounts/${id}/limits`, { spend_limit: "$1,250.50", order_limit: "10" });
  await admin.post(`/keys/${key?.id}/limits`, { spend_limit: "", order_limit: "3" });
  const limits = { spendLimitCents: null, orderLimit: 3, accountSpendLimitCents: 125_050, accountOrderLimit: 10 };
  expect(await keyOf(id)).toEqual([expect.objectContaining(limits)]);
  const refused = await admin.post(`/accounts/${id}/limits`, { spend_limit: "1.250,50", order_limit: "ten" });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("an amount in dollars")]);
  await admin.post(`/accounts/${id}/limits`, { spend_limit: " ", order_limit: "" });
  expect(await keyOf(id)).toEqual([
    expect.objectContaining({ accountSpendLimitCents: null, accountOrderLimit: null, orderLimit: 3 }),
  ]);
});

const SETTINGS = {
  platform_fee: "30",
  tolerance: "2.50",
  store_credit: "0",
  recipient_name: "Grace Hopper",
  recipient_phone: "(415) 693-5505",
  payment_type: "card",
  payment_brand: "Visa",
  payment_last4: "4242",
};

it("changes an account's settings; the audit log names no recipient", async () => {
  const id = await accountOf("Settled");
  expect((await admin.post(`/accounts/${id}/settings`, SETTINGS)).status).toBe(303);
  const { rows } = await api.database.pool.query("SELECT * FROM accounts WHERE id = $1", [id]);
  expect(rows).toEqual([
    expect.objectContaining({
      platform_fee_cents: 3_000,
      price_tolerance_cents: 250,
      default_recipient: { name: "Grace Hopper", phone: expect.stringMatching(/693.?5505/) },
      payment_method: { type: "card", brand: "Visa", last4: "4242" },
    }),
  ]);
  const deed = JSON.stringify(await lastDeed());
  expect(deed).toContain("default_recipient");
  expect(deed).not.toMatch(/Hopper|5505/);
});

it.each([
  ["a name without a phone", { recipient_phone: "" }, "recipient_phone"],
  ["a phone of no country of ours", { recipient_phone: "12" }, "recipient_phone"],
  ["a card without its digits", { payment_last4: "" }, "payment_last4"],
  ["a whole card number as its digits", { payment_last4: "4242424242424242" }, "payment_last4"],
  ["a card number as its brand", { payment_brand: "4242 4242 4242 4242" }, "payment_brand"],
])("refuses %s, changes nothing, and says back no card number", async (_what, change, field) => {
  const id = await accountOf("Refused");
  const refused = await admin.post(`/accounts/${id}/settings`, { ...SETTINGS, ...change });
  const words = await refused.text();
  expect([refused.status, words]).toEqual([422, expect.stringContaining(field)]);
  expect(words).not.toContain("4242");
  expect((await admin.text(`/accounts/${id}`)).includes("Grace")).toBe(false);
});
