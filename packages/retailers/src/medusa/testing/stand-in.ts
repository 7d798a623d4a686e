import {
  CUSTOMER,
  GOODS,
  type Good,
  type GoodVariant,
  hasQuirk,
  newCart,
  openStandIn,
  putInto,
  type StandInAnswer,
  type StandInCart,
  type StandInRequest,
  type StandInShop,
  totalsOf,
} from "../../testing/stand-in-shop.ts";

export const PUBLISHABLE_KEY = "pk_stand_in";
const TOKEN = "customer-token";

interface World {
  carts: Map<string, StandInCart>;
  /** Which provider a cart's payment was begun with, by the cart's id. */
  providers: Map<string, string>;
  ledger: StandInCart[];
}

interface Call extends StandInRequest {
  world: World;
  /** What the path's groups matched. */
  ids: string[];
}

/** Answers the driver's requests as a real Medusa 2.21 did. */
export async function openMedusaStandIn(): Promise<StandInShop> {
  const world: World = { carts: new Map(), providers: new Map(), ledger: [] };
  return await openStandIn(world.ledger, (request) => answer(world, request));
}

const ok = (body: unknown): StandInAnswer => ({ status: 200, body });
const refuse = (status: number, type: string, message: string, code?: string): StandInAnswer => ({
  status,
  body: { ...(code === undefined ? {} : { code }), type, message },
});

const ROUTES: [method: string, path: RegExp, answer: (call: Call) => StandInAnswer][] = [
  ["GET", /^\/store\/regions$/, () => ok({ regions: REGIONS })],
  ["POST", /^\/auth\/customer\/emailpass$/, logIn],
  ["GET", /^\/store\/customers\/me$/, ownOnly(() => ok({ customer: { email: CUSTOMER.login } }))],
  ["GET", /^\/store\/products$/, listProducts],
  ["POST", /^\/store\/carts$/, createCart],
  ["GET", /^\/store\/carts\/(\w+)$/, ({ world, ids }) => readCart(world, ids)],
  ["GET", /^\/store\/shipping-options$/, () => ok({ shipping_options: SHIPPING })],
  ["POST", /^\/store\/carts\/(\w+)\/shipping-methods$/, ship],
  ["GET", /^\/store\/payment-providers$/, () => ok({ payment_providers: PROVIDERS })],
  [
    "POST",
    /^\/store\/payment-collections$/,
    ({ body }) => ok({ payment_collection: { id: `pay_${String(body["cart_id"])}` } }),
  ],
  ["POST", /^\/store\/payment-collections\/pay_(\w+)\/payment-sessions$/, beginPayment],
  ["POST", /^\/store\/carts\/(\w+)\/complete$/, complete],
  ["GET", /^\/store\/orders$/, ownOnly(listOrders)],
  ["GET", /^\/store\/orders\/order_(\w+)$/, ({ world, ids }) => readOrder(world, ids)],
];

const REGIONS = [
  { id: "reg_eu", currency_code: "eur", countries: [{ iso_2: "de" }] },
  { id: "reg_us", currency_code: "usd", countries: [{ iso_2: "us" }] },
];
const zone = (type: string) => ({ fulfillment_set: { type } });
const SHIPPING = [
  { id: "so_collect", name: "At the counter", amount: 0, shipping_profile_id: "sp", service_zone: zone("pickup") },
  { id: "so_express", name: "Express", amount: 15, shipping_profile_id: "sp", service_zone: zone("shipping") },
  { id: "so_standard", name: "Standard", amount: 5.95, shipping_profile_id: "sp", service_zone: zone("shipping") },
];
const PROVIDERS = ["pp_declining_card", "pp_system_default"].map((id) => ({ id, is_enabled: true }));

function answer(world: World, request: StandInRequest): StandInAnswer {
  if (request.header("x-publishable-api-key") !== PUBLISHABLE_KEY && request.url.pathname.startsWith("/store/")) {
    return refuse(400, "not_allowed", "A valid publishable key is required to proceed with the request");
  }
  for (const [method, path, reply] of ROUTES) {
    const match = path.exec(request.url.pathname);
    if (match !== null && method === request.method) return reply({ ...request, world, ids: match.slice(1) });
  }
  return { status: 404, body: "Cannot GET" };
}

function ownOnly(reply: (call: Call) => StandInAnswer): (call: Call) => StandInAnswer {
  return (call) => (isCustomer(call) ? reply(call) : { status: 401, body: { message: "Unauthorized" } });
}

function isCustomer({ header }: StandInRequest): boolean {
  return header("authorization") === `Bearer ${TOKEN}`;
}

function logIn({ body }: Call): StandInAnswer {
  const isRight = body["email"] === CUSTOMER.login && body["password"] === CUSTOMER.password;
  return isRight ? ok({ token: TOKEN }) : refuse(401, "unauthorized", "Invalid email or password");
}

function listProducts({ url }: Call): StandInAnswer {
  const handle = url.searchParams.get("handle");
  const products = GOODS.filter((good) => good.handle === handle).map(showProduct);
  return ok({ products, count: products.length, offset: 0, limit: 50 });
}

