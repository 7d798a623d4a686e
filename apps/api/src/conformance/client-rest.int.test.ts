import { randomUUID } from "node:crypto";
import { type Zinc, ZincClient, ZincError } from "zinc";
import { listRegistered, registerRetailer } from "@cartwright/db";
import { type ListedRetailer, openCatalog } from "@cartwright/retailers/catalog";
import { placeOrder, shipOrder } from "../testing/place-order.ts";
import { DEMO_SHOP_URL, ORDER, PRODUCT_URL, startTestApi, type TestApi } from "../testing/test-api.ts";

// The official client of the product line, as it is published: everything that is not `client.orders`.

let api: TestApi;
let client: ZincClient;
let known: readonly ListedRetailer[] = [];

beforeAll(async () => {
  api = await startTestApi({ catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL, listed: () => known }) });
  await registerRetailer(api.database.pool, {
    id: "harbor-goods.com",
    name: "Harbor Goods",
    driver: "storefront",
    origins: ["https://harbor-goods.com"],
  });
  known = await listRegistered(api.database.pool);
  client = clientOf(await api.newKey());
});

afterAll(() => api.close());

/** It sends what it is given as it is: its README asks for the word in front. */
const clientOf = (key: string) => new ZincClient({ baseUrl: api.url, apiKey: `Bearer ${key}`, maxRetries: 0 });

const statusOf = async (calling: Promise<unknown>): Promise<number | undefined> => {
  const error: unknown = await calling.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ZincError ? error.statusCode : undefined;
};

async function placed(): Promise<Zinc.OrderResponse> {
  const { id } = await client.orders.createOrder({ body: ORDER });
  await placeOrder(api, id);
  await shipOrder(api, id);
  return await client.orders.getOrder({ order_id: id });
}

test("health.getPublicHealth tells of every component", async () => {
  const health = await client.health.getPublicHealth();
  expect(health).toMatchObject({ status: "up", components: { db: "up", queue: "up", ordering: "up" } });
  expect(Date.parse(health.updated_at)).not.toBeNaN();
});

test("retailers.listRetailers and checkRetailer tell what can be ordered from; the client sends them without a key", async () => {
  const { retailers, total, coverage } = await client.retailers.listRetailers({ limit: 5, name: "harbor" });
  expect([total, coverage?.policy]).toEqual([1, "listed"]);
  expect(retailers).toMatchObject([
    { retailer: "harbor-goods.com", display_name: "Harbor Goods", support: "observed", supported_countries: ["US"] },
  ]);
  const url = "https://harbor-goods.com/products/desk";
  expect(await client.retailers.checkRetailer({ url, country: "US" })).toMatchObject({
    url,
    domain: "harbor-goods.com",
    orderable: true,
    support: "observed",
    unsupported_reason: null,
    retailer: { retailer: "harbor-goods.com", brand: "harbor-goods.com", country: "US" },
    checkout: { guest_checkout: true },
    ships_to: ["US"],
  });
  expect(await client.retailers.checkRetailer({ url, country: "CA" })).toMatchObject({
    orderable: false,
    unsupported_reason: "unsupported_country",
  });
});

test("tracking.getPublicTracking follows an order by its id alone, without a name or a phone", async () => {
  const { id } = await placed();
  const anybody = new ZincClient({ baseUrl: api.url, auth: false, maxRetries: 0 });
  const tracking = await anybody.tracking.getPublicTracking({ order_id: id });
  expect(tracking).toMatchObject({
    order_id: id,
    current_status: "order_placed",
    destination: { city: "San Francisco", state: "CA", postal_code: "94105", country: "US" },
    items: [{ url: PRODUCT_URL, quantity: 1, status: "ordered" }],
    shipments: [{ carrier: "UPS", tracking_number: "1Z999AA10123456784", status: "in_transit" }],
  });
  expect(tracking.shipments[0]?.checkpoints).toMatchObject([{ message: "Departed" }]);
  expect(JSON.stringify(tracking)).not.toMatch(/Ada|Quinn|693/);
  expect(await statusOf(anybody.tracking.getPublicTracking({ order_id: randomUUID() }))).toBe(404);
});

