import { randomBytes } from "node:crypto";
import { listRegistered, registerRetailer } from "@cartwright/db";
import { type ListedRetailer, openCatalog } from "@cartwright/retailers/catalog";
import { DEMO_SHOP_URL, ORDER, startTestApi, type TestApi } from "../testing/test-api.ts";

const SHOPS = ["harbor-goods.com", "pine-and-oak.com"] as const;

let api: TestApi;
let key: string;
let live: string;

beforeAll(async () => {
  let known: readonly ListedRetailer[] = [];
  api = await startTestApi({ catalog: openCatalog({ demoShopUrl: DEMO_SHOP_URL, listed: () => known }) });
  for (const id of SHOPS) {
    await registerRetailer(api.database.pool, { id, driver: "storefront", origins: [`https://${id}`] });
  }
  known = await listRegistered(api.database.pool);
  key = await api.newKey();
  live = await api.newKey({ mode: "live" });
});
afterAll(() => api.close());

async function account(retailer: string, by = key): Promise<string> {
  const email = `${randomBytes(4).toString("hex")}@acme.test`;
  const { body } = await api.send("POST", "/managed-accounts", { key: by, body: { email, password: "p", retailer } });
  return String(body["short_id"]);
}

const orderWith = (shortId: unknown, by = key, url = ORDER.products[0]?.url) =>
  api.post({ ...ORDER, products: [{ url }], retailer_credentials_id: shortId }, by);

const refused = (code: string, received: string) => ({
  status: 422,
  body: { error: { code: "validation_error", details: { field_errors: [{ field: "retailer_credentials_id", code, received }] } } },
}); // prettier-ignore

test("an order is placed with the account that it names, shows it, and locks it to one order at a time", async () => {
  const shortId = await account("demo-shop");
  const placed = await orderWith(shortId);
  expect(placed).toMatchObject({ status: 201, body: { retailer_credentials_id: shortId } });
  expect((await api.get(`/orders/${String(placed.body["id"])}`, key)).body).toMatchObject({
    retailer_credentials_id: shortId,
  });
  const { rows } = await api.database.pool.query(
    `SELECT managed.short_id, orders.exclusive_key = managed.id::text AS is_exclusive
     FROM orders JOIN retailer_accounts AS managed ON managed.id = orders.retailer_account_id WHERE orders.id = $1`,
    [placed.body["id"]],
  );
  expect(rows).toEqual([{ short_id: shortId, is_exclusive: true }]);
});

test("an order that names none is a guest's", async () => {
  await account("demo-shop");
  for (const none of [null, undefined]) {
    expect((await orderWith(none)).body).toMatchObject({ retailer_credentials_id: null });
  }
});

test("an account that is not there, deleted, somebody else's or of the other mode is refused by name", async () => {
  const [shortId, deleted] = [await account("demo-shop"), await account("demo-shop")];
  await api.send("DELETE", `/managed-accounts/${deleted}`, { key });
  const stranger = await api.newKey({ account: "Somebody else" });
  const ofLive = await account(SHOPS[0], live);
  expect(await orderWith("cw_acct_ZZZZZZZZ")).toMatchObject(refused("not_found", "cw_acct_ZZZZZZZZ"));
  expect(await orderWith(shortId, stranger)).toMatchObject(refused("not_found", shortId));
  expect(await orderWith(ofLive)).toMatchObject(refused("not_found", ofLive));
  expect(await orderWith(deleted)).toMatchObject(refused("deleted", deleted));
});

test("an account of another retailer than the order's is refused by name", async () => {
  const shortId = await account(SHOPS[0], live);
  const url = `https://${SHOPS[1]}/products/desk`;
  expect(await orderWith(shortId, live, url)).toMatchObject(refused("mismatching_retailer", shortId));
  expect((await orderWith(shortId, live, `https://${SHOPS[0]}/products/desk`)).status).toBe(201);
});

test("the order that is at an account right now is shown with it", async () => {
  const shortId = await account("demo-shop");
  const { body } = await orderWith(shortId);
  await api.database.pool.query(
    `WITH worker AS (
       INSERT INTO workers (id, host, boot_id, pid, pid_started_at) VALUES (gen_random_uuid(), 'h', 'b', 1, '1') RETURNING id
     )
     INSERT INTO account_visits (exclusive_key, order_id, fence, worker_id)
     SELECT exclusive_key, orders.id, 1, worker.id FROM orders, worker WHERE orders.id = $1`,
    [body["id"]],
  );
  const { credentials } = (await api.get("/managed-accounts", key)).body as { credentials: { short_id: string }[] };
  expect(credentials.find((shown) => shown.short_id === shortId)).toMatchObject({ locked_by_job_id: body["id"] });
});
