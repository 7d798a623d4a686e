import {
  idOf,
  makeCart,
  NEW_YORK,
  readCart,
  refusalOf,
  sendPlatform,
  storePlatformCatalogue,
} from "../../testing/platform-carts.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
});
afterAll(() => api.close());

const send = (method: string, path: string, body?: unknown, by = key) =>
  sendPlatform(api, { method, path, key: by, body });
const patch = (path: string, body?: unknown) => send("PATCH", path, body);

describe("lines", () => {
  it("are put in, changed and taken out, wrapped or not", async () => {
    const id = await makeCart(api, key);
    const number = String((await readCart(api, id))["number"]);
    const made = await send("POST", "line_items", { line_item: { order_id: number, variant_id: "2", quantity: 2 } });
    expect(made.status).toBe(201);
    const more = await send("POST", "line_items", { order_id: id, variant_id: 2 });
    expect(idOf(more.body)).toBe(idOf(made.body));
    expect(await readCart(api, id)).toMatchObject({ item_count: 5, total_cents: 2_000 + 3 * 550 });
    const line = `line_items/${idOf(made.body)}`;
    expect((await patch(line, { line_item: { quantity: 1 } })).status).toBe(200);
    expect((await patch(line, { quantity: 0 })).status).toBe(204);
    expect((await patch(line, { quantity: 1 })).status).toBe(404);
    const again = await send("POST", "line_items", { order_id: id, variant_id: 2 });
    expect((await send("DELETE", `line_items/${idOf(again.body)}`)).status).toBe(204);
    expect(await readCart(api, id)).toMatchObject({ item_count: 2, state_lock_version: 6 });
  });

  it.each([
    ["no order", { variant_id: "1" }, { order_id: ["can't be blank"] }],
    ["an order that is not there", { order_id: "99", variant_id: "1" }, { order_id: ["must exist"] }],
    ["no variant", { order_id: "CART" }, { variant_id: ["can't be blank"] }],
    ["a variant that is not there", { order_id: "CART", variant_id: "x" }, { variant_id: ["must exist"] }],
    ["none of it", { order_id: "CART", variant_id: "1", quantity: 0 }, { quantity: ["must be greater than 0"] }],
    ["less than none", { order_id: "CART", variant_id: "1", quantity: -1 }, { quantity: ["is too small"] }],
    [
      "more than an order takes",
      { order_id: "CART", variant_id: "1", quantity: 99 },
      { quantity: ["must be less than or equal to 100"] },
    ],
    [
      "more than there is",
      { order_id: "CART", variant_id: "2", quantity: 4 },
      { line_items: ["hold 4 of Desk organizer, of which 3 can be sent"] },
    ],
  ])("are refused for %s", async (_what, line, errors) => {
    const id = await makeCart(api, key);
    const given = { ...line, ...("order_id" in line && line.order_id === "CART" ? { order_id: id } : {}) };
    const answer = await send("POST", "line_items", { line_item: given });
    expect(answer).toMatchObject({ status: 422, body: { errors } });
    expect(await readCart(api, id)).toMatchObject({ item_count: 2, state_lock_version: 0 });
  });

  it("of an order that is complete stay as they are", async () => {
    const id = await makeCart(api, key);
    const line = await send("POST", "line_items", { order_id: id, variant_id: 2 });
    await patch(`orders/${id}/complete`);
    const path = `line_items/${idOf(line.body)}`;
    for (const answer of [
      await patch(path, { quantity: 3 }),
      await send("DELETE", path),
      await send("POST", "line_items", { order_id: id, variant_id: 2 }),
    ]) {
      expect(answer.status).toBe(422);
    }
  });
});

describe("addresses", () => {
  it("are wanted whole, and belong to orders by their id", async () => {
    const missing = await send("POST", "addresses", { address: { city: "New York", zipcode: " " } });
    const blank = ["can't be blank"];
    expect(missing.body["errors"]).toEqual({
      firstname: blank, lastname: blank, address1: blank, zipcode: blank, phone: blank, country_id: blank,
    }); // prettier-ignore
    const made = await send("POST", "addresses", { address: NEW_YORK });
    const id = await makeCart(api, key, { ship_address_attributes: null, ship_address_id: idOf(made.body) });
    await patch(`orders/${id}/advance`);
    expect((await patch(`addresses/${idOf(made.body)}`, { address: { city: null } })).status).toBe(422);
    expect((await patch(`addresses/${idOf(made.body)}`, { label: "Home" })).status).toBe(200);
    expect((await send("DELETE", `addresses/${idOf(made.body)}`)).status).toBe(204);
    expect(await readCart(api, id)).toMatchObject({ state: "address", ship_address_id: null });
  });

  it("that an order was sent to stay as they are", async () => {
    const id = await makeCart(api, key);
    await patch(`orders/${id}/complete`);
    const address = `addresses/${String((await readCart(api, id))["ship_address_id"])}`;
    for (const answer of [await patch(address, { city: "Albany" }), await send("DELETE", address)])
      expect(answer.status).toBe(422);
  });
});

