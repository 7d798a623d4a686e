import { randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  countOrderHours,
  ensureAccount,
  findRegistered,
  findRetailerState,
  listAdminActions,
  newShortId,
  noteShopTrouble,
  registerRetailer,
} from "@cartwright/db";
import { openOrderQueue, type OrderQueue } from "@cartwright/queue";
import { requireRedisUrl } from "@cartwright/testing";
import { type AdminClient, expectInert, openAdminClient } from "../../testing/admin-client.ts";
import { NASTY } from "../../testing/admin-things.ts";
import { testAdmin } from "../../testing/test-admin.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

const SHOP = "mugs.example:8443";
const PAGE = `/retailers/${encodeURIComponent(SHOP)}`;
const SETTINGS = {
  name: "Mugs",
  payment: "offline",
  account_id: "",
  checkout_email: "",
  user_agent: "",
  payment_origins: "",
  api: "",
};

let api: TestApi;
let queue: OrderQueue;
let refreshed = 0;
let admin: AdminClient;

beforeAll(async () => {
  queue = openOrderQueue({ redisUrl: requireRedisUrl(), onError: () => undefined, prefix: "{admin-retailers-test}" });
  api = await startTestApi((database, deps) => {
    const onNewRetailer = () => {
      refreshed += 1;
      return Promise.resolve();
    };
    return { admin: testAdmin(database, { ...deps, onNewRetailer }, queue.board) };
  });
  admin = openAdminClient(api);
});
beforeEach(async () => {
  await api.database.pool.query("DELETE FROM retailers WHERE id = $1", [SHOP]);
  await registerRetailer(api.database.pool, { id: SHOP, driver: "storefront", origins: [`https://${SHOP}`] });
});
afterAll(async () => {
  await api.close();
  await queue.close();
});

const stateOf = () => findRetailerState(api.database.pool, SHOP);
const settingsOf = async () => (await findRegistered(api.database.pool, SHOP))?.settings;

it("lists every retailer with its success and its open orders, the code's own among them, and finds one by a part of its name", async () => {
  const key = await api.newKey({ account: "Acme" });
  const id = String((await api.post(ORDER, key)).body["id"]);
  await api.post(ORDER, key);
  expect((await api.send("POST", `/orders/${id}/cancel`, { key })).status).toBe(204);
  await countOrderHours(api.database.pool);
  const all = await admin.text("/retailers");
  expect(all).toContain(`href="/admin${PAGE}"`);
  expect(all).toMatch(
    /demo-shop<\/a>.*<td class="name">takes orders<\/td><td>–<\/td><td>1<\/td><td>none<\/td><td>of the code<\/td>/,
  );
  const found = await admin.text("/retailers?q=MUGS");
  expect(found).toContain(SHOP);
  expect(found).not.toContain("demo-shop");
  expect(await admin.text("/retailers?q=nothing-like-it")).toContain("No retailer is called that.");
  expect(await admin.text("/retailers?after=demo-shop")).not.toContain("/admin/retailers/demo-shop");
});

it("disables a retailer, and lets its orders go on again; other pages know of it at once", async () => {
  const before = refreshed;
  const disabled = await admin.post(`${PAGE}/disable`);
  expect([disabled.status, disabled.headers.get("location")]).toEqual([303, `/admin${PAGE}`]);
  expect((await stateOf())?.disabledAt).toBeInstanceOf(Date);
  expect(await admin.text(PAGE)).toContain("disabled for");
  const enabled = await admin.post(`${PAGE}/enable`, { back: "needs-you" });
  expect(enabled.headers.get("location")).toBe("/admin/needs-you");
  expect((await stateOf())?.disabledAt).toBeNull();
  expect(refreshed).toBe(before + 2);
  expect((await admin.post("/retailers/nobody/disable")).status).toBe(404);
  const actions = await listAdminActions(api.database.db, { limit: 2, subject: { type: "retailer", id: SHOP } });
  expect(actions.map(({ action, outcome }) => [action, outcome])).toEqual([
    ["enable-retailer", "done"],
    ["disable-retailer", "done"],
  ]);
});

