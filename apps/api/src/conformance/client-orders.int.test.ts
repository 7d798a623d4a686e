import { randomUUID } from "node:crypto";
import { failOrder } from "@cartwright/db";
import { type Zinc, ZincClient, ZincError } from "zinc";
import { PLACED_PRICES, placeOrder, shipOrder, takeOrder } from "../testing/place-order.ts";
import { DEMO_SHOP_URL, ORDER, PRODUCT_URL, startTestApi, type TestApi } from "../testing/test-api.ts";

// The official client of the product line, as it is published: only its `baseUrl` is ours.

let api: TestApi;
let client: ZincClient;

beforeAll(async () => {
  api = await startTestApi();
  client = clientOf(await api.newKey());
});

afterAll(() => api.close());

/** It sends what it is given as it is: its README asks for the word in front. */
const clientOf = (key: string) => new ZincClient({ baseUrl: api.url, apiKey: `Bearer ${key}`, maxRetries: 0 });

const create = (changes: Partial<Zinc.OrderCreate> = {}) =>
  client.orders.createOrder({ body: { ...ORDER, ...changes } });

async function refusal(
  calling: Promise<unknown>,
): Promise<{ statusCode: number | undefined; error: Zinc.ErrorDetail }> {
  try {
    await calling;
  } catch (error) {
    if (!(error instanceof ZincError)) throw error;
    return { statusCode: error.statusCode, error: (error.body as Zinc.ErrorResponse).error };
  }
  throw new Error("it was not refused");
}

test("createOrder places an order, and its idempotency key makes it once", async () => {
  const idempotency_key = randomUUID();
  const order = await create({ idempotency_key, metadata: { cart: 7 }, po_number: "PO 7", handling_days_max: 3 });
  expect(order).toMatchObject({
    status: "pending",
    max_price: 20_000,
    attempts: 0,
    metadata: { cart: 7 },
    po_number: "PO 7",
    handling_days_max: 3,
    is_gift: false,
    retailer_credentials_id: null,
    job_result: null,
    merchant_order_ids: [],
    tracking_numbers: [],
    returns: [],
    fulfillment: { gift: null, items: null, quantity: null, concessions: [] },
    shipping_address: { first_name: "Ada", postal_code: "94105", country: "US" },
  });
  expect(order.items).toMatchObject([{ url: PRODUCT_URL, quantity: 1, status: "pending", error_type: null }]);
  const again = create({ idempotency_key, metadata: { cart: 7 }, po_number: "PO 7", handling_days_max: 3 });
  expect((await again.withRawResponse()).rawResponse.headers.get("idempotent-replayed")).toBe("true");
  expect(await again).toEqual(order);
});

test("createOrder takes a gift, choices, conditions and concessions as the client types them", async () => {
  const order = await create({
    products: [
      {
        url: PRODUCT_URL,
        quantity: 2,
        variant: [{ label: "Size", value: "M" }],
        condition_in: ["New"],
        condition_not_in: ["Refurbished"],
      },
    ],
    is_gift: true,
    gift_message: "With love",
    fulfillment: { gift: "best_effort", quantity: "best_effort" },
  });
  expect(order).toMatchObject({
    is_gift: true,
    gift_message: "With love",
    fulfillment: { gift: "best_effort", items: null, quantity: "best_effort", concessions: [] },
    items: [
      {
        quantity: 2,
        variant: [{ label: "Size", value: "M" }],
        condition_in: ["New"],
        condition_not_in: ["Refurbished"],
      },
    ],
  });
});

test("refusals are the client's own errors, with code and details", async () => {
  const { statusCode, error } = await refusal(create({ max_price: 0 }));
  expect([statusCode, error.code]).toEqual([422, "validation_error"]);
  expect(error.details?.["field_errors"]).toMatchObject([{ field: "max_price", received: 0 }]);
  const elsewhere = create({ shipping_address: { ...ORDER.shipping_address, country: "CA" } });
  expect((await refusal(elsewhere)).error.code).toBe("unsupported_country");
  const stranger = clientOf("cw_test_none");
  expect(await refusal(stranger.orders.listOrders())).toMatchObject({
    statusCode: 401,
    error: { code: "unauthorized" },
  });
  const absent = client.orders.getOrder({ order_id: randomUUID() });
  expect(await refusal(absent)).toMatchObject({ statusCode: 404, error: { code: "not_found" } });
  const reader = clientOf(await api.newKey({ scopes: ["orders:read"] }));
  const forbidden = await refusal(reader.orders.createOrder({ body: ORDER }));
  expect(forbidden).toMatchObject({ statusCode: 403, error: { details: { required_scope: "orders:write" } } });
});