describe("money", () => {
  it("is taken off by a coupon, in any case, of which the items are the most", async () => {
    const { pool } = api.database;
    await pool.query(`INSERT INTO platform_coupons (account_id, code, name, amount_cents, expires_at)
      SELECT id, code, code, cents, expires FROM accounts, (VALUES ('TEN', 1000, NULL::timestamptz), ('ALL', 99999, NULL),
        ('OLD', 1, now())) AS coupon (code, cents, expires) WHERE name = 'Test account'`);
    const id = await makeCart(api, key);
    expect((await patch(`orders/${id}/apply_coupon_code`, { coupon_code: "ten" })).status).toBe(200);
    expect(await readCart(api, id)).toMatchObject({ promo_total_cents: 1_000, total_cents: 1_000 });
    await patch(`orders/${id}/apply_coupon_code`, { coupon_code: "ALL" });
    expect(await readCart(api, id)).toMatchObject({ promo_total_cents: 2_000, total_cents: 0 });
    const refused = async (body: object) => refusalOf(await patch(`orders/${id}/apply_coupon_code`, body));
    expect(await refused({ coupon_code: "OLD" })).toMatchObject({ errors: { coupon_code: ["is expired"] } });
    expect(await refused({ coupon_code: "NONE" })).toMatchObject({ errors: { coupon_code: ["doesn't exist"] } });
    expect(await refused({})).toMatchObject({ status: 422, error: "Coupon code can't be blank" });
    await patch(`orders/${id}/complete`);
    const { rows } = await pool.query(
      "SELECT max_price_cents FROM orders JOIN platform_carts AS cart ON cart.order_id = orders.id",
    );
    expect(rows.at(-1)).toEqual({ max_price_cents: 700 });
  });

  it("is paid with store credit, as much as there is, and given back by an order that is canceled", async () => {
    const [first, second] = [await makeCart(api, key), await makeCart(api, key)];
    const use = (id: string, body?: object) => patch(`orders/${id}/use_store_credit`, body);
    expect(refusalOf(await use(first))).toEqual({
      status: 422,
      error: "Store credit is not available",
      errors: { store_credit: ["is not available"] },
    });
    await api.database.pool.query("UPDATE accounts SET store_credit_cents = 1500 WHERE name = 'Test account'");
    for (const amount of [0, -1, "much"]) expect((await use(first, { amount })).status).toBe(422);
    await use(first, { amount: "10.50" });
    expect(await readCart(api, first)).toMatchObject({ store_credit_cents: 1_050 });
    await use(second);
    expect(await readCart(api, second)).toMatchObject({ store_credit_cents: 450 });
    await patch(`orders/${first}/complete`);
    await patch(`orders/${first}/cancel`);
    await use(second);
    expect(await readCart(api, second)).toMatchObject({ store_credit_cents: 1_500 });
    await patch(`orders/${first}/resume`);
    expect(await readCart(api, first)).toMatchObject({ view_state: "resumed", store_credit_cents: 0 });
  });
});

it("nothing of an account can be written to by another one, nor by its own key of the other mode", async () => {
  const cart = await makeCart(api, key);
  const line = idOf((await send("POST", "line_items", { order_id: cart, variant_id: 2 })).body);
  const address = idOf((await send("POST", "addresses", { address: NEW_YORK })).body);
  const before = await readCart(api, cart);
  for (const by of [await api.newKey({ account: "Stranger" }), await api.newKey({ mode: "live" })]) {
    const moves = [
      "next",
      "advance",
      "complete",
      "approve",
      "cancel",
      "resume",
      "empty",
      "apply_coupon_code",
      "use_store_credit",
    ];
    for (const move of moves) {
      const answer = await send("PATCH", `orders/${cart}/${move}`, { coupon_code: "TEN" }, by);
      expect(refusalOf(answer)).toEqual({
        status: 404,
        error: "The resource you were looking for could not be found.",
      });
    }
    for (const [method, path] of [
      ["PATCH", `orders/${cart}`],
      ["PUT", `orders/${cart}`],
      ["DELETE", `orders/${cart}`],
      ["PATCH", `line_items/${line}`],
      ["DELETE", `line_items/${line}`],
      ["PATCH", `addresses/${address}`],
      ["DELETE", `addresses/${address}`],
    ] as const)
      // prettier-ignore
      expect((await send(method, path, method === "DELETE" ? undefined : { order: {}, quantity: 1, city: "X" }, by)).status).toBe(404);
    expect((await send("POST", "line_items", { order_id: cart, variant_id: 1 }, by)).status).toBe(422);
    expect((await send("POST", "orders", { order: { ship_address_id: address } }, by)).status).toBe(422);
  }
  expect(await readCart(api, cart)).toEqual(before);
});
