import { randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  ensureAccount,
  listRegistered,
  newShortId,
  registerRetailer,
  setRetailerEnabled,
} from "@cartwright/db";
import type { RetailerRegistration } from "@cartwright/db";
import { type ListedRetailer, openCatalog, type ShopsPolicy } from "@cartwright/retailers/catalog";
import { ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const LOCAL = "127.0.0.1:8080";
const SHOP: RetailerRegistration = {
  id: "harbor-goods.com",
  name: "Harbor Goods",
  driver: "storefront",
  origins: ["https://harbor-goods.com"],
};
const DESK = "https://harbor-goods.com/products/desk";
const NEW_DESK = "https://pine-and-oak.com/products/desk";
const orderOf = (url: string) => ({ ...ORDER, products: [{ url }] });

let api: TestApi;
let policy: ShopsPolicy;
let known: readonly ListedRetailer[];
let live: string;

async function refresh(): Promise<void> {
  known = await listRegistered(api.database.pool);
}

async function start(withPolicy: ShopsPolicy): Promise<void> {
  policy = withPolicy;
  known = [];
  api = await startTestApi(() => ({
    catalog: openCatalog({
      demoShopUrl: "http://127.0.0.1:3001",
      policy,
      allowLocal: new Set([LOCAL]),
      listed: () => known,
    }),
    onNewRetailer: refresh,
  }));
  live = await api.newKey({ mode: "live" });
  await registerRetailer(api.database.pool, SHOP);
  await refresh();
}

const check = async (url: string, key = live) =>
  (await api.get(`/retailers/check?url=${encodeURIComponent(url)}`, key)).body;

afterEach(() => api.close());

describe("where only listed shops are sold from", () => {
  beforeEach(() => start("listed"));

  test.each(["/retailers", "/retailers/check?url=https://x.com/p"])(
    "%s is for everybody without a key, and for keys that may read",
    async (path) => {
      expect(await api.get(path)).toMatchObject({ status: 200, body: (await api.get(path, live)).body });
      expect((await api.get(path, "cw_live_bad")).status).toBe(401);
      const writer = await api.newKey({ mode: "live", scopes: ["orders:write"] });
      expect((await api.get(path, writer)).status).toBe(403);
      expect((await api.get(path, live)).status).toBe(200);
    },
  );

  test("a key sees the retailers that it may order from, and no others", async () => {
    const test = await api.newKey({ mode: "test" });
    expect((await api.get("/retailers", live)).body).toMatchObject({
      retailers: [{ retailer: SHOP.id, support: "observed", sandbox: false, profile: null, disabled: false }],
      total: 1,
      coverage: { policy: "listed" },
    });
    expect((await api.get("/retailers", test)).body).toMatchObject({
      retailers: [{ retailer: "demo-shop", support: "verified", sandbox: true }],
      total: 1,
    });
    expect(await check(DESK, test)).toMatchObject({
      orderable: false,
      how_to_order: expect.stringMatching(/test key/),
    });
    expect(await check("http://127.0.0.1:3001/products/desk")).toMatchObject({
      orderable: false,
      unsupported_reason: "unsupported_retailer",
    });
  });

  test("pages of the list are its stretches, and what is no page is refused", async () => {
    await registerRetailer(api.database.pool, { ...SHOP, id: "pine.com", name: "Pine", origins: ["https://pine.com"] });
    await refresh();
    const second = await api.get("/retailers?limit=1&offset=1", live);
    expect(second.body).toMatchObject({ retailers: [{ retailer: "pine.com" }], total: 2, limit: 1, offset: 1 });
    expect((await api.get("/retailers?name=PINE", live)).body).toMatchObject({ total: 1 });
    for (const query of ["limit=0", "limit=101", "limit=x", "offset=-1", "nonsense=1"]) {
      const refused = await api.get(`/retailers?${query}`, live);
      expect(refused.body).toMatchObject({ error: { code: "validation_error" } });
    }
  });

  test("a registered shop is orderable, and one that nobody listed is not, with the reason", async () => {
    expect(await check(DESK)).toMatchObject({ orderable: true, support: "observed", unsupported_reason: null });
    expect(await check(NEW_DESK)).toMatchObject({
      orderable: false,
      support: "unsupported",
      unsupported_reason: "unsupported_retailer",
      retailer: null,
    });
  });
});

describe("a registered retailer", () => {
  beforeEach(() => start("listed"));

  test("the platform that a worker recognised is told as its profile", async () => {
    await api.database.pool.query("UPDATE retailers SET platform = 'evershop'");
    await refresh();
    expect(await check(DESK)).toMatchObject({ support: "verified", profile: { name: "evershop", verified: true } });
  });
  test("when it is disabled, it is shown as that, and takes no order", async () => {
    await setRetailerEnabled(api.database.pool, SHOP.id, false);
    await refresh();
    expect((await api.get("/retailers", live)).body).toMatchObject({ retailers: [{ disabled: true }] });
    expect(await check(DESK)).toMatchObject({
      orderable: false,
      unsupported_reason: "unsupported_retailer",
      how_to_order: expect.stringMatching(/is disabled/),
    });
    const refused = await api.post(orderOf(DESK), live);
    expect(refused.body).toMatchObject({ error: { code: "unsupported_retailer" } });
    expect(await api.countOrders()).toBe(0);
  });

  test("its orders are placed with the account that its settings name, one at a time, if that is the buyer's own", async () => {
    const { id: accountId } = await ensureAccount(api.database.db, "Test account");
    const id = randomUUID();
    const sealed = { login: Buffer.from("l"), password: Buffer.from("p"), keyId: "k" };
    const place = { retailerId: SHOP.id, mode: "live", shortId: newShortId() } as const;
    await addRetailerAccount(api.database.pool, { id, accountId, label: "main", ...place, ...sealed });
    await registerRetailer(api.database.pool, { ...SHOP, settings: { account_id: id } });
    await refresh();
    const own = await api.post(orderOf(DESK), live);
    expect(own.body).toMatchObject({ retailer_credentials_id: place.shortId });
    const { rows } = await api.database.pool.query("SELECT retailer_account_id, exclusive_key FROM orders");
    expect(rows).toEqual([{ retailer_account_id: id, exclusive_key: id }]);

    const stranger = await api.newKey({ account: "Somebody else", mode: "live" });
    expect((await api.post(orderOf(DESK), stranger)).body).toMatchObject({ retailer_credentials_id: null });
  });

  test("an account of test keys that its settings name is for no live key", async () => {
    const { id: accountId } = await ensureAccount(api.database.db, "Test account");
    const id = randomUUID();
    const sealed = { login: Buffer.from("l"), password: Buffer.from("p"), keyId: "k" };
    const place = { retailerId: SHOP.id, mode: "test", shortId: newShortId() } as const;
    await addRetailerAccount(api.database.pool, { id, accountId, label: "main", ...place, ...sealed });
    await registerRetailer(api.database.pool, { ...SHOP, settings: { account_id: id } });
    await refresh();
    expect((await api.post(orderOf(DESK), live)).body).toMatchObject({ retailer_credentials_id: null });
  });
});

describe("where any shop is sold from", () => {
  beforeEach(() => start("any"));

  test("a shop that nobody has seen is orderable, and told as untested", async () => {
    expect(await check(NEW_DESK)).toMatchObject({ orderable: true, support: "untested", driver: "storefront" });
    expect(await check(`http://${LOCAL}/products/desk`)).toMatchObject({ orderable: true });
  });

  test.each([
    ["http://127.0.0.1:8081/products/desk", /not an IP address/],
    ["http://[::1]/products/desk", /not an IP address/],
    ["http://db.internal/products/desk", /not a public host name/],
    ["http://localhost/products/desk", /not a public host name/],
    ["https://pine-and-oak.com/cart", /one product/],
    ["desk", /absolute http\(s\) URL/],
  ])("%s is not orderable, the check says why, and an order for it is refused", async (url, why) => {
    expect(await check(url)).toMatchObject({
      orderable: false,
      support: "unsupported",
      unsupported_reason: "validation_error",
      how_to_order: expect.stringMatching(why),
    });
    expect((await api.post(orderOf(url), live)).body).toMatchObject({ error: { code: "validation_error" } });
    expect(await api.countOrders()).toBe(0);
  });

  test("a shop is orderable to the United States alone", async () => {
    const path = `/retailers/check?url=${encodeURIComponent(NEW_DESK)}&country=`;
    expect((await api.get(`${path}us`, live)).body).toMatchObject({ orderable: true });
    expect((await api.get(`${path}CA`, live)).body).toMatchObject({
      orderable: false,
      unsupported_reason: "unsupported_country",
    });
    expect((await api.get(`${path}Canada`, live)).status).not.toBe(200);
  });

  test("twenty first orders at once register their shop once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.post(orderOf(NEW_DESK), live)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(await api.countOrders()).toBe(20);
    const shops = await listRegistered(api.database.pool);
    expect(shops.filter(({ id }) => id === "pine-and-oak.com")).toMatchObject([
      { driver: "storefront", origins: ["https://pine-and-oak.com"] },
    ]);
    await refresh();
    expect(await check(NEW_DESK)).toMatchObject({ orderable: true, support: "observed" });
  });

  test("a refused order registers no shop", async () => {
    await api.post({ ...orderOf(NEW_DESK), shipping_address: { ...ORDER.shipping_address, country: "CA" } }, live);
    expect(await listRegistered(api.database.pool)).toHaveLength(1);
  });
});