test("returns: what was placed can be asked back, and the request is found again", async () => {
  const order = await placed();
  const items = [{ order_item_id: order.items[0]?.id ?? "", quantity: 1 }];
  const asked = await client.returns.createReturnRequest({
    order_id: order.id,
    items,
    reason: "damaged",
    notes: "Bent.",
  });
  expect(asked).toMatchObject({ order_id: order.id, status: "open", reason: "damaged", notes: "Bent.", items });
  expect(await client.returns.getReturnRequest({ return_request_id: asked.id })).toEqual(asked);
  const list = await client.returns.listReturnRequests({ status: "open", search: order.id });
  expect(list).toMatchObject({ total: 1, return_requests: [{ id: asked.id }] });
  expect((await client.orders.getOrder({ order_id: order.id })).returns).toMatchObject([
    { id: asked.id, status: "open" },
  ]);
  const waiting = await client.orders.createOrder({ body: ORDER });
  const early = [{ order_item_id: waiting.items[0]?.id ?? "", quantity: 1 }];
  expect(
    await statusOf(client.returns.createReturnRequest({ order_id: waiting.id, items: early, reason: "other" })),
  ).toBe(409);
});

test("usage.getMyUsage counts orders and money by day; wallet.getWallet tells what may be spent", async () => {
  const own = clientOf(await api.newKey({ account: "Spender" }));
  const { id } = await own.orders.createOrder({ body: ORDER });
  await placeOrder(api, id);
  const usage = await own.usage.getMyUsage({ window_days: 7, recent: 5 });
  expect(usage.window_days).toBe(7);
  expect(usage.metrics["orders_placed"]).toMatchObject({ total: 1, prev_total: 0 });
  expect(usage.metrics["spent_cents"]?.series).toEqual([0, 0, 0, 0, 0, 0, 5_431]);
  expect(usage.recent).toHaveLength(1);

  expect(await own.wallet.getWallet()).toMatchObject({ billed_by_invoice: true, balance: 0 });
  await api.database.pool.query("UPDATE accounts SET spend_limit_cents = 10000 WHERE name = 'Spender'");
  const wallet = await own.wallet.getWallet();
  expect(wallet).toMatchObject({
    balance: 10_000 - 5_431,
    spendable_balance: 10_000 - 5_431,
    wallet_type: "purchases",
  });
});

test("webhooks: an endpoint is set, read and cleared, and its secret is kept", async () => {
  expect(await client.webhooks.getWebhookEndpoint()).toMatchObject({ webhook_url: null, webhook_secret: null });
  const url = "https://example.com/hooks";
  const set = await client.webhooks.setWebhookEndpoint({ url });
  expect(set.webhook_url).toBe(url);
  expect(set.webhook_secret).toMatch(/^whsec_/);
  expect((await client.webhooks.getWebhookEndpoint()).webhook_url).toBe(url);
  await client.webhooks.clearWebhookEndpoint();
  expect(await client.webhooks.getWebhookEndpoint()).toMatchObject({ webhook_url: null });
  expect(await statusOf(client.webhooks.setWebhookEndpoint({ url: "http://127.0.0.1/hooks" }))).toBe(422);
});

test("managedAccounts: a login is kept, changed, ordered with and let go, and its password never comes out", async () => {
  const login = { email: "buyer@example.com", password: "hunter22", retailer: "demo-shop" };
  const account = await client.managedAccounts.createRetailerCredentials(login);
  expect(account).toMatchObject({ email: login.email, retailer: "demo-shop", has_totp: false, is_paused: false });
  expect(account.short_id).toMatch(/^cw_acct_\w{8}$/);
  const changed = { short_id: account.short_id, email: "other@example.com", password: "hunter33" };
  expect(await client.managedAccounts.updateRetailerCredentials(changed)).toMatchObject({ email: "other@example.com" });
  const { credentials, total } = await client.managedAccounts.listRetailerCredentials({ search: "other@" });
  expect([total, credentials[0]?.short_id]).toEqual([1, account.short_id]);
  expect(JSON.stringify(credentials)).not.toMatch(/hunter/);

  const body = { ...ORDER, retailer_credentials_id: account.short_id };
  expect(await client.orders.createOrder({ body })).toMatchObject({ retailer_credentials_id: account.short_id });
  await client.managedAccounts.deleteRetailerCredentials({ short_id: account.short_id });
  expect((await client.managedAccounts.listRetailerCredentials({ search: "other@" })).total).toBe(0);
  expect(await statusOf(client.orders.createOrder({ body }))).toBe(422);
});
