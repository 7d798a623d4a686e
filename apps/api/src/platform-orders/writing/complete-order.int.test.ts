import { setSpendLimits } from "@cartwright/db";
import {
  CART_TOTAL_CENTS,
  makeCart,
  NEW_YORK,
  readCart,
  refusalOf,
  sendPlatform,
  storePlatformCatalogue,
} from "../../testing/platform-carts.ts";
import { PATIENT, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi({}, PATIENT);
  key = await api.newKey();
  await storePlatformCatalogue(api);
});
afterAll(() => api.close());

const patch = (path: string, body?: unknown, by = key) => sendPlatform(api, { path, key: by, body });
const rowsOf = async (sql: string, ...values: unknown[]) =>
  (await api.database.pool.query<Record<string, unknown>>(sql, values)).rows;

it("buys what is in the cart at its total: order, quote and the cart's states are written together, and the workers are told", async () => {
  const id = await makeCart(api, key, { public_metadata: { ref: "A-1" }, special_instructions: "Ring twice" });
  expect((await patch(`orders/${id}/complete`)).status).toBe(200);
  const cart = await readCart(api, id);
  expect(cart).toMatchObject({
    state: "complete",
    view_state: "complete",
    total_cents: CART_TOTAL_CENTS,
    state_lock_version: 5,
  });
  expect(cart.moves).toEqual([
    "cart address",
    "address delivery",
    "delivery payment",
    "payment confirm",
    "confirm complete",
  ]);
  const order = await api.get(`/orders/${cart.order_id ?? ""}`, key);
  expect(order.body).toMatchObject({ max_price: CART_TOTAL_CENTS, metadata: { ref: "A-1" }, status: "pending" });
  expect(order.body["shipping_address"]).toMatchObject({
    first_name: "John",
    state: "NY",
    postal_code: "10118",
    country: "US",
  });
  const quotes = await rowsOf("SELECT * FROM order_quotes WHERE order_id = $1", cart.order_id);
  expect(quotes).toMatchObject([
    {
      face: "platform",
      supplier_id: "sup_north",
      item_total_cents: 2_000,
      shipping_cents: 500,
      tax_cents: 200,
      buyer_notes: "Ring twice",
    },
  ]);
  const lines = await rowsOf("SELECT * FROM order_quote_lines WHERE order_id = $1", cart.order_id);
  expect(lines).toMatchObject([{ product_name: "Desk organizer", quantity: 2, unit_price_cents: 1_000 }]);
  expect(api.announced).toContain(cart.order_id);
});

it("buys once, however many complete the cart at the same moment, and again afterwards", async () => {
  const id = await makeCart(api, key);
  const before = await api.countOrders();
  const all = await Promise.all(Array.from({ length: 20 }, () => patch(`orders/${id}/complete`)));
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect((await patch(`orders/${id}/complete`, { state_lock_version: 0 })).status).toBe(200);
  expect(await api.countOrders()).toBe(before + 1);
  expect((await readCart(api, id)).moves).toHaveLength(5);
  const { order_id: orderId } = await readCart(api, id);
  expect(api.announced.filter((told) => told === orderId)).toHaveLength(1);
});

it("buys what the client has seen: another version is refused, and one that is completed while it changes is either", async () => {
  const id = await makeCart(api, key);
  await patch(`orders/${id}/next`);
  expect((await patch(`orders/${id}/complete`, { state_lock_version: 0 })).status).toBe(409);
  const lines = { order: { line_items_attributes: [{ variant_id: "1", quantity: 7 }] } };
  const [completed, changed] = await Promise.all([patch(`orders/${id}/complete`), patch(`orders/${id}`, lines)]);
  expect(completed.status).toBe(200);
  const cart = await readCart(api, id);
  const [item] = await rowsOf("SELECT quantity FROM order_items WHERE order_id = $1", cart.order_id);
  expect(item).toEqual({ quantity: changed.status === 200 ? 7 : 2 });
  expect(cart["item_count"]).toBe(changed.status === 200 ? 7 : 2);
});

