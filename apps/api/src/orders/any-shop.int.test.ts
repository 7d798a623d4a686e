import { randomUUID } from "node:crypto";
import { findRegistered, registerRetailer, setRetailerEnabled } from "@cartwright/db";
import { openCatalog } from "@cartwright/retailers/catalog";
import { ErrorBody, type FieldError } from "@cartwright/schemas";
import { openRetailerRegistry, type RetailerRegistry } from "../retailers/retailer-registry.ts";
import { type Answer, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const MUG = "https://www.shop.cartwright.dev/p/red-mug?color=7#reviews";

let api: TestApi;
let registry: RetailerRegistry;
let key: string;

beforeEach(async () => {
  api = await startTestApi({
    catalog: openCatalog({ policy: "any", listed: () => registry.listed() }),
    onNewRetailer: () => registry.refresh(),
  });
  registry = await openRetailerRegistry(api.database.pool, () => undefined);
  key = await api.newKey({ mode: "live" });
});

afterEach(async () => {
  registry.close();
  await api.close();
});

const order = (...urls: string[]) => ({ ...ORDER, products: urls.map((url) => ({ url })) });

const kept = async () => {
  const { rows } = await api.database.pool.query<Record<string, unknown>>(
    `SELECT retailer, retailer_account_id, exclusive_key, url FROM orders JOIN order_items ON order_id = orders.id`,
  );
  return rows;
};

function refusalOf(answer: Answer): [number, string, FieldError[]] {
  const { error } = ErrorBody.parse(answer.body);
  return [answer.status, error.code, error.details["field_errors"] as FieldError[]];
}

test("an order for a shop that nobody has listed makes it a retailer, and keeps the product's query", async () => {
  expect((await api.post(order(MUG), key)).status).toBe(201);
  expect(await kept()).toEqual([
    {
      retailer: "shop.cartwright.dev",
      retailer_account_id: null,
      exclusive_key: null,
      url: "https://www.shop.cartwright.dev/p/red-mug?color=7",
    },
  ]);
  expect(await findRegistered(api.database.pool, "shop.cartwright.dev")).toMatchObject({
    driver: "storefront",
    origins: ["https://www.shop.cartwright.dev"],
  });
});

test("one shop is one retailer, with and without www, over http and https, also for orders at once", async () => {
  const urls = ["https://www.shop.dev/p/1", "https://shop.dev/p/2", "http://shop.dev/p/3", "http://www.shop.dev/p/4"];
  const answers = await Promise.all([...urls, ...urls].map((url) => api.post(order(url), key)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 201));
  expect(new Set((await kept()).map(({ retailer }) => retailer))).toEqual(new Set(["shop.dev"]));
  expect((await api.post(order(...urls), key)).status).toBe(201);
});

test("an order from a retailer with an account is that account's, one at a time", async () => {
  const accountId = randomUUID();
  const settings = { account_id: accountId };
  const origins = ["https://www.shop.cartwright.dev"];
  const { pool } = api.database;
  await registerRetailer(pool, { id: "mugs", driver: "storefront", origins, settings });
  const owner = (await pool.query<{ account_id: string }>("SELECT account_id FROM api_keys")).rows[0]?.account_id;
  await pool.query(
    `INSERT INTO retailer_accounts (id, account_id, mode, short_id, retailer_id, label, login, password, key_id)
     VALUES ($1, $2, 'live', 'cw_acct_OURS0001', 'mugs', 'ours', '\\x00', '\\x00', 'k')`,
    [accountId, owner],
  );
  await registry.refresh();
  expect((await api.post(order(MUG), key)).status).toBe(201);
  expect(await kept()).toMatchObject([{ retailer: "mugs", retailer_account_id: accountId, exclusive_key: accountId }]);
});

test("a disabled retailer takes no orders, and says so; a replay still answers with the order that is stored", async () => {
  const body = { ...order(MUG), idempotency_key: randomUUID() };
  const first = await api.post(body, key);
  await setRetailerEnabled(api.database.pool, "shop.cartwright.dev", false);
  await registry.refresh();

  const [status, code, errors] = refusalOf(await api.post(order(MUG), key));
  expect([status, code]).toEqual([422, "unsupported_retailer"]);
  expect(errors).toMatchObject([{ field: "products[0].url", code: "retailer_disabled" }]);
  const replayed = await api.post(body, key);
  expect([replayed.status, replayed.body["id"]]).toEqual([200, first.body["id"]]);
});

test("a retailer that was disabled this very moment takes no orders either", async () => {
  await registerRetailer(api.database.pool, {
    id: "shop.cartwright.dev",
    driver: "storefront",
    origins: ["https://www.shop.cartwright.dev"],
  });
  await setRetailerEnabled(api.database.pool, "shop.cartwright.dev", false);
  expect(refusalOf(await api.post(order(MUG), key)).slice(0, 2)).toEqual([422, "unsupported_retailer"]);
  expect(await api.countOrders()).toBe(0);
});

test.each([
  ["a test key", "https://shop.dev/p/1", "test", "unsupported_retailer"],
  ["the cart", "https://shop.dev/cart", "live", "validation_error"],
  ["a private host", "http://shop.internal/p/1", "live", "validation_error"],
  ["an address", "http://10.0.0.1/p/1", "live", "validation_error"],
] as const)("%s does not make a retailer", async (_, url, mode, code) => {
  const answer = await api.post(order(url), await api.newKey({ mode }));
  expect(refusalOf(answer).slice(0, 2)).toEqual([422, code]);
  expect(await api.database.pool.query("SELECT id FROM retailers")).toMatchObject({ rowCount: 0 });
});
