import { randomUUID } from "node:crypto";
import { SupplierOrder } from "@cartwright/schemas";
import { placeOrder, takeOrder } from "../testing/place-order.ts";
import { giveDefaultRecipient, storeSeedSupplier } from "../testing/store-catalogue.ts";
import { type Answer, PATIENT, startTestApi, type TestApi } from "../testing/test-api.ts";

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

const create = (body: object = BODY, headers: Record<string, string> = {}) =>
  api.send("POST", "/api/v1/orders", { key, body, headers });
const idOf = (answer: Answer): string => String(answer.body["id"]);
const read = async (id: string): Promise<SupplierOrder> =>
  SupplierOrder.strict().parse((await api.get(`/api/v1/orders/${id}`, key)).body);
const cancel = (id: string, withKey = key) => api.send("POST", `/api/v1/orders/${id}/cancel`, { key: withKey });
const nativeId = (): string => api.announced.at(-1) ?? "";
const errorOf = ({ body }: Answer) => body["error"] as { code: string; details: Record<string, unknown> };

test("is made once per key: the same request is answered with the same order, another one is refused", async () => {
  const headers = { "Idempotency-Key": randomUUID() };
  const first = await create(BODY, headers);
  const again = await create(BODY, headers);
  expect([first.status, again.status, again.headers.get("idempotent-replayed")]).toEqual([201, 200, "true"]);
  expect(again.text).toBe(first.text);

  const announced = api.announced.length;
  const other = await create({ ...BODY, buyer_notes: "Another" }, headers);
  expect([other.status, errorOf(other)]).toMatchObject([
    400,
    { code: "invalid_request", details: { reason: "idempotency_conflict", order_id: idOf(first) } },
  ]);
  expect(api.announced).toHaveLength(announced);
});

test("is one order although the same request comes fifty times at once", async () => {
  const before = await api.countOrders();
  const headers = { "Idempotency-Key": randomUUID() };
  const answers = await Promise.all(Array.from({ length: 50 }, () => create(BODY, headers)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  // Whoever was in between was told to try again, and nothing else.
  expect(answers.filter(({ status }) => ![200, 201, 409].includes(status))).toEqual([]);
  expect(new Set(answers.filter(({ status }) => status !== 409).map(idOf)).size).toBe(1);
  expect(await api.countOrders()).toBe(before + 1);
  expect((await create(BODY, headers)).text).toBe(answers.find(({ status }) => status === 201)?.text);
});

test("takes the recipient, the second line and the variant that it names, and shows the address as it was sent", async () => {
  const shipping_address = { ...BODY.shipping_address, street2: "Floor 2", name: "Bo  Li Chan", phone: "415-693-5506" };
  const items = [{ product_id: "prod_def456", quantity: 1 }];
  const { body: products } = await api.get("/api/v1/products/prod_def456", key);
  const [, large] = products["variants"] as { id: string; price_cents: number }[];
  const created = await create({ ...BODY, items: [{ ...items[0], variant_id: large?.id }], shipping_address });
  expect([created.body["subtotal_cents"], large?.price_cents]).toEqual([19_000, 19_000]);
  expect(created.body["shipping_address"]).toEqual(shipping_address);
  const { body: native } = await api.get(`/orders/${nativeId()}`, key);
  expect(native).toMatchObject({
    items: [{ variant: [{ label: "Size", value: "L" }] }],
    shipping_address: {
      first_name: "Bo Li",
      last_name: "Chan",
      address_line2: "Floor 2",
      phone_number: "+14156935506",
    },
  });
});

test("adds the account's own fee to what is shown, and its tolerance to what may be spent", async () => {
  const own = await api.newKey({ account: "Settled" });
  await giveDefaultRecipient(api.database, "Settled");
  await api.database.pool.query(
    "UPDATE accounts SET platform_fee_cents = 1234, price_tolerance_cents = 500 WHERE name = 'Settled'",
  );
  const created = await api.send("POST", "/api/v1/orders", { key: own, body: BODY });
  expect(created.body).toMatchObject({ subtotal_cents: 66_000, shipping_cents: 6_000, platform_fee_cents: 1_234, total_cents: 73_234 }); // prettier-ignore
  const { body: native } = await api.get(`/orders/${nativeId()}`, own);
  expect(native["max_price"]).toBe(66_000 + 6_000 + 6_600 + 500);
});

test("is cancelled before its purchase: what was set aside is free again, and the answer stays the same", async () => {
  const id = idOf(await create());
  const answer = await cancel(id);
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      id,
      order_number: id.replace("ord_", "ORD-").replace("_", "-"),
      status: "cancelled",
      cancelled_at: expect.any(String),
      refund: { amount_cents: 74_500, status: "released" },
    },
  ]);
  expect((await cancel(id)).text).toBe(answer.text);
  const order = await read(id);
  expect(order).toMatchObject({
    status: "cancelled",
    fulfillment_status: "order_failed",
    cancelled_at: answer.body["cancelled_at"],
  });
  expect(order.timeline.map(({ event }) => event)).toEqual(["order_placed", "order_confirmed", "order_cancelled"]);
});

test("is not cancelled once it is bought: it can be sent back", async () => {
  const id = idOf(await create());
  await placeOrder(api, nativeId());
  const answer = await cancel(id);
  expect([answer.status, errorOf(answer)]).toMatchObject([
    400,
    { code: "invalid_request", details: { reason: "order_not_cancellable", status: "confirmed" } },
  ]);
  expect(answer.text).toContain("return");
  expect(await read(id)).toMatchObject({ status: "confirmed", fulfillment_status: "order_placed" });
});

test("is cancelled, or bought: of a cancel and a purchase at the same moment exactly one wins", async () => {
  for (let round = 0; round < 8; round += 1) {
    const id = idOf(await create());
    const orderId = nativeId();
    const [answer, isBought] = await Promise.all([
      cancel(id),
      placeOrder(api, orderId).then(
        () => true,
        () => false,
      ),
    ]);
    expect([answer.status, isBought]).toEqual(isBought ? [400, true] : [200, false]);
    expect((await read(id)).status).toBe(isBought ? "confirmed" : "cancelled");
  }
});

test("an order that a worker has in hand is cancelled as well, and the worker writes nothing more", async () => {
  const id = idOf(await create());
  await takeOrder(api, nativeId());
  expect((await cancel(id)).status).toBe(200);
});
