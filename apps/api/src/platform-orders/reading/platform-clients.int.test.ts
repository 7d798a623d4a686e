import { Jsona } from "jsona";
import { placeOrder, shipOrder } from "../../testing/place-order.ts";
import { makeCart, readCart, sendPlatform, storePlatformCatalogue } from "../../testing/platform-carts.ts";
import { openJsonApiCheck } from "../../testing/platform-contract.ts";
import { ORDER, startTestApi, type TestApi } from "../../testing/test-api.ts";

let api: TestApi;
let key: string;
/** An order that was bought, and is on its way; one that came through the native API; a cart with a coupon. */
let [shipped, native, cart] = ["", "", ""];
beforeAll(async () => {
  api = await startTestApi();
  key = await api.newKey();
  await storePlatformCatalogue(api);
  await api.database.pool.query(`INSERT INTO platform_coupons (account_id, code, name, amount_cents)
    SELECT id, 'TEN', 'Ten off', 1000 FROM accounts WHERE name = 'Test account'`);
  shipped = await makeCart(api, key, {
    user_id: "7",
    line_items_attributes: [{ variant_id: "1" }, { variant_id: "2" }],
  });
  await sendPlatform(api, { path: `orders/${shipped}/complete`, key });
  const { order_id } = await readCart(api, shipped);
  await placeOrder(api, order_id ?? "");
  await shipOrder(api, order_id ?? "");
  native = String((await api.post(ORDER, key)).body["id"]);
  cart = await makeCart(api, key);
  await sendPlatform(api, { path: `orders/${cart}/advance`, key });
  await sendPlatform(api, { path: `orders/${cart}/apply_coupon_code`, key, body: { coupon_code: "ten" } });
});
afterAll(() => api.close());

const get = async (path: string) => {
  const answer = await sendPlatform(api, { method: "GET", path, key });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
  return answer;
};
const read = async (path: string) => new Jsona().deserialize((await get(path)).text);

describe("jsona, a client of JSON:API", () => {
  it("reads an order as one object, with everything it included in its place", async () => {
    const include = "line_items.variant.product,ship_address,user,payments,shipments.line_items,state_changes";
    const order = await read(`orders/${shipped}?include=${include}`);
    const product = { type: "product", id: "prod_desk", name: "Desk organizer" };
    expect(order).toMatchObject({
      type: "order",
      id: shipped,
      state: "complete",
      item_total: "15.5",
      total: "22.05",
      user: { type: "user", id: "7" },
      ship_address: { type: "address", firstname: "John", city: "New York", zipcode: "10118" },
      line_items: [
        {
          name: "Desk organizer",
          quantity: 1,
          price: "10.0",
          variant: { type: "variant", id: "1", price: "10.0", product },
        },
        { quantity: 1, total: "5.5", display_total: "$5.50", variant: { id: "2", total_on_hand: 3, product } },
      ],
      payments: [{ amount: "22.05", state: "completed", response_code: "HP-1001" }],
      shipments: [{ tracking: "1Z999AA10123456784", cost: "5.0", line_items: [{ price: "10.0" }, { price: "5.5" }] }],
    });
    expect(order).toHaveProperty("state_changes.4.next_state", "complete");
  });

  it("reads an order that never was a cart just so", async () => {
    expect(await read(`orders/${native}?include=line_items,ship_address`)).toMatchObject({
      id: native,
      state: "complete",
      total: null,
      line_items: [{ name: ORDER.products[0]?.url, quantity: 1, price: null }],
      ship_address: { firstname: "Ada", zipcode: "94105" },
    });
  });

  it("reads a list of orders, each with its own lines", async () => {
    const orders = await read("orders?include=line_items,order_promotions,adjustments&sort=created_at");
    expect(orders).toMatchObject([
      { id: shipped, line_items: [{ price: "10.0" }, { price: "5.5" }], adjustments: [{ label: "Tax" }] },
      { id: native, line_items: [{ price: null }] },
      {
        id: cart,
        line_items: [{ quantity: 2, total: "20.0" }],
        order_promotions: [{ code: "TEN", amount: "10.0" }],
        adjustments: [
          { label: "Tax", amount: "2.0" },
          { label: "Promotion (TEN)", amount: "-10.0" },
        ],
      },
    ]);
  });

  it("reads a line, from which the way leads back to its order", async () => {
    const line = await read("line_items?filter[order_id_eq]=" + cart + "&include=order.ship_address,variant");
    expect(line).toMatchObject([{ order: { id: cart, ship_address: { city: "New York" } }, variant: { id: "1" } }]);
  });
});

describe("JSON:API 1.0, by its own schema,", () => {
  const faultsOf = openJsonApiCheck();
  const EVERYTHING =
    "user,created_by,approver,canceler,bill_address,ship_address,line_items.variant.product,payments,shipments.address,state_changes,adjustments,order_promotions";

  it("finds fault with what is none of its documents", () => {
    expect(faultsOf({ data: { type: "order", id: 1 } })).not.toEqual([]);
    expect(faultsOf({ data: { type: "order", id: "1", attributes: { id: "1" } } })).not.toEqual([]);
  });

  it.each([
    "orders",
    `orders?include=${EVERYTHING}`,
    "orders?fields[order]=number,line_items&per_page=1&page=2",
    "orders/SHIPPED",
    `orders/SHIPPED?include=${EVERYTHING}`,
    `orders/NATIVE?include=${EVERYTHING}`,
    `orders/CART?include=${EVERYTHING}`,
    "line_items",
    "line_items?include=order,variant.product",
    "line_items/1?include=order.line_items",
    "addresses",
    "addresses/1?include=user",
    "shipments",
    "shipments?include=order,address,line_items",
    "shipments/SHIPPED?include=order.shipments",
    "shipments/NATIVE",
  ])("accepts %s, in which each resource is there once, and all that is there is linked to", async (path) => {
    const { body } = await get(path.replace("SHIPPED", shipped).replace("NATIVE", native).replace("CART", cart));
    expect(faultsOf(body)).toEqual([]);
    const { data, included = [] } = body as { data: Linked | Linked[]; included?: Linked[] };
    const all = [data].flat().concat(included);
    const names = all.map(({ type, id }) => `${type} ${id}`);
    expect(new Set(names).size).toBe(names.length);
    const linked = new Set(all.flatMap(linksOf));
    expect(included.map(({ type, id }) => `${type} ${id}`).filter((name) => !linked.has(name))).toEqual([]);
  });
});

interface Linked {
  type: string;
  id: string;
  relationships: Record<string, { data: Linked | Linked[] | null }>;
}

const linksOf = ({ relationships }: Linked): string[] =>
  Object.values(relationships).flatMap(({ data }) => [data ?? []].flat().map(({ type, id }) => `${type} ${id}`));
