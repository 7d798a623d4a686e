import { placeOrder, takeOrder } from "../../testing/place-order.ts";
import { makeCart, readCart, sendPlatform, storePlatformCatalogue } from "../../testing/platform-carts.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
});
afterAll(() => api.close());

const patch = (path: string, body?: unknown) => sendPlatform(api, { path, key, body });
const bought = async (): Promise<{ id: string; orderId: string }> => {
  const id = await makeCart(api, key);
  await patch(`orders/${id}/complete`);
  return { id, orderId: (await readCart(api, id)).order_id ?? "" };
};
const nativeStatus = async (orderId: string) => (await api.get(`/orders/${orderId}`, key)).body["status"];

describe("cancel", () => {
  it("ends the native order before its commit point, and is written down once", async () => {
    const { id, orderId } = await bought();
    expect((await patch(`orders/${id}/cancel`, { canceler_id: "9" })).status).toBe(200);
    expect(await nativeStatus(orderId)).toBe("order_failed");
    const cart = await readCart(api, id);
    expect(cart).toMatchObject({ view_state: "canceled", canceler_id: "9", canceled_at: expect.any(Date) });
    expect((await patch(`orders/${id}/cancel`)).status).toBe(200);
    expect(await readCart(api, id)).toEqual(cart);
    expect(cart.moves.at(-1)).toBe("complete canceled");
  });

  it("is refused for a cart, and for what is bought, each for its reason", async () => {
    const id = await makeCart(api, key);
    expect((await patch(`orders/${id}/cancel`)).body["error"]).toBe(
      "State is cart: only a complete order is canceled, a cart is deleted",
    );
    const { id: placed, orderId } = await bought();
    await placeOrder(api, orderId, "HP-7");
    const answer = await patch(`orders/${placed}/cancel`);
    expect(answer).toMatchObject({
      status: 422,
      body: { error: "State is complete, and too late to cancel: the order is placed. Ask for a return instead." },
    });
    expect(await readCart(api, placed)).toMatchObject({ canceled_at: null, view_state: "complete" });
  });

  it("is not done for whoever has seen an older version", async () => {
    const { id, orderId } = await bought();
    expect((await patch(`orders/${id}/cancel`, { state_lock_version: 4 })).status).toBe(409);
    expect(await nativeStatus(orderId)).toBe("pending");
  });

  it("works for an order of another face, which is otherwise complete, and knows it by number and by id", async () => {
    const [first, second] = [await api.post(ORDER, key), await api.post(ORDER, key)];
    const ids = [first, second].map(({ body }) => String(body["id"]));
    const { rows } = await api.database.pool.query<{ number: string }>(
      "SELECT number FROM platform_order_index WHERE order_id = $1",
      [ids[1]],
    );
    for (const ref of [ids[0] ?? "", rows[0]?.number ?? ""]) {
      for (const move of ["next", "advance", "complete", "empty", "use_store_credit", "approve"]) {
        const answer = await patch(`orders/${ref}/${move}`);
        expect(answer).toMatchObject({
          status: 422,
          body: { error: "State is complete: the order came through another face, and never was a cart" },
        });
      }
      expect((await patch(`orders/${ref}/cancel`)).status).toBe(200);
    }
    for (const id of ids) expect(await nativeStatus(id)).toBe("order_failed");
  });
});

describe("resume", () => {
  it("places the order once more, once, and the cart is the new order from then on", async () => {
    const { id, orderId } = await bought();
    await patch(`orders/${id}/cancel`);
    const before = await api.countOrders();
    const all = await Promise.all(Array.from({ length: 5 }, () => patch(`orders/${id}/resume`)));
    expect(all.some(({ status }) => status === 200)).toBe(true);
    expect(await api.countOrders()).toBe(before + 1);
    const cart = await readCart(api, id);
    expect(cart).toMatchObject({ state: "resumed", view_state: "resumed", canceled_at: null, canceler_id: null });
    expect(cart.order_id).not.toBe(orderId);
    expect(cart.moves.slice(-2)).toEqual(["complete canceled", "canceled resumed"]);
    const { rows } = await api.database.pool.query("SELECT item_total_cents FROM order_quotes WHERE order_id = $1", [
      cart.order_id,
    ]);
    expect(rows).toEqual([{ item_total_cents: 2_000 }]);
    expect(api.announced.filter((told) => told === cart.order_id)).toHaveLength(1);
    await patch(`orders/${id}/cancel`);
    expect(await readCart(api, id)).toMatchObject({ view_state: "canceled" });
  });

  it("takes the retry that came through the native API as its own", async () => {
    const { id, orderId } = await bought();
    await api.send("POST", `/orders/${orderId}/cancel`, { key });
    const retry = await api.send("POST", `/orders/${orderId}/retry`, { key });
    expect((await patch(`orders/${id}/resume`)).status).toBe(200);
    const cart = await readCart(api, id);
    expect(cart.order_id).toBe(retry.body["id"]);
    expect(cart.moves.slice(-2)).toEqual(["complete canceled", "canceled resumed"]);
  });

  it("is refused for a cart, for an order that lives, and for one that may have been charged", async () => {
    const cart = await makeCart(api, key);
    const { id, orderId } = await bought();
    for (const ref of [cart, id]) expect((await patch(`orders/${ref}/resume`)).status).toBe(422);
    await takeOrder(api, orderId);
    await api.database.pool.query("UPDATE orders SET charged = NULL WHERE id = $1", [orderId]);
    expect((await patch(`orders/${id}/resume`)).body["error"]).toContain("State is not canceled");
  });
});
