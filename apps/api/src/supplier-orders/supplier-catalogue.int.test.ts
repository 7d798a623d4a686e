import { storeSeedSupplier, storeSupplier } from "../testing/store-catalogue.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
let key: string;
let liveKey: string;
beforeAll(async () => {
  api = await startTestApi();
  [key, liveKey] = [await api.newKey(), await api.newKey({ mode: "live" })];
  await storeSeedSupplier(api.database);
  await storeSupplier(api.database, {
    id: "sup_a",
    columns: { name: "A first one", minimum_order_cents: 5_000, is_available: false },
    products: [
      { id: "prod_hidden", isActive: false, variants: [{ priceCents: 1 }] },
      { id: "prod_lamp", name: "A lamp", variants: [{ priceCents: 1, isActive: false }, { priceCents: 4_000 }] },
    ],
  });
  await storeSupplier(api.database, {
    id: "sup_l",
    mode: "live",
    products: [{ id: "prod_l", variants: [{ priceCents: 9 }] }],
  });
});
afterAll(() => api.close());

const read = async (path: string, withKey = key) => (await api.get(path, withKey)).body;
const idsOf = (body: Record<string, unknown>) => (body["data"] as { id: string }[]).map(({ id }) => id);

test("lists what can be ordered, by name and page by page, of every supplier or of one", async () => {
  const all = await read("/api/v1/products");
  expect([idsOf(all), all["meta"]]).toEqual([
    ["prod_abc123", "prod_def456", "prod_lamp"],
    { total: 3, page: 1, per_page: 20, total_pages: 1 },
  ]);
  const second = await read("/api/v1/products?page=2&per_page=2");
  expect([idsOf(second), second["meta"]]).toEqual([["prod_lamp"], { total: 3, page: 2, per_page: 2, total_pages: 2 }]);
  expect(idsOf(await read("/api/v1/products?supplier_id=sup_a"))).toEqual(["prod_lamp"]);
  expect(idsOf(await read("/api/v1/products?supplier_id=sup_nobody"))).toEqual([]);
  expect(idsOf(await read("/api/v1/suppliers/sup_xyz789/products?per_page=1&page=2"))).toEqual(["prod_def456"]);
});

test("tells of a product each variant that can be had, the first one first", async () => {
  expect(await read("/api/v1/products/prod_def456")).toEqual({
    id: "prod_def456",
    supplier_id: "sup_xyz789",
    name: "2022 Chardonnay",
    description: null,
    variants: [
      { id: expect.stringMatching(/^\d+$/), sku: "prod_def456-0", price_cents: 18_000, options: [], available: 5 },
      {
        id: expect.stringMatching(/^\d+$/),
        sku: "prod_def456-1",
        price_cents: 19_000,
        options: [{ label: "Size", value: "L" }],
        available: null,
      },
    ],
  });
  expect((await read("/api/v1/products/prod_lamp"))["variants"]).toMatchObject([{ price_cents: 4_000 }]);
});

test("tells who sells, on which terms, and whether they take orders", async () => {
  const all = await read("/api/v1/suppliers");
  expect([idsOf(all), all["meta"]]).toEqual([
    ["sup_a", "sup_xyz789"],
    { total: 2, page: 1, per_page: 20, total_pages: 1 },
  ]);
  expect(idsOf(await read("/api/v1/suppliers?page=2&per_page=1"))).toEqual(["sup_xyz789"]);
  expect(await read("/api/v1/suppliers/sup_a")).toEqual({
    id: "sup_a",
    name: "A first one",
    address: null,
    is_available: false,
    minimum_order_cents: 5_000,
    shipping_cents: 0,
    shipping_per_item_cents: 0,
  });
});

test("shows a key the suppliers of its own mode alone", async () => {
  expect(idsOf(await read("/api/v1/suppliers", liveKey))).toEqual(["sup_l"]);
  expect(idsOf(await read("/api/v1/products", liveKey))).toEqual(["prod_l"]);
  for (const path of ["suppliers/sup_a", "suppliers/sup_a/products", "products/prod_lamp"]) {
    expect((await api.get(`/api/v1/${path}`, liveKey)).status).toBe(404);
  }
});

test("tells the account its terms, what is on file to pay with, and who gets its orders", async () => {
  expect(await read("/api/v1/account")).toEqual({
    id: expect.any(String),
    name: "Test account",
    mode: "test",
    platform_fee_cents: 2_500,
    price_tolerance_cents: 0,
    payment_method: null,
    default_recipient: null,
  });
  const [card, recipient] = [
    { type: "card", brand: "visa", last4: "4242" },
    { name: "Ada Quinn", phone: "+14156935505" },
  ];
  await api.database.pool.query("UPDATE accounts SET payment_method = $1, default_recipient = $2", [card, recipient]);
  expect(await read("/api/v1/account")).toMatchObject({ payment_method: card, default_recipient: recipient });
});
