import { findOrder, findTrackedOrder, recordShipments } from "@cartwright/db";
import type { ShownShipments } from "@cartwright/orders";
import { placeOrder } from "../testing/place-order.ts";
import { readSeed, unlikeSeed } from "../testing/seeds.ts";
import { giveDefaultRecipient, storeSeedSupplier } from "../testing/store-catalogue.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

const [REQUEST = {}, CREATED = {}] = readSeed("000").blocks;
const [SHIPPED = {}] = readSeed("001").blocks;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storeSeedSupplier(api.database);
  await giveDefaultRecipient(api.database);
});
afterAll(() => api.close());

const create = () => api.send("POST", "/api/v1/orders", { key, body: REQUEST });

/** What of a seed does not follow from its request. */
function without(seed: object, ...keys: string[]): object {
  return Object.fromEntries(Object.entries(seed).filter(([name]) => !keys.includes(name)));
}

/** The native order that a request made last. */
async function nativeOrder() {
  const id = api.announced.at(-1) ?? "";
  const order = await findTrackedOrder(api.database.db, id);
  if (order === undefined) throw new Error("the order is gone");
  return order;
}

/** As a look at the retailer's page leaves it. */
async function ship(): Promise<void> {
  const order = await nativeOrder();
  const { carrier, tracking_number, tracking_url, estimated_delivery } = SHIPPED["tracking"] as Record<string, string>;
  const shown: ShownShipments = {
    parcels: [
      {
        carrier: carrier ?? "",
        trackingNumber: tracking_number ?? "",
        trackingUrl: tracking_url ?? null,
        status: "in_transit",
        estimatedDelivery: estimated_delivery ?? null,
        checkpoints: [],
      },
    ],
    lines: order.items.map(({ url, quantity }) => ({ url, quantity, variant: null, status: "shipped", reason: null })),
    estimatedDelivery: null,
  };
  await recordShipments(api.database.db, { order, lookNo: 0 }, shown, { source: "worker", nextLookMs: 1 });
}

test("answers the seed's request with the seed's answer: every key, in its place, with what follows from the request", async () => {
  const { status, body, headers, text } = await create();
  expect([status, unlikeSeed(CREATED, body)]).toEqual([201, []]);
  const { fulfillment_status, ...answer } = body;
  expect(Object.keys(answer)).toEqual(Object.keys(CREATED));
  expect(answer).toMatchObject(without(CREATED, "id", "order_number", "created_at", "confirmed_at"));
  expect(answer["items"]).toStrictEqual(CREATED["items"]);
  expect(String(answer["id"])).toMatch(/^ord_\d{4}_\d{4,}$/);
  expect(answer["order_number"]).toBe(String(answer["id"]).replace("ord_", "ORD-").replace("_", "-"));
  for (const moment of [answer["created_at"], answer["confirmed_at"]]) expect(moment).toMatch(TIME);
  expect([fulfillment_status, headers.get("location")]).toEqual(["pending", `/api/v1/orders/${String(answer["id"])}`]);
  expect(text).not.toContain("null");
});

test("makes it a native order: of the catalogue's pages, for the account's recipient, with the ceiling that the contract names", async () => {
  await create();
  const { items, accountId, mode, id } = await nativeOrder();
  const order = await findOrder(api.database.db, { accountId, mode }, id);
  expect(items.map(({ url, quantity }) => [url.split("/").at(-1), quantity])).toEqual([
    ["walnut-desk-organizer", 2],
    ["linen-shirt", 1],
  ]);
  // 660.00 and 60.00, 10 % of the items for tax, and no tolerance; the platform's fee is none of the retailer's.
  expect(order).toMatchObject({
    maxPriceCents: 66_000 + 6_000 + 6_600,
    metadata: {},
    poNumber: null,
    shippingAddress: {
      first_name: "Ada",
      last_name: "Quinn",
      address_line1: "123 Market Street",
      city: "San Francisco",
      state: "CA",
      postal_code: "94102",
      phone_number: "+14156935505",
    },
  });
});

test("shows an order that has shipped as the seed shows it: every key, with what the request and the retailer said", async () => {
  const created = await create();
  await placeOrder(api, api.announced.at(-1) ?? "");
  await ship();
  const { status, body } = await api.get(`/api/v1/orders/${String(created.body["id"])}`, key);
  expect([status, unlikeSeed(SHIPPED, body)]).toEqual([200, []]);
  expect(Object.keys(body).filter((name) => Object.hasOwn(SHIPPED, name))).toEqual(Object.keys(SHIPPED));
  const ours = ["id", "order_number", "created_at", "confirmed_at", "shipped_at", "timeline"];
  expect(body).toMatchObject(without(SHIPPED, ...ours));
  const events = body["timeline"] as { event: string; timestamp: string }[];
  expect(events.map(({ event }) => event)).toEqual(
    (SHIPPED["timeline"] as { event: string }[]).map(({ event }) => event),
  );
  for (const { timestamp } of events) expect(timestamp).toMatch(TIME);
  expect(events.at(-1)?.timestamp).toBe(body["shipped_at"]);
  expect(body).toMatchObject({
    id: created.body["id"],
    created_at: created.body["created_at"],
    confirmed_at: created.body["confirmed_at"],
    delivered_at: null,
    cancelled_at: null,
    fulfillment_status: "order_placed",
  });
});
