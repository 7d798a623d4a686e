import {
  CART_TOTAL_CENTS,
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

const patch = (path: string, body?: unknown) => sendPlatform(api, { path, key, body });
const post = (path: string, body: unknown, headers = {}) =>
  sendPlatform(api, { method: "POST", path, key, body, headers });

/** What is the client's to say, and what is not. */
const EVERYTHING = {
  state: "complete",
  total: 190.9,
  payment_state: "paid",
  completed_at: "2022-11-08 19:33:50 UTC",
  canceled_at: "<string>",
  nobody_knows: { this: "one" },
  user_id: 1,
  email: "[email protected]",
  currency: "USD",
  channel: "online",
  approver_id: "<string>",
  approved_at: "2022-11-08 19:33:50 UTC",
  considered_risky: true,
  bill_address_id: "1",
  bill_address_attributes: NEW_YORK,
  line_items_attributes: [{ variant_id: "1" }, { line_item: { variant_id: 1, quantity: "2" } }],
  public_metadata: { ref: "A-1" },
};

describe("a new order", () => {
  it("is a cart, whatever its body says of state, payment, shipment and totals, and all else is as it was sent", async () => {
    const { body, status } = await post("orders", { order: EVERYTHING });
    expect(status).toBe(201);
    const cart = await readCart(api, idOf(body));
    expect(cart).toMatchObject({
      state: "cart",
      state_lock_version: 0,
      order_id: null,
      completed_at: null,
      canceled_at: null,
    });
    expect(cart).toMatchObject({ email: "[email protected]", user_id: "1", channel: "online", considered_risky: true });
    expect(cart).toMatchObject({ approver_id: "<string>", approved_at: new Date("2022-11-08T19:33:50Z") });
    expect(cart).toMatchObject({
      item_count: 3,
      item_total_cents: 3_000,
      total_cents: 3_000,
      public_metadata: { ref: "A-1" },
    });
    expect(cart["bill_address_id"]).not.toBeNull();
    expect(await api.countOrders()).toBe(0);
  });

  it("is made once per idempotency key, and its answer comes again", async () => {
    const headers = { "Idempotency-Key": "cart-1" };
    const order = { email: "a@example.com" };
    const made = await Promise.all(Array.from({ length: 5 }, () => post("orders", { order }, headers)));
    expect(new Set(made.map(({ body }) => idOf(body))).size).toBe(1);
    expect(made.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(made.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(4);
    const other = await post("orders", { order: { email: "b@example.com" } }, headers);
    expect(other.status).toBe(422);
    const stranger = await sendPlatform(api, {
      method: "POST",
      path: "orders",
      key: await api.newKey({ account: "Stranger" }),
      body: { order: { email: "b@example.com" } },
      headers,
    });
    expect(stranger.status).toBe(201);
  });
});

describe("a request for a new order", () => {
  it.each([
    ["no order", {}, 400, {}],
    ["an order that is none", { order: "new" }, 400, {}],
    ["an unknown variant", { line_items_attributes: [{ variant_id: "99" }] }, 422, { variant_id: ["must exist"] }],
    ["an address of nobody", { ship_address_id: "99" }, 422, { ship_address_id: ["must exist"] }],
    ["a date that is none", { approved_at: "2022-02-30" }, 422, { approved_at: ["is invalid"] }],
    ["metadata that is none", { public_metadata: [1] }, 422, { public_metadata: ["has the wrong type"] }],
    [
      "more than there is",
      { line_items_attributes: [{ variant_id: "2", quantity: 4 }] },
      422,
      { line_items: ["hold 4 of Desk organizer, of which 3 can be sent"] },
    ],
    [
      "a card number",
      { special_instructions: "4111 1111 1111 1111" },
      422,
      { special_instructions: ["looks like a payment card number, which is never accepted here"] },
    ],
    [
      "a city that is a list",
      { ship_address_attributes: { address: { city: ["NY"] } } },
      422,
      { "ship_address.city": ["is invalid"] },
    ],
  ])("is refused for %s, by name", async (_what, given, status, errors) => {
    const isBody = status === 400;
    const before = await countCarts();
    const answer = await post("orders", isBody ? given : { order: given });
    expect(answer.status).toBe(status);
    expect(answer.body["errors"] ?? {}).toEqual(errors);
    expect(await countCarts()).toBe(before);
  });
});

describe("an order that is changed", () => {
  it("keeps what is not named, and is refused an e-mail that is none", async () => {
    const id = await makeCart(api, key, { email: "first@example.com", special_instructions: "Ring twice" });
    const refused = await patch(`orders/${id}`, { order: { email: "none" } });
    expect(refusalOf(refused)).toEqual({ status: 422, error: "Email is invalid", errors: { email: ["is invalid"] } });
    const number = String((await readCart(api, id))["number"]);
    const put = await sendPlatform(api, {
      method: "PUT",
      path: `orders/${number}`,
      key,
      body: { order: { email: "new@example.com" } },
    });
    expect(put.status).toBe(200);
    expect(await readCart(api, id)).toMatchObject({ email: "new@example.com", special_instructions: "Ring twice" });
  });

  it("has its lines set, by variant or by id", async () => {
    const id = await makeCart(api, key);
    const set = (lines: object[]) => patch(`orders/${id}`, { order: { line_items_attributes: lines } });
    await set([{ variant_id: "1", quantity: 5 }, { line_item: { variant_id: "2" } }]);
    expect(await readCart(api, id)).toMatchObject({ item_count: 6, item_total_cents: 5_550 });
    const line = await lineOf(id, 2);
    await set([
      { id: line, quantity: 3 },
      { variant_id: "1", quantity: 0 },
    ]);
    expect(await readCart(api, id)).toMatchObject({ item_count: 3, item_total_cents: 1_650 });
  });

  it("is refused to whoever has seen an older version", async () => {
    const id = await makeCart(api, key);
    expect((await patch(`orders/${id}`, { order: { email: "a@example.com", state_lock_version: 0 } })).status).toBe(
      200,
    );
    expect((await patch(`orders/${id}`, { order: { email: "b@example.com", state_lock_version: 0 } })).status).toBe(
      409,
    );
    expect((await patch(`orders/${id}/next`, { state_lock_version: 0 })).status).toBe(409);
    expect((await patch(`orders/${id}/next`, { state_lock_version: 1 })).status).toBe(200);
    expect(await readCart(api, id)).toMatchObject({ email: "a@example.com", state: "address", state_lock_version: 2 });
  });

  it("is gone when it is deleted", async () => {
    const id = await makeCart(api, key);
    expect((await sendPlatform(api, { method: "DELETE", path: `orders/${id}`, key })).status).toBe(204);
    expect((await patch(`orders/${id}/next`)).status).toBe(404);
  });
});

describe("states", () => {
  it("are passed one by one, with shipping and tax from delivery on, and none of them buys", async () => {
    const id = await makeCart(api, key);
    for (const state of ["address", "delivery", "payment", "confirm"]) {
      expect((await patch(`orders/${id}/next`)).status).toBe(200);
      const total = state === "address" ? 2_000 : CART_TOTAL_CENTS;
      expect(await readCart(api, id)).toMatchObject({ state, total_cents: total });
    }
    const refused = await patch(`orders/${id}/next`);
    expect(refused.body["errors"]).toEqual({
      state: ["is confirm: nothing is left but to complete the order, which buys it"],
    });
    expect((await readCart(api, id)).moves).toEqual([
      "cart address",
      "address delivery",
      "delivery payment",
      "payment confirm",
    ]);
    expect(await api.countOrders()).toBe(0);
  });

  it.each([
    ["cart", { line_items_attributes: [] }, { line_items: ["can't be blank"] }],
    ["address", { ship_address_attributes: null }, { ship_address: ["can't be blank"] }],
    [
      "delivery",
      { line_items_attributes: [{ variant_id: "1" }, { variant_id: "3" }] },
      { line_items: ["are of North and of South: complete one order a supplier"] },
    ],
    [
      "delivery",
      { line_items_attributes: [{ variant_id: "3" }] },
      { line_items: ["come to $40.00, but South takes orders of $50.00 and more"] },
    ],
  ])(
    "stop at %s while something is missing, which is named; advance stops there, too",
    async (state, order, errors) => {
      const id = await makeCart(api, key, order);
      expect((await patch(`orders/${id}/advance`)).status).toBe(200);
      expect((await readCart(api, id)).state).toBe(state);
      expect(refusalOf(await patch(`orders/${id}/next`))).toMatchObject({ status: 422, errors });
    },
  );
});

describe("states that were passed", () => {
  it("as far as confirm, by one advance, are left for the start when the cart is emptied", async () => {
    const id = await makeCart(api, key);
    expect((await patch(`orders/${id}/advance`)).status).toBe(200);
    expect((await readCart(api, id)).state).toBe("confirm");
    expect((await patch(`orders/${id}/empty`)).status).toBe(200);
    expect(await readCart(api, id)).toMatchObject({ state: "cart", total_cents: 0, item_count: 0 });
    expect((await readCart(api, id)).moves.at(-1)).toBe("confirm cart");
  });

  it("are left for where the address is asked for when it is taken away", async () => {
    const id = await makeCart(api, key);
    await patch(`orders/${id}/advance`);
    await patch(`orders/${id}`, { order: { ship_address_id: null } });
    expect(await readCart(api, id)).toMatchObject({ state: "address", total_cents: 2_000 });
  });

  it("have nothing to do with approval, of which the first counts", async () => {
    const id = await makeCart(api, key);
    await patch(`orders/${id}/approve`, { approver_id: "7" });
    const first = (await readCart(api, id))["approved_at"];
    await patch(`orders/${id}/approve`);
    expect(await readCart(api, id)).toMatchObject({ approver_id: "7", approved_at: first, state: "cart" });
  });
});

async function countCarts(): Promise<number> {
  const { rows } = await api.database.pool.query<{ n: number }>("SELECT count(*)::int AS n FROM platform_carts");
  return rows[0]?.n ?? -1;
}

async function lineOf(cartId: string, variantId: number): Promise<string> {
  const sql = "SELECT id FROM platform_line_items WHERE cart_id = $1 AND variant_id = $2";
  const { rows } = await api.database.pool.query<{ id: string }>(sql, [cartId, variantId]);
  return rows[0]?.id ?? "";
}
