import { z } from "zod";
import { NEW_YORK, sendPlatform } from "../../testing/platform-carts.ts";
import { readSeed, unlikeSeed } from "../../testing/seeds.ts";
import { storeSupplier } from "../../testing/store-catalogue.ts";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";

const [REQUEST = {}, ANSWER = {}] = readSeed("002").blocks;

const Linkage = z.object({ id: z.string(), type: z.string() });
const Document = z.object({
  data: z.object({
    id: z.string(),
    type: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    relationships: z.record(z.string(), z.object({ data: z.union([Linkage, z.array(Linkage), z.null()]) })),
  }),
});
const Request = z.object({ order: z.record(z.string(), z.unknown()) });
const { order: ASKED } = Request.parse(REQUEST);
const { data: SEED } = Document.parse(ANSWER);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What of the answer the request decides on, and how. All else is as the seed has it. */
const FOLLOWS = {
  item_total: "170.9",
  total: "170.9",
  item_count: 2,
  email: ASKED["email"],
  special_instructions: ASKED["special_instructions"],
  last_ip_address: ASKED["last_ip_address"],
  channel: ASKED["channel"],
  approved_at: "2022-11-08T19:33:50.000Z",
  confirmation_delivered: true,
  store_owner_notification_delivered: true,
  considered_risky: true,
  display_item_total: "$170.90",
  display_total: "$170.90",
  display_outstanding_balance: "$170.90",
  display_pre_tax_item_amount: "$170.90",
  display_pre_tax_total: "$170.90",
  display_order_total_after_store_credit: "$170.90",
};
const OURS = new Set(["number", "created_at", "updated_at"]);

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  // Two of variant 1 come to what the seed says of items, shipping and tax.
  await storeSupplier(api.database, {
    id: "sup_seed",
    columns: { shipping_cents: 1_000, tax_allowance_bp: 585 },
    products: [{ id: "prod_seed", name: "Seed", variants: [{ priceCents: 8_545 }] }],
  });
});
afterAll(() => api.close());

const create = async () => {
  const { status, body, headers } = await sendPlatform(api, { method: "POST", path: "orders", key, body: REQUEST });
  return { status, headers, body, ...Document.parse(body) };
};
const orderOf = async (path: string, method = "GET", body?: object) =>
  Document.parse((await sendPlatform(api, { method, path, key, body })).body).data;

/** A null of the seed stands for what was not known there, and may be known here. */
function withoutNulls(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null));
}

test("answers the seed's request, as it stands, with every key of the seed's answer, in its type and in its place", async () => {
  const { status, headers, body, data } = await create();
  expect([status, headers.get("content-type")]).toEqual([201, "application/vnd.api+json; charset=utf-8"]);
  const nulls = Object.entries(SEED.attributes).filter(([, value]) => value === null);
  for (const [name] of nulls) expect([null, "string", "boolean"]).toContain(typeOf(data.attributes[name]));
  const expected = {
    ...SEED,
    attributes: withoutNulls(SEED.attributes),
    relationships: Object.fromEntries(Object.entries(SEED.relationships).filter(([, { data: to }]) => to !== null)),
  };
  expect(unlikeSeed({ data: expected }, body)).toEqual([]);
  expect(Object.keys(data)).toEqual(["id", "type", "attributes", "relationships"]);
  expect(Object.keys(data.attributes).filter((name) => name !== "considered_risky")).toEqual(
    Object.keys(SEED.attributes),
  );
  expect(Object.keys(data.relationships)).toEqual(Object.keys(SEED.relationships));
});

test.each(Object.entries(SEED.attributes).filter(([name]) => !OURS.has(name)))(
  "%s follows from the request, or is as the seed has it",
  async (name, seeds) => {
    const { data } = await createdOnce();
    expect(data.attributes[name]).toEqual(Object.hasOwn(FOLLOWS, name) ? FOLLOWS[name as keyof typeof FOLLOWS] : seeds);
  },
);

let made: ReturnType<typeof create> | undefined;
const createdOnce = () => (made ??= create());

test("gives it a number and the moment, and relates it to what the request names", async () => {
  const { data } = await createdOnce();
  expect(data.attributes["number"]).toMatch(/^R\d{9}$/);
  for (const name of ["created_at", "updated_at"]) expect(data.attributes[name]).toMatch(TIME);
  const linked = (type: string) => ({ data: { id: expect.stringMatching(/^\d+$/), type } });
  expect(data.relationships).toEqual({
    ...Object.fromEntries(Object.keys(SEED.relationships).map((name) => [name, { data: [] }])),
    user: { data: { id: "1", type: "user" } },
    created_by: { data: { id: "1", type: "user" } },
    approver: { data: { id: "<string>", type: "user" } },
    canceler: { data: { id: "<string>", type: "user" } },
    bill_address: linked("address"),
    ship_address: linked("address"),
    line_items: { data: [{ id: expect.stringMatching(/^\d+$/), type: "line_item" }] },
    payments: { data: [{ id: `${data.id}-payment`, type: "payment" }] },
  });
});

test("shows the request's addresses as they were sent", async () => {
  const { data } = await createdOnce();
  for (const side of ["bill_address", "ship_address"]) {
    const { data: to } = data.relationships[side] ?? {};
    const address = await orderOf(`addresses/${Linkage.parse(to).id}`);
    const { address: sent } = z
      .object({ address: z.record(z.string(), z.unknown()) })
      .parse(ASKED[`${side}_attributes`]);
    const { user_id: user, ...attributes } = sent;
    expect(address.attributes).toMatchObject(attributes);
    expect(address.relationships).toEqual({ user: { data: { id: user, type: "user" } } });
  }
});

test("comes to the request's own totals once it is clear where it goes", async () => {
  const { data } = await create();
  const { attributes } = await orderOf(`orders/${data.id}/advance`, "PATCH");
  const cents = (value: unknown) => Math.round(Number(value) * 100);
  for (const name of ["item_total", "shipment_total", "additional_tax_total", "promo_total", "total"])
    expect([name, cents(attributes[name])]).toEqual([name, cents(ASKED[name])]);
  expect(attributes).toMatchObject({ state: "confirm", adjustment_total: "10.0", payment_total: "0.0" });
  await orderOf(`orders/${data.id}`, "PATCH", { order: { ship_address_attributes: NEW_YORK } });
  const complete = await orderOf(`orders/${data.id}/complete`, "PATCH");
  expect(complete.attributes).toMatchObject({ state: "complete", total: "190.9", payment_state: "balance_due" });
});

function typeOf(value: unknown): string | null {
  return value === null ? null : typeof value;
}