test("getOrder and getOrderTimeline tell of a placed order what it cost, in the client's names", async () => {
  const { id } = await create();
  await placeOrder(api, id);
  const order = await client.orders.getOrder({ order_id: id });
  expect(order).toMatchObject({ status: "order_placed", attempts: 1, merchant_order_ids: ["HP-1001"] });
  expect(order.items).toMatchObject([{ status: "ordered" }]);
  expect(order.job_result).toMatchObject({
    success: true,
    error: null,
    error_details: null,
    estimated_delivery: "2026-12-01",
  });
  expect(order.job_result?.price_components).toEqual({
    ...PLACED_PRICES,
    cart_items: [
      { name: "Walnut desk organizer", product_id: null, quantity: 1, unit_price: 5_000, line_total: 5_000 },
    ],
  });
  const timeline = await client.orders.getOrderTimeline({ order_id: id });
  expect(timeline).toMatchObject({ order_id: id, current_status: "order_placed" });
  const types = timeline.milestones.map(({ type }) => type);
  expect([types[0], types.at(-1)]).toEqual(["order_created", "order_placed"]);
});

test("getOrder tells why an order failed, and what can be done", async () => {
  const { id } = await create();
  const claim = await takeOrder(api, id);
  const failure = { message: "Sold out.", observed: {} };
  await failOrder(api.database.db, claim, { code: "product_out_of_stock", failure });
  const { status, job_result } = await client.orders.getOrder({ order_id: id });
  expect(status).toBe("order_failed");
  expect(job_result).toMatchObject({ success: false, error: "Sold out.", error_type: "product_out_of_stock" });
  expect(job_result?.error_details).toMatchObject({ code: "product_out_of_stock", charged: "no", field_errors: [] });
});

test("listOrders pages and filters by everything that the client sends", async () => {
  const lister = clientOf(await api.newKey({ account: "Lister" }));
  const place = (metadata: Record<string, unknown>) => lister.orders.createOrder({ body: { ...ORDER, metadata } });
  const first = await place({ cart: "a" });
  const second = await place({ cart: "b" });
  await placeOrder(api, second.id, "HP-2002");
  await shipOrder(api, second.id);
  const ids = async (request: Zinc.ListOrdersOrdersGetRequest) =>
    (await lister.orders.listOrders(request)).orders.map(({ id }) => id);

  expect(await lister.orders.listOrders()).toMatchObject({ total: 2, limit: 20, offset: 0 });
  expect(await ids({ limit: 1, offset: 1 })).toEqual([first.id]);
  const ofSecond: Zinc.ListOrdersOrdersGetRequest[] = [
    { status_filter: "order_placed" },
    { order_id: second.id },
    { search: "1Z999AA1" },
    { merchant_order_id: "HP-2002" },
    { tracking_status: "in_transit" },
    { has_tracking: true },
    { metadata_key: "cart", metadata_value: "b" },
  ];
  for (const request of ofSecond) expect([request, await ids(request)]).toEqual([request, [second.id]]);
  expect(await ids({ has_tracking: false })).toEqual([first.id]);
  expect(await ids({ created_after: first.created_at })).toEqual([second.id, first.id]);
  expect(await ids({ created_before: first.created_at })).toEqual([]);
  const [plain] = (await lister.orders.listOrders({ has_tracking: true })).orders;
  expect(plain?.tracking_numbers).toMatchObject([{ carrier: "UPS", tracking_number: "1Z999AA10123456784" }]);
  const [told] = (await lister.orders.listOrders({ has_tracking: true, include: "tracking_events" })).orders;
  expect(told?.tracking_numbers?.[0]?.checkpoints).toMatchObject([{ message: "Departed", city: "Oakland" }]);

  const csv = await lister.orders.exportOrdersCsv({ status_filter: "order_placed" });
  const [head = "", ...rows] = csv.trim().split(/\r?\n/);
  expect(head).toMatch(/^id,/);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toContain(second.id);
});

test("cancelOrder stops an order that waits, and is refused for one that is placed", async () => {
  const { id } = await create();
  await client.orders.cancelOrder({ order_id: id });
  const cancelled = await client.orders.getOrder({ order_id: id });
  expect(cancelled).toMatchObject({ status: "order_failed", job_result: { error_type: "cancelled" } });
  const placed = await create();
  await placeOrder(api, placed.id);
  const late = await refusal(client.orders.cancelOrder({ order_id: placed.id }));
  expect(late).toMatchObject({ statusCode: 409, error: { code: "order_not_cancellable" } });
});

test("listTestProducts lists what can be ordered for nothing, the plain success first", async () => {
  const { products } = (await client.orders.listTestProducts()) as { products: Record<string, unknown>[] };
  expect(products[0]).toMatchObject({ scenario: "success", expected_status: "order_placed" });
  expect(products.every(({ url }) => String(url).startsWith(DEMO_SHOP_URL))).toBe(true);
});