it.each([
  ["a cart without lines", { line_items_attributes: [] }, { line_items: ["can't be blank"] }],
  ["no address", { ship_address_attributes: null }, { ship_address: ["can't be blank"] }],
  ["euros", { currency: "EUR" }, { currency: ["is not supported: orders are bought in USD"] }],
  [
    "what is missing in the address",
    { ship_address_attributes: { country_id: "US", state_name: "ny", city: "New York" } },
    {
      "ship_address.firstname": ["can't be blank"],
      "ship_address.lastname": ["can't be blank"],
      "ship_address.address1": ["can't be blank"],
      "ship_address.zipcode": ["can't be blank"],
      "ship_address.phone": ["can't be blank"],
    },
  ],
  [
    "a country that is not ours",
    { ship_address_attributes: { ...NEW_YORK, country_id: "38" } },
    { "ship_address.country_id": ["is not supported: orders ship to the United States only, which is 224 or US"] },
  ],
  [
    "a state that is unknown",
    { ship_address_attributes: { ...NEW_YORK, state_name: null, state_id: "517" } },
    { "ship_address.state_name": ["is not a state that is known: send its name or its two letters"] },
  ],
  [
    "two states at once",
    { ship_address_attributes: { ...NEW_YORK, state_name: "California" } },
    { "ship_address.state_name": ["says CA, but state_id says NY"] },
  ],
  [
    "a phone number that is none",
    { ship_address_attributes: { ...NEW_YORK, phone: "+1 123 456 789" } },
    { "ship_address.phone": ["is not a US phone number"] },
  ],
  [
    "more metadata than an order keeps",
    { public_metadata: { long: "x".repeat(9_000) } },
    { public_metadata: ["must be at most 8192 bytes of JSON"] },
  ],
])("refuses %s, by the platform's names, and stores nothing", async (_what, order, errors) => {
  const id = await makeCart(api, key, order);
  const before = await api.countOrders();
  const answer = await patch(`orders/${id}/complete`);
  expect(answer).toMatchObject({ status: 422, body: { errors } });
  expect(await api.countOrders()).toBe(before);
  expect(await readCart(api, id)).toMatchObject({ state: "cart", order_id: null, state_lock_version: 0, moves: [] });
});

it("lets an address through that the client insists on, with the refusal's token", async () => {
  const id = await makeCart(api, key, { ship_address_attributes: { ...NEW_YORK, city: "Albany" } });
  const refused = await patch(`orders/${id}/complete`);
  expect(refused.body["errors"]).toHaveProperty(["ship_address.city"]);
  expect((await patch(`orders/${id}/complete`, { override_token: refused.body["override_token"] })).status).toBe(200);
});

it("is refused above a spend limit, says so, and leaves the cart as it was", async () => {
  const limited = await api.newKey({ account: "Limited" });
  await setSpendLimits(api.database.db, { accountName: "Limited" }, { spendLimitCents: CART_TOTAL_CENTS - 1 });
  const id = await makeCart(api, limited);
  const answer = await patch(`orders/${id}/complete`, undefined, limited);
  const sentence = "This account may spend $26.99 a day: $26.99 of it are left, and the order's max_price is $27.00.";
  expect(refusalOf(answer)).toEqual({ status: 422, error: sentence, errors: { base: [sentence] } });
  expect(await readCart(api, id)).toMatchObject({ state: "cart", order_id: null });
});

describe("an order that is complete", () => {
  it("keeps its lines and addresses, and takes notes, e-mail and metadata", async () => {
    const id = await makeCart(api, key);
    await patch(`orders/${id}/complete`);
    const notes = {
      email: "b@example.com",
      special_instructions: "Later",
      private_metadata: { a: 1 },
      channel: "other",
    };
    expect((await patch(`orders/${id}`, { order: notes })).status).toBe(200);
    const cart = await readCart(api, id);
    expect(cart).toMatchObject({
      email: "b@example.com",
      private_metadata: { a: 1 },
      channel: "spree",
      total_cents: CART_TOTAL_CENTS,
    });
    const bought = { line_items_attributes: [{ variant_id: "2" }], ship_address_attributes: NEW_YORK };
    const refused = await patch(`orders/${id}`, { order: bought });
    expect(Object.keys(refused.body["errors"] ?? {}).sort((a, b) => (a < b ? -1 : 1))).toEqual([
      "line_items",
      "ship_address",
    ]);
    for (const move of ["next", "advance", "empty", "use_store_credit"])
      expect((await patch(`orders/${id}/${move}`)).status).toBe(422);
    expect((await patch(`orders/${id}/apply_coupon_code`, { coupon_code: "X" })).status).toBe(422);
    expect((await sendPlatform(api, { method: "DELETE", path: `orders/${id}`, key })).status).toBe(422);
    expect((await readCart(api, id))["item_count"]).toBe(2);
  });
});