function showProduct({ handle, title, variants }: Good): object {
  const showVariant = ({ id, choices, stock }: GoodVariant) => ({
    id: `variant_${id}`,
    title: choices.map(({ value }) => value).join(" / ") || "Default",
    manage_inventory: true,
    allow_backorder: false,
    inventory_quantity: stock,
    options: (choices.length === 0 ? [{ label: "Default", value: "Default" }] : choices).map(({ label, value }) => ({
      value,
      option: { title: label },
    })),
  });
  return { handle, title, variants: variants.map(showVariant) };
}

function createCart(call: Call): StandInAnswer {
  const { world, body } = call;
  const cart = newCart(isCustomer(call) ? CUSTOMER.login : null);
  for (const item of body["items"] as { variant_id: string; quantity: number }[]) {
    putInto(cart, item.variant_id.replace("variant_", ""), item.quantity);
  }
  cart.email = String(body["email"]);
  cart.address = body["shipping_address"] as Record<string, string>;
  cart.reference = (body["metadata"] as { reference?: string }).reference ?? null;
  world.carts.set(cart.id, cart);
  return ok({ cart: showCart(cart) });
}

function readCart({ carts }: World, [id = ""]: string[]): StandInAnswer {
  const cart = carts.get(id);
  if (cart === undefined) return refuse(404, "not_found", `Cart with id '${id}' not found`);
  cart.reads += 1;
  return ok({ cart: showCart(cart) });
}

function ship({ world, ids, body }: Call): StandInAnswer {
  const cart = world.carts.get(ids[0] ?? "");
  if (cart !== undefined) cart.shippingCents = body["option_id"] === "so_standard" ? 595 : 1_500;
  return readCart(world, ids);
}

function beginPayment({ world, ids: [id = ""], body }: Call): StandInAnswer {
  world.providers.set(id, String(body["provider_id"]));
  return ok({ payment_collection: { id: `pay_${id}` } });
}

function complete({ world, ids: [id = ""] }: Call): StandInAnswer {
  const cart = world.carts.get(id);
  if (cart === undefined) return refuse(404, "not_found", `Cart id not found: ${id}`);
  if (world.providers.get(id) !== "pp_system_default") {
    return refuse(400, "not_allowed", "Session: payses_1 was not authorized with the provider.");
  }
  if (hasQuirk(cart, "sold_out_at_last")) {
    return refuse(400, "not_allowed", "Not enough stock available for item iitem_1 at location sloc_1");
  }
  cart.placedAt = new Date().toISOString();
  world.ledger.push(cart);
  if (hasQuirk(cart, "muddled_answer"))
    return refuse(400, "unexpected_state", "An error occurred while sending a mail");
  return hasQuirk(cart, "lost_answer") ? null : ok({ type: "order", order: showOrder(world, cart) });
}

function listOrders({ world, url }: Call): StandInAnswer {
  const offset = Number(url.searchParams.get("offset"));
  const own = world.ledger.filter(({ customer }) => customer === CUSTOMER.login).toReversed();
  const listed = own.slice(offset, offset + Number(url.searchParams.get("limit")));
  return ok({ orders: listed.map((cart) => showOrder(world, cart)), count: own.length });
}

function readOrder(world: World, [id = ""]: string[]): StandInAnswer {
  const cart = world.ledger.find((order) => order.id === id);
  return cart === undefined ? refuse(404, "not_found", "Order not found") : ok({ order: showOrder(world, cart) });
}

/** In dollars, with all the decimals that a tax makes. */
function showPriced(cart: StandInCart): object {
  const { subtotal, shipping, tax, total, currency } = totalsOf(cart);
  return {
    currency_code: currency.toLowerCase(),
    total: hasQuirk(cart, "unreadable") ? null : total / 100,
    item_subtotal: subtotal / 100,
    shipping_subtotal: shipping / 100,
    tax_total: tax / 100,
    discount_subtotal: 0,
    credit_line_total: 0,
    metadata: { reference: cart.reference },
    items: cart.lines.map(({ good, variant, quantity }) => ({
      variant_id: `variant_${variant.id}`,
      product_title: good.title,
      title: good.title,
      variant_title: variant.choices.map(({ value }) => value).join(" / ") || "Default",
      quantity,
      unit_price: variant.cents / 100,
    })),
  };
}

function showCart(cart: StandInCart): object {
  const status = cart.placedAt === null ? "not_paid" : "authorized";
  return {
    ...showPriced(cart),
    id: cart.id,
    completed_at: cart.placedAt,
    shipping_address: cart.address,
    payment_collection: { id: `pay_${cart.id}`, status },
  };
}

function showOrder({ ledger }: World, cart: StandInCart): object {
  return {
    ...showPriced(cart),
    id: `order_${cart.id}`,
    status: "pending",
    display_id: ledger.indexOf(cart) + 1,
    custom_display_id: null,
  };
}
