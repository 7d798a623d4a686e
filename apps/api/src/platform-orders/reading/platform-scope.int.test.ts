import { placeOrder } from "../../testing/place-order.ts";
import {
  idOf,
  makeCart,
  NEW_YORK,
  readCart,
  sendPlatform,
  storePlatformCatalogue,
} from "../../testing/platform-carts.ts";
import { readSeed } from "../../testing/seeds.ts";
import { giveDefaultRecipient, storeSeedSupplier } from "../../testing/store-catalogue.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
let cart: string;
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
  await storeSeedSupplier(api.database);
  await giveDefaultRecipient(api.database);
  cart = await makeCart(api, key);
});
afterAll(() => api.close());

const get = (path: string, by = key) => sendPlatform(api, { method: "GET", path, key: by });
interface Shown {
  id: string;
  attributes: Record<string, unknown>;
}
const listed = async (path: string, by = key) => (await get(path, by)).body["data"] as Shown[];
const shown = async (path: string) => (await get(path)).body["data"] as Shown;

describe("another account, and the own one's other mode,", () => {
  it.each([{ account: "Stranger" }, { mode: "live" as const }])("see nothing of it: %j", async (whose) => {
    const by = await api.newKey(whose);
    const number = String((await readCart(api, cart))["number"]);
    const line = (await listed("line_items"))[0]?.id ?? "";
    const address = idOf(
      (await sendPlatform(api, { method: "POST", path: "addresses", key, body: { address: NEW_YORK } })).body,
    );
    await sendPlatform(api, { path: `orders/${cart}/advance`, key });
    const native = String((await api.post(ORDER, key)).body["id"]);
    const paths = [
      `orders/${cart}`,
      `orders/${number}`,
      `orders/${native}`,
      `line_items/${line}`,
      `addresses/${address}`,
      `shipments/${cart}`,
    ];
    for (const path of paths) {
      expect([path, (await get(path)).status]).toEqual([path, 200]);
      expect(await get(path, by)).toMatchObject({ status: 404, text: (await get("orders/R199999999", by)).text });
    }
    for (const path of ["orders", "line_items", "addresses", "shipments", `orders?filter[number_eq]=${number}`])
      expect([path, await listed(path, by)]).toEqual([path, []]);
    for (const path of ["line_items", "shipments"])
      expect((await get(`${path}?filter[order_id_eq]=${cart}`, by)).status).toBe(404);
  });

  it("are told which scope a key lacks", async () => {
    const { status, headers, body } = await get("orders", await api.newKey({ scopes: ["orders:write"] }));
    expect([status, body]).toEqual([401, { error: "This API key lacks the scope orders:read." }]);
    expect(headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="orders:read"');
  });
});

describe("an order of another face", () => {
  it("of the native API shows what nobody has read as null, and its own prices once they are read", async () => {
    const id = String((await api.post(ORDER, key)).body["id"]);
    const before = await shown(`orders/${id}`);
    expect(before.attributes).toMatchObject({
      state: "complete", item_total: null, total: null, display_total: null, shipment_total: null, item_count: 1, channel: "native",
    }); // prettier-ignore
    await placeOrder(api, id);
    const after = await shown(`orders/${id}`);
    expect(after.attributes).toMatchObject({
      item_total: "50.0", shipment_total: "0.0", additional_tax_total: "4.31", promo_total: "0.0", total: "54.31",
      payment_total: "54.31", display_total: "$54.31", display_outstanding_balance: "$0.00",
    }); // prettier-ignore
    await isListedAlike(after);
    const lines = await listed(`line_items?filter[order_id_eq]=${id}`);
    expect(lines.map(({ attributes }) => attributes["quantity"])).toEqual([1]);
  });

  it("of the supplier API has that face's amounts", async () => {
    const [request] = readSeed("000").blocks;
    const made = await api.send("POST", "/api/v1/orders", { key, body: request });
    const order = await shown(`orders/${api.announced.at(-1) ?? ""}?include=line_items`);
    const dollars = (name: string) => Number(made.body[name]) / 100;
    const { attributes } = order;
    expect([attributes["channel"], attributes["item_count"]]).toEqual(["supplier", 3]);
    expect(Number(attributes["item_total"])).toBe(dollars("subtotal_cents"));
    expect(Number(attributes["shipment_total"])).toBe(dollars("shipping_cents"));
    const sum = ["item_total", "shipment_total", "additional_tax_total"].reduce(
      (all, name) => all + Number(attributes[name]),
      0,
    );
    expect(Number(attributes["total"])).toBe(sum - Number(attributes["promo_total"]));
    await isListedAlike(order);
  });
});

/** By its id, by its number and in the list it is the same. */
async function isListedAlike({ id, attributes }: Shown): Promise<void> {
  const number = String(attributes["number"]);
  expect(number).toMatch(/^R2\d{8}$/);
  expect((await shown(`orders/${number}`)).attributes).toEqual(attributes);
  const [found, ...others] = await listed(`orders?filter[number_eq]=${number}`);
  expect([found?.id, found?.attributes, others]).toEqual([id, attributes, []]);
  const total = String(attributes["total"]);
  expect((await listed(`orders?filter[total_eq]=${total}`)).map((order) => order.id)).toContain(id);
}

it.each([
  "orders/%00",
  "orders/a%00b",
  "line_items/%00",
  "addresses/%00",
  "shipments/%00",
  "orders?filter[email_in][]=a%00,b",
  "orders?filter[number_in]=%00",
  "orders?filter[state_eq]=%ED%A0%80",
  "orders?sort=%00&include=%00&fields[order]=%00&page=%00&per_page=%00",
  "line_items?filter[order_id_eq]=%00",
  "shipments?filter[order_id_eq]=%00",
  "orders/99999999999999999999999999",
  "orders/R2999999999999999",
  "orders/R1999999999999999",
  "line_items/999999999999999",
  "addresses/999999999999999",
  "orders?page=1000000&per_page=500",
])("nothing that is asked for breaks it: %s", async (path) => {
  expect((await get(path)).status).toBeLessThan(500);
});
