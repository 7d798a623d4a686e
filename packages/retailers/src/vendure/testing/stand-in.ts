import {
  CUSTOMER,
  findVariant,
  GOODS,
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

/** A visitor of the stand-in, by its cookie. */
interface Session {
  customer: string | null;
  cart: StandInCart | null;
}

interface World {
  sessions: Map<string, Session>;
  /** A customer's cart outlives its sessions. */
  carts: Map<string, StandInCart>;
  ledger: StandInCart[];
}

type Variables = Record<string, unknown>;
type Operation = (world: World, session: Session, variables: Variables) => unknown;

/** Answers the driver's operations as a real Vendure 3.7 did, by their names: it reads no GraphQL. */
export async function openVendureStandIn(): Promise<StandInShop> {
  const world: World = { sessions: new Map(), carts: new Map(), ledger: [] };
  return await openStandIn(world.ledger, (request) => answer(world, request));
}

function answer(world: World, request: StandInRequest): StandInAnswer {
  if (request.url.pathname !== "/shop-api") {
    return { status: 404, body: { statusCode: 404, message: `Cannot ${request.method} ${request.url.pathname}` } };
  }
  const isRead = request.method === "GET";
  const asked = isRead ? Object.fromEntries(request.url.searchParams) : request.body;
  const name = String(asked["operationName"]);
  const isMutation = String(asked["query"]).startsWith("mutation");
  if (isRead && isMutation)
    return { status: 405, body: { errors: [{ message: "GET requests only support queries" }] } };
  const given = isRead
    ? (JSON.parse(String(asked["variables"])) as Variables)
    : ((asked["variables"] ?? {}) as Variables);

  const cookie = /session=(\w+)/.exec(request.header("cookie") ?? "")?.[1] ?? `s${world.sessions.size + 1}`;
  const session = world.sessions.get(cookie) ?? { customer: null, cart: null };
  world.sessions.set(cookie, session);
  const operation = OPERATIONS[name];
  if (operation === undefined) return { status: 400, body: { errors: [{ message: `no operation ${name}` }] } };
  const bought = name === "Pay" ? session.cart : null;
  const data = operation(world, session, given);
  if (bought !== null && hasQuirk(bought, "lost_answer")) return null;
  if (bought !== null && hasQuirk(bought, "muddled_answer"))
    return { status: 200, body: { data: null, errors: MUDDLE } };
  const headers = { "set-cookie": `session=${cookie}; path=/; samesite=lax; httponly` };
  if (data === FORBIDDEN) {
    const message = "You are not currently authorized to perform this action";
    return { status: 200, headers, body: { errors: [{ message, extensions: { code: "FORBIDDEN" } }], data: null } };
  }
  return { status: 200, headers, body: { data } };
}

const MUDDLE = [{ message: "An error occurred while sending a mail", extensions: { code: "INTERNAL_SERVER_ERROR" } }];
const FORBIDDEN = Symbol("forbidden");
const DONE = { kind: "Order" };

const fault = (name: string, errorCode: string, message: string, more: object = {}) => ({
  kind: name,
  errorCode,
  message,
  ...more,
});

const OPERATIONS: Record<string, Operation> = {
  Shop: () => ({ activeChannel: { token: "default", currencyCode: "USD" } }),
  Login: (world, session, { login, password }) => {
    if (login !== CUSTOMER.login || password !== CUSTOMER.password) {
      const message = "The provided credentials are invalid";
      return { login: fault("InvalidCredentialsError", "INVALID_CREDENTIALS_ERROR", message) };
    }
    session.customer = CUSTOMER.login;
    session.cart = world.carts.get(CUSTOMER.login) ?? null;
    return { login: { kind: "CurrentUser" } };
  },
  Product: (_, __, { slug }) => {
    const good = GOODS.find(({ handle }) => handle === slug);
    if (good === undefined) return { product: null };
    return { product: { slug, variants: good.variants.map((variant) => showVariant(good.title, variant)) } };
  },
  LeftCart: (_, { cart }) => ({
    activeOrder: cart === null ? null : { code: cart.id, state: cart.state, couponCodes: [] },
  }),
  ReopenCart: (_, { cart }) => {
    if (cart !== null) cart.state = "AddingItems";
    return { transitionOrderToState: DONE };
  },
  EmptyCart: (_, { cart }) => {
    cart?.lines.splice(0);
    return { removeAllOrderLines: DONE };
  },
  AddItem: (world, session, { variant, quantity }) => {
    const stock = findVariant(String(variant))?.variant.stock ?? 0;
    if (stock > 0) {
      session.cart ??= newCart(session.customer);
      if (session.customer !== null) world.carts.set(session.customer, session.cart);
      putInto(session.cart, String(variant), Math.min(Number(quantity), stock));
    }
    if (stock >= Number(quantity)) return { addItemToOrder: DONE };
    const message = `Only ${stock} items were added to the order due to insufficient stock`;
    const more = { quantityAvailable: stock };
    return { addItemToOrder: fault("InsufficientStockError", "INSUFFICIENT_STOCK_ERROR", message, more) };
  },
  CartLines: (_, { cart }) => ({
    activeOrder:
      cart === null ? null : { lines: cart.lines.map(({ variant: { id } }) => ({ id, productVariant: { id } })) },
  }),
  RemoveLine: (_, { cart }, { line }) => {
    if (cart !== null) cart.lines = cart.lines.filter(({ variant }) => variant.id !== line);
    return { removeOrderLine: DONE };
  },
  SetCustomer: (_, { cart }, { customer }) => {
    if (cart !== null) cart.email = (customer as Record<string, string>)["emailAddress"] ?? "";
    return { setCustomerForOrder: DONE };
  },
  SetAddresses: (_, { cart }, { shipping, billing }) => {
    if (cart !== null) {
      cart.address = shipping as Record<string, string>;
      cart.reference = (billing as Record<string, string>)["company"] ?? null;
    }
    return { setOrderShippingAddress: DONE, setOrderBillingAddress: DONE };
  },
  Methods: () => ({
    eligibleShippingMethods: [
      { id: "3", code: "pick-up", name: "Store pick-up", priceWithTax: 0 },
      { id: "1", code: "express-shipping", name: "Express Shipping", priceWithTax: 1_500 },
      { id: "2", code: "standard-shipping", name: "Standard Shipping", priceWithTax: 595 },
    ],
    eligiblePaymentMethods: [
      { code: "card-on-file", name: "Card on file", isEligible: true },
      { code: "pay-by-invoice", name: "Pay by invoice", isEligible: true },
    ],
  }),
  SetShipping: (_, { cart }, { ids }) => {
    if (cart !== null) cart.shippingCents = String(ids) === "2" ? 595 : 1_500;
    return { setOrderShippingMethod: DONE };
  },
  ArrangePayment: (_, { cart }) => {
    if (cart !== null) cart.state = "ArrangingPayment";
    return { transitionOrderToState: DONE };
  },
  Review: (_, { cart }) => {
    if (cart !== null) cart.reads += 1;
    return { activeOrder: cart === null ? null : showOrder(cart) };
  },
  Pay: (world, session, { method }) => {
    const { cart } = session;
    if (cart === null) return { addPaymentToOrder: fault("NoActiveOrderError", "NO_ACTIVE_ORDER_ERROR", "No order") };
    if (method === "card-on-file") {
      return { addPaymentToOrder: fault("PaymentDeclinedError", "PAYMENT_DECLINED_ERROR", "The payment was declined") };
    }
    Object.assign(cart, { state: "PaymentAuthorized", placedAt: new Date().toISOString() });
    world.ledger.push(cart);
    session.cart = null;
    if (session.customer !== null) world.carts.delete(session.customer);
    return { addPaymentToOrder: showOrder(cart) };
  },
  OrderByCode: (world, _, { code }) => {
    const order = world.ledger.find(({ id }) => id === code);
    return order === undefined ? FORBIDDEN : { orderByCode: showOrder(order) };
  },
  History: (world, { customer }, { take, skip }) => {
    const own = world.ledger.filter((order) => customer !== null && order.customer === customer).toReversed();
    const items = own.slice(Number(skip), Number(skip) + Number(take)).map(showOrder);
    return {
      me: customer === null ? null : { identifier: customer },
      activeChannel: { currencyCode: "USD" },
      activeCustomer: customer === null ? null : { emailAddress: customer, orders: { totalItems: own.length, items } },
    };
  },
};

function showVariant(title: string, { id, choices, stock }: GoodVariant): object {
  return {
    id,
    name: [title, ...choices.map(({ value }) => value)].join(" "),
    stockLevel: stock === 0 ? "OUT_OF_STOCK" : "IN_STOCK",
    options: choices.map(({ label, value }) => ({ name: value, group: { name: label } })),
  };
}

function showOrder(cart: StandInCart): object {
  const { subtotal, shipping, tax, currency } = totalsOf(cart);
  return {
    kind: "Order",
    code: cart.id,
    state: cart.state,
    active: cart.placedAt === null,
    orderPlacedAt: cart.placedAt,
    currencyCode: currency,
    total: subtotal + shipping,
    totalWithTax: hasQuirk(cart, "unreadable") ? null : subtotal + shipping + Math.round(tax),
    subTotal: subtotal,
    shipping,
    couponCodes: [],
    surcharges: [],
    customer: { emailAddress: cart.email },
    shippingAddress: cart.address,
    billingAddress: { company: cart.reference },
    lines: cart.lines.map(({ good, variant, quantity }) => ({
      quantity,
      unitPrice: variant.cents,
      discountedLinePrice: variant.cents * quantity,
      productVariant: {
        id: variant.id,
        name: good.title,
        options: variant.choices.map(({ value }) => ({ name: value })),
      },
    })),
  };
}