it("closes a breaker, so that what waits is looked at, and says so where it was closed already", async () => {
  const { pool } = api.database;
  await noteShopTrouble(pool, SHOP, { afterFailures: 1, openMs: 600_000, longestMs: 600_000 });
  expect(await admin.text(PAGE)).toMatch(/breaker open for \d+ min more, 1 failure/);
  expect((await admin.post(`${PAGE}/close-breaker`)).status).toBe(303);
  expect(await stateOf()).toMatchObject({ breaker: "closed", failuresInARow: 0 });
  const again = await admin.post(`${PAGE}/close-breaker`);
  expect(decodeURIComponent(again.headers.get("set-cookie") ?? "")).toContain("It was closed already.");
});

it("sets limits, takes them away where they are left blank, and refuses what is none", async () => {
  expect((await admin.post(`${PAGE}/limits`, { max_concurrent: "3", min_interval_ms: "1500" })).status).toBe(303);
  expect(await stateOf()).toMatchObject({ maxConcurrent: 3, minIntervalMs: 1_500 });
  expect(await admin.text(PAGE)).toContain("3 at once, one every 1,500 ms");
  for (const wrong of ["0", "-1", "2.5", "many", "2147483648"]) {
    const refused = await admin.post(`${PAGE}/limits`, { max_concurrent: wrong, min_interval_ms: "" });
    expect([wrong, refused.status]).toEqual([wrong, 422]);
    expect(await refused.text()).toContain("max_concurrent");
  }
  expect((await admin.post(`${PAGE}/limits`, { max_concurrent: "", min_interval_ms: "" })).status).toBe(303);
  expect(await stateOf()).toMatchObject({ maxConcurrent: null, minIntervalMs: null });
});

it("changes how a shop is bought from, with an account of its own only, and keeps its addresses and limits", async () => {
  const { db, pool } = api.database;
  const { id: accountId } = await ensureAccount(db, "Acme");
  const id = randomUUID();
  const sealed = { login: Buffer.alloc(1), password: Buffer.alloc(1), keyId: "k" };
  const managed = { id, shortId: newShortId(), accountId, mode: "live", retailerId: SHOP, label: "main" } as const;
  await addRetailerAccount(pool, { ...managed, ...sealed });
  await admin.post(`${PAGE}/limits`, { max_concurrent: "3", min_interval_ms: "" });
  expect(await admin.text(PAGE)).toContain("main, of Acme (live)");
  const form = { ...SETTINGS, payment: "saved", account_id: id };
  expect((await admin.post(`${PAGE}/settings`, { ...form, api: "channel" })).status).toBe(422);
  const saved = await admin.post(`${PAGE}/settings`, {
    ...form,
    api: "key=pk_1\r\nchannel=x=y",
    payment_origins: "https://pay.example",
  });
  expect(saved.status).toBe(303);
  expect(await settingsOf()).toEqual({
    payment: "saved",
    account_id: id,
    payment_origins: ["https://pay.example"],
    api: { key: "pk_1", channel: "x=y" },
  });
  expect(await findRegistered(pool, SHOP)).toMatchObject({
    name: "Mugs",
    origins: [`https://${SHOP}`],
    maxConcurrent: 3,
  });
  await admin.post(`${PAGE}/settings`, SETTINGS);
  expect(await settingsOf()).toEqual({ payment: "offline", payment_origins: [], api: {} });
  await pool.query("DELETE FROM retailer_accounts WHERE id = $1", [id]);
  const refused = await admin.post(`${PAGE}/settings`, { ...SETTINGS, account_id: randomUUID() });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining("account_id")]);
  expect((await admin.post("/retailers/demo-shop/settings", SETTINGS)).status).toBe(404);
});

it.each([
  ["payment", "cash"],
  ["checkout_email", "nobody"],
  ["payment_origins", "ftp://pay.example"],
  ["account_id", "7"],
])("refuses %s %s, and names the field", async (field, value) => {
  const refused = await admin.post(`${PAGE}/settings`, { ...SETTINGS, [field]: value });
  expect([refused.status, await refused.text()]).toEqual([422, expect.stringContaining(field)]);
});

it("shows what a shop is called as text, whatever it is", async () => {
  await admin.post(`${PAGE}/settings`, { ...SETTINGS, name: NASTY, user_agent: NASTY, api: `key=${NASTY}` });
  await api.database.pool.query("UPDATE retailers SET platform = $2 WHERE id = $1", [SHOP, NASTY]);
  expectInert(await admin.text(PAGE));
  expectInert(await admin.text("/retailers"));
  expectInert(await admin.text(`/retailers?q=${encodeURIComponent(NASTY)}`));
  expect((await admin.get(`/retailers/${encodeURIComponent(NASTY)}`)).status).toBe(404);
});
