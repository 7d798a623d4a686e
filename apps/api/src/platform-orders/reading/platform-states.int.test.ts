import { placeOrder, takeOrder } from "../../testing/place-order.ts";
import { makeCart, readCart, sendPlatform, storePlatformCatalogue } from "../../testing/platform-carts.ts";
import { PRODUCT_URL, ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
});
afterAll(() => api.close());

/** An order of two lines, by its id here and natively: one was a cart, the other came through the native API. */
interface Made {
  id: string;
  orderId: string;
}

async function makeBought(): Promise<Made> {
  const id = await makeCart(api, key, { line_items_attributes: [{ variant_id: "1" }, { variant_id: "2" }] });
  await sendPlatform(api, { path: `orders/${id}/complete`, key });
  return { id, orderId: (await readCart(api, id)).order_id ?? "" };
}

async function makeNative(): Promise<Made> {
  const shirt = PRODUCT_URL.replace("walnut-desk-organizer", "linen-shirt");
  const { body } = await api.post({ ...ORDER, products: [{ url: PRODUCT_URL }, { url: shirt }] }, key);
  return { id: String(body["id"]), orderId: String(body["id"]) };
}

/** What a worker makes of an order. */
const LIVES = {
  pending: () => Promise.resolve(),
  in_progress: async (orderId: string) => void (await takeOrder(api, orderId)),
  placed: (orderId: string) => placeOrder(api, orderId),
  failed: (orderId: string) => fail(orderId, "no"),
  failed_unknown: (orderId: string) => fail(orderId, "unknown"),
};

async function fail(orderId: string, charged: string): Promise<void> {
  await api.database.pool.query(
    `UPDATE orders SET status = 'order_failed', phase = 'done', failure_code = 'checkout_failed', charged = $2,
       finished_at = '2026-03-01T12:00:00Z' WHERE id = $1`,
    [orderId, charged],
  );
}

/** What looks at the retailer make of its lines. */
async function setItems(orderId: string, items: readonly string[]): Promise<void> {
  const sql = "UPDATE order_items SET status = $3 WHERE order_id = $1 AND position = $2";
  for (const [position, status] of items.entries()) await api.database.pool.query(sql, [orderId, position, status]);
}

interface Shown {
  attributes: Record<string, unknown>;
  relationships: Record<string, unknown>;
}

async function show(
  id: string,
): Promise<Shown & { included: { type: string; attributes: Record<string, unknown> }[] }> {
  const { body } = await sendPlatform(api, { method: "GET", path: `orders/${id}?include=payments,shipments`, key });
  return { ...(body["data"] as Shown), included: body["included"] as [] };
}

const ORDERED = ["ordered", "ordered"] as const;
const STATES = [
  ["is accepted", "pending", ORDERED, "complete", "balance_due", "pending"],
  ["is being bought", "in_progress", ORDERED, "complete", "balance_due", "pending"],
  ["is bought", "placed", ORDERED, "complete", "paid", "ready"],
  ["has shipped in part", "placed", ["shipped", "ordered"], "complete", "paid", "partial"],
  ["has shipped", "placed", ["shipped", "shipped"], "complete", "paid", "shipped"],
  ["has arrived in part", "placed", ["delivered", "shipped"], "complete", "paid", "shipped"],
  ["lost a line to its retailer", "placed", ["cancelled", "ordered"], "complete", "credit_owed", "ready"],
  ["has shipped but for that line", "placed", ["cancelled", "shipped"], "complete", "credit_owed", "shipped"],
  ["was canceled by its retailer", "placed", ["cancelled", "cancelled"], "complete", "credit_owed", "canceled"],
  ["failed, and cost nothing,", "failed", ORDERED, "canceled", "void", "canceled"],
  ["failed, charged or not,", "failed_unknown", ORDERED, "canceled", "failed", "canceled"],
] as const;
const PAYMENT = {
  balance_due: "checkout",
  paid: "completed",
  credit_owed: "completed",
  void: "void",
  failed: "failed",
};

it.each(STATES)("an order that %s says so, whichever face it came through", async (_what, life, items, ...states) => {
  const [state, payment, shipment] = states;
  for (const { id, orderId } of [await makeBought(), await makeNative()]) {
    await LIVES[life](orderId);
    await setItems(orderId, items);
    const { attributes, included } = await show(id);
    expect(attributes).toMatchObject({ state, payment_state: payment, shipment_state: shipment });
    const [paid, sent] = ["payment", "shipment"].map((type) => included.find((one) => one.type === type)?.attributes);
    expect(sent).toMatchObject({ state: shipment });
    expect(paid).toMatchObject({ state: PAYMENT[payment], amount: attributes["total"] });
    const isPaid = payment === "paid" || payment === "credit_owed";
    expect(attributes["payment_total"]).toBe(isPaid ? attributes["total"] : "0.0");
    expect(attributes["canceled_at"]).toBe(state === "canceled" ? "2026-03-01T12:00:00.000Z" : null);
    const filter = `filter[payment_state_eq]=${payment}&filter[shipment_state_eq]=${shipment}`;
    const { body } = await sendPlatform(api, { method: "GET", path: `orders?${filter}`, key });
    expect((body["data"] as { id: string }[]).map((one) => one.id)).toContain(id);
  }
});

it("a cart that failed shows a change to canceled, though nobody moved it there", async () => {
  const { id, orderId } = await makeBought();
  await fail(orderId, "no");
  const { body } = await sendPlatform(api, { method: "GET", path: `orders/${id}?include=state_changes`, key });
  const changes = body["included"] as { attributes: Record<string, unknown> }[];
  expect(changes.at(-1)?.attributes).toMatchObject({
    previous_state: "complete",
    next_state: "canceled",
    created_at: "2026-03-01T12:00:00.000Z",
  });
});

it("a cart has neither payment nor shipment state, and no shipment before it is known where it goes", async () => {
  const id = await makeCart(api, key);
  const cart = await show(id);
  expect(cart.attributes).toMatchObject({ payment_state: null, shipment_state: null, completed_at: null });
  expect(cart.relationships["shipments"]).toEqual({ data: [] });
  expect(cart.included).toMatchObject([{ type: "payment", attributes: { state: "checkout", amount: "20.0" } }]);
  await sendPlatform(api, { path: `orders/${id}/advance`, key });
  expect((await show(id)).included).toMatchObject([
    { type: "payment", attributes: { amount: "27.0" } },
    { type: "shipment", attributes: { state: "pending", cost: "5.0" } },
  ]);
});
