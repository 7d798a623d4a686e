import { ensureAccount, insertQuote } from "@cartwright/db";
import { SupplierOrder } from "@cartwright/schemas";
import { placeOrder } from "../testing/place-order.ts";
import { giveDefaultRecipient, storeSeedSupplier } from "../testing/store-catalogue.ts";
import { storeOrder } from "../testing/store-order.ts";
import { type Answer, ORDER, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";

const BODY = {
  supplier_id: "sup_xyz789",
  items: [
    { product_id: "prod_abc123", quantity: 2 },
    { product_id: "prod_def456", quantity: 1 },
  ],
  shipping_address: { street1: "123 Market Street", city: "San Francisco", state: "CA", zip: "94102" },
  buyer_notes: "Please include tech sheets",
};

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  key = await api.newKey();
  await storeSeedSupplier(api.database);
  await giveDefaultRecipient(api.database);
});
afterAll(() => api.close());

const create = () => api.send("POST", "/api/v1/orders", { key, body: BODY });
const idOf = (answer: Answer): string => String(answer.body["id"]);
const read = async (id: string): Promise<SupplierOrder> =>
  SupplierOrder.strict().parse((await api.get(`/api/v1/orders/${id}`, key)).body);
const cancel = (id: string, withKey = key) => api.send("POST", `/api/v1/orders/${id}/cancel`, { key: withKey });
const errorOf = ({ body }: Answer) => body["error"] as { code: string; details: Record<string, unknown> };

test("shows an order that failed as cancelled, and its timeline says that it failed", async () => {
  const id = await storeOrder(api.database, {
    columns: {
      status: "order_failed",
      phase: "done",
      failure_code: "product_not_found",
      charged: "no",
      finished_at: new Date(Date.now() + 60_000),
    },
  });
  const { rows } = await api.database.pool.query<{ serial: string }>("SELECT serial FROM orders WHERE id = $1", [id]);
  const order = await read(`ORD-${new Date().getUTCFullYear()}-${String(rows[0]?.serial).padStart(4, "0")}`);
  expect([order.status, order.fulfillment_status]).toEqual(["cancelled", "order_failed"]);
  expect(order.timeline.at(-1)).toEqual({ event: "order_failed", timestamp: order.cancelled_at });
  const refused = await cancel(order.id);
  expect([refused.status, errorOf(refused).details["reason"]]).toEqual([400, "order_not_cancellable"]);
});

test("shows orders of the native API as far as anybody knows them, and null for the rest", async () => {
  const native = await api.post(ORDER, key);
  const [listed] = (await api.get("/api/v1/orders?per_page=1", key)).body["data"] as SupplierOrder[];
  const waiting = await read(listed?.id ?? "");
  expect(waiting).toMatchObject({
    supplier: { id: "sup_demo-shop", address: null },
    items: [{ id: "item_001", product_id: null, product_name: null, quantity: 1, unit_price_cents: null }],
    subtotal_cents: null,
    total_cents: null,
    platform_fee_cents: 0,
    shipping_address: { street1: "123 Market Street", zip: "94105", name: "Ada Quinn" },
    tracking: null,
  });
  await placeOrder(api, idOf(native));
  expect(await read(waiting.id)).toMatchObject({
    items: [{ product_name: "Walnut desk organizer", unit_price_cents: 5_000, total_cents: 5_000 }],
    subtotal_cents: 5_000,
    shipping_cents: 0,
    total_cents: 5_000,
  });
});

test("shows orders of the platform face by their quote", async () => {
  const id = await storeOrder(api.database);
  const { rows } = await api.database.pool.query<{ id: number }>(
    "SELECT id::int FROM catalogue_variants WHERE product_id = 'prod_abc123'",
  );
  await insertQuote(
    api.database.pool,
    {
      orderId: id,
      face: "platform",
      supplierId: "sup_xyz789",
      supplierName: "Stag's Leap",
      supplierAddress: null,
      itemTotalCents: 48_000,
      shippingCents: 4_000,
      taxCents: 4_800,
      promoCents: 1_000,
      platformFeeCents: 0,
      toleranceCents: 0,
      buyerNotes: null,
      shippingAddress: { firstname: "Ada", address1: "elsewhere" },
    },
    [
      {
        variantId: rows[0]?.id ?? 0,
        productId: "prod_abc123",
        productName: "Cabernet",
        sku: "C",
        unitPriceCents: 24_000,
        quantity: 2,
      },
    ],
  );
  const [listed] = (await api.get("/api/v1/orders?per_page=1", key)).body["data"] as SupplierOrder[];
  expect(listed).toMatchObject({
    supplier: { id: "sup_xyz789", name: "Stag's Leap" },
    items: [{ product_id: "prod_abc123", product_name: "Cabernet", unit_price_cents: 24_000, total_cents: 48_000 }],
    subtotal_cents: 47_000,
    shipping_cents: 4_000,
    total_cents: 51_000,
    shipping_address: { street1: "123 Market Street", name: "Ada Quinn" },
  });
});

test("lists an account's orders of the key's mode, newest first, page by page", async () => {
  await ensureAccount(api.database.db, "Lister");
  await giveDefaultRecipient(api.database, "Lister");
  const own = await api.newKey({ account: "Lister" });
  const ids: string[] = [];
  for (let at = 0; at < 5; at += 1)
    ids.unshift(idOf(await api.send("POST", "/api/v1/orders", { key: own, body: BODY })));
  const pages = [];
  for (const page of [1, 2, 3, 4]) {
    const { body } = await api.get(`/api/v1/orders?page=${page}&per_page=2`, own);
    expect(body["meta"]).toEqual({ total: 5, page, per_page: 2, total_pages: 3 });
    pages.push((body["data"] as SupplierOrder[]).map(({ id }) => id));
  }
  expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4), []]);
});

test("tells an order of nobody from one of somebody else by nothing, in reading and in cancelling", async () => {
  const id = idOf(await create());
  const absent = id.replace(/\d+$/, "999999");
  for (const stranger of [await api.newKey({ account: "Somebody else" }), await api.newKey({ mode: "live" })]) {
    for (const ask of [
      (of: string) => api.get(`/api/v1/orders/${of}`, stranger),
      (of: string) => cancel(of, stranger),
    ]) {
      const [real, other] = [await ask(id), await ask(absent)];
      expect([real.status, real.text]).toEqual([404, other.text]);
      expect(errorOf(real).code).toBe("order_not_found");
    }
  }
  expect((await read(id)).status).toBe("confirmed");
  // Another year is another id.
  expect((await api.get(`/api/v1/orders/${id.replace(/_\d{4}_/, "_2020_")}`, key)).status).toBe(404);
});
