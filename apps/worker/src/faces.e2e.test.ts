import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { requireRedisUrl, type RunningProgram, runToEnd, startProgram, waitFor } from "@cartwright/testing";
import { type Buying, startBuying } from "./testing/buying.ts";
import {
  type Document,
  expectAmountsToAdd,
  type Json,
  type NativeOrder,
  serialIn,
  statesIn,
  toldBy,
  viewsOf,
} from "./testing/order-views.ts";

const ACCOUNT = "Three Faces";
const WITHIN_MS = 60_000;
const PLATFORM = "/api/v2/platform";
const TOKEN = "/spree_oauth/token";
/** What the demo shop asks for it. */
const [ORGANIZER, NOTEBOOK] = [3_450, 1_850];

let buying: Buying;
let api: RunningProgram & { ready: RegExpExecArray };
let url: string;
let key: string;
let keyId: string;
let folder: string;

/** As an operator sets it up: a key, a catalogue from a file, and who receives where a request names nobody. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "faces-"));
  const prefix = `{test-${randomBytes(4).toString("hex")}}`;
  buying = await startBuying({
    env: { QUEUE_PREFIX: prefix, TRACKING_FIRST_LOOK_MS: "1", TRACKING_LOOK_EVERY_MS: "200" },
  });
  const { database, shop } = buying;
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: prefix,
    DEMO_SHOP_URL: shop.url,
    SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
    API_PORT: "0",
  };
  const command = async (entry: string, ...args: string[]): Promise<string> => {
    const { exitCode, output } = await runToEnd({ entry: `apps/api/src/${entry}`, args, env });
    if (exitCode !== 0) throw new Error(`${entry} ${args.join(" ")}: ${output}`);
    return output;
  };
  const file = path.join(folder, "catalogue.json");
  writeFileSync(file, JSON.stringify(catalogue(shop.productUrl)));
  const starting = startProgram({ entry: "apps/api/src/main.ts", env, readyWhen: /"url":"([^"]+)"/ });
  const made = await command("accounts/keys-main.ts", "create", "--account", ACCOUNT);
  key = /cw_test_\w+/.exec(made)?.[0] ?? "";
  keyId = /Key (\S+) of/.exec(made)?.[1] ?? "";
  await command("catalogue/catalogue-main.ts", "import", file);
  const recipient = ["--recipient-name", "Ada Quinn", "--recipient-phone", "(415) 693-5505"];
  await command("catalogue/catalogue-main.ts", "account", "--account", ACCOUNT, ...recipient);
  api = await starting;
  url = api.ready[1] ?? "";
}, WITHIN_MS);

afterAll(async () => {
  await api.stop("SIGTERM");
  await buying.close();
  rmSync(folder, { recursive: true, force: true });
});

const catalogue = (productUrl: (slug: string) => string) => ({
  suppliers: [
    {
      id: "sup_harbor",
      name: "Harbor & Pine",
      address: "1200 Westlake Avenue North, Seattle, WA 98109",
      shipping_cents: 595,
      tax_allowance_percent: 10.5,
      products: [
        ["prod_organizer", "walnut-desk-organizer", ORGANIZER] as const,
        ["prod_notebook", "clothbound-notebook", NOTEBOOK] as const,
      ].map(([id, slug, price_cents]) => ({
        id,
        name: slug,
        variants: [{ sku: slug, price_cents, url: productUrl(slug) }],
      })),
    },
  ],
});

/** Throws for a refusal. */
async function send(method: string, where: string, body?: object, token: string | undefined = key): Promise<Json> {
  const headers = {
    "Content-Type": "application/json",
    ...(where === TOKEN ? {} : { Authorization: `Bearer ${token}` }),
  };
  const answer = await fetch(url + where, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (answer.status >= 400) throw new Error(`${method} ${where}: ${answer.status} ${text}`);
  return JSON.parse(text) as Json;
}

const get = (where: string): Promise<Json> => send("GET", where);

const HOME = { street1: "123 Market Street", city: "San Francisco", state: "CA", zip: "94105" };

/** By product id. Gives the order's serial. */
async function orderAsSupplierClient(): Promise<number> {
  const items = [
    { product_id: "prod_organizer", quantity: 1 },
    { product_id: "prod_notebook", quantity: 2 },
  ];
  const order = { supplier_id: "sup_harbor", items, shipping_address: HOME, buyer_notes: "Ring twice" };
  const { order_number: number } = await send("POST", "/api/v1/orders", order);
  return serialIn(number);
}

/** By a cart, with a token instead of the key. Gives the cart's number. */
async function orderAsPlatformClient(): Promise<string> {
  const client = { grant_type: "client_credentials", client_id: keyId, client_secret: key };
  const { access_token: token } = await send("POST", TOKEN, client);
  const ask = async (method: string, where: string, body?: object): Promise<Document> =>
    (await send(method, PLATFORM + where, body, String(token)))["data"] as Document;
  const { variants } = (await send("GET", "/api/v1/products/prod_notebook")) as { variants: { id: string }[] };
  const { id } = await ask("POST", "/orders", { order: { email: "ada@example.com" } });
  await ask("POST", "/line_items", { line_item: { order_id: id, variant_id: variants[0]?.id, quantity: 3 } });
  const address = {
    firstname: "Ada", lastname: "Quinn", address1: HOME.street1, city: HOME.city, zipcode: HOME.zip, state_name: HOME.state,
    country_id: "US", phone: "4156935505",
  }; // prettier-ignore
  await ask("PATCH", `/orders/${id}`, { order: { ship_address_attributes: { address } } });
  const states: unknown[] = [];
  for (const step of ["next", "next", "next", "next", "complete"]) {
    states.push((await ask("PATCH", `/orders/${id}/${step}`)).attributes["state"]);
  }
  expect(states).toEqual(["address", "delivery", "payment", "confirm", "complete"]);
  // Whoever completes it again, buys nothing again.
  return String((await ask("PATCH", `/orders/${id}/complete`)).attributes["number"]);
}

/** By URL. Gives the order's serial. */
async function orderAsNativeClient(): Promise<number> {
  const shipping_address = {
    first_name: "Ada", last_name: "Quinn", address_line1: HOME.street1, city: HOME.city, state: HOME.state,
    postal_code: HOME.zip, phone_number: "4156935505", country: "US",
  }; // prettier-ignore
  const products = [{ url: buying.shop.productUrl("clothbound-notebook"), quantity: 1 }];
  const { number } = await send("POST", "/orders", { products, shipping_address, max_price: 20_000 });
  return serialIn(number);
}

async function listOrders(): Promise<NativeOrder[]> {
  return ((await send("GET", "/orders")) as { orders: NativeOrder[] }).orders;
}

/** The keys of the contract's answer for an order that was shipped (seed 001). */
const SHIPPED_KEYS = [
  "id", "order_number", "status", "supplier", "items", "subtotal_cents", "shipping_cents", "platform_fee_cents", "total_cents",
  "shipping_address", "tracking", "buyer_notes", "timeline", "created_at", "confirmed_at", "shipped_at",
]; // prettier-ignore

test(
  "an order through each face is bought once, and told alike by all three, until it is shipped",
  async () => {
    const bySupplier = await orderAsSupplierClient();
    const cart = await orderAsPlatformClient();
    const byUrl = await orderAsNativeClient();
    const isPlaced = (order: NativeOrder): boolean => order.status === "order_placed";
    const orders = await waitFor(
      "all to be placed",
      async () => {
        const now = await listOrders();
        return now.every(isPlaced) ? now : undefined;
      },
      WITHIN_MS,
    );
    expect(orders).toHaveLength(3);
    const ledger = (await buying.shop.ledger()).map(({ order_number }) => order_number);
    expect(ledger.toSorted()).toEqual(orders.flatMap(({ merchant_order_ids }) => merchant_order_ids).toSorted());
    expect(new Set(ledger).size).toBe(3);

    for (const order of orders) {
      const serial = serialIn(order.number);
      const views = await viewsOf(get, order, [bySupplier, byUrl].includes(serial) ? undefined : cart);
      const [told, ...others] = toldBy(views);
      expect(others).toEqual([told, told]);
      expect(statesIn(views)).toEqual([
        ["order_placed", "ordered"],
        ["confirmed", "order_placed", "ordered"],
        ["complete", "paid", "ready"],
      ]);
      expectAmountsToAdd(views, serial !== byUrl);
    }
    const shipped = orders.find(({ number }) => serialIn(number) === bySupplier);
    if (shipped === undefined) throw new Error("the supplier client's order is not listed");
    await expectShipment(shipped);
  },
  WITHIN_MS,
);

async function expectShipment(order: NativeOrder): Promise<void> {
  const parcel = { carrier: "UPS", tracking_number: "1Z999AA10123456784" };
  const shipping = `${buying.shop.url}/__orders/${order.merchant_order_ids[0] ?? ""}/ship`;
  const headers = { "Content-Type": "application/json" };
  expect((await fetch(shipping, { method: "POST", headers, body: JSON.stringify(parcel) })).status).toBe(200);
  await waitFor(
    "the order to be shipped",
    async () => ((await viewsOf(get, order)).supplier.status === "shipped" ? true : undefined),
    WITHIN_MS,
  );
  // Asked anew: of the views that were waited with, some were taken before the move.
  const views = await viewsOf(get, order);
  const [told, ...others] = toldBy(views);
  expect(told).toMatchObject({ tracking: parcel.tracking_number });
  expect(others).toEqual([told, told]);
  expect(statesIn(views)).toEqual([
    ["order_placed", "shipped"],
    ["shipped", "order_placed", "shipped"],
    ["complete", "paid", "shipped"],
  ]);
  expect(Object.keys(views.supplier)).toEqual(expect.arrayContaining(SHIPPED_KEYS));
  expect(views.supplier).toMatchObject({
    supplier: { id: "sup_harbor", name: "Harbor & Pine", address: "1200 Westlake Avenue North, Seattle, WA 98109" },
    shipping_address: HOME,
    tracking: { ...parcel, tracking_url: expect.stringMatching(/^https:.*1Z999AA10123456784/) as string },
    buyer_notes: "Ring twice",
    timeline: ["order_placed", "order_confirmed", "order_shipped"].map((event) => ({ event })),
    shipped_at: expect.stringMatching(/^\d{4}-/) as string,
  });
}
