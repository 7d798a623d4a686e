import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Variant } from "@cartwright/schemas";

/** What a product of a stand-in does that no honest one would. */
type Quirk = "rising" | "unreadable" | "euros" | "tag_along" | "lost_answer" | "muddled_answer" | "sold_out_at_last";

export interface GoodVariant {
  id: string;
  choices: Variant[];
  cents: number;
  stock: number;
}

export interface Good {
  handle: string;
  title: string;
  variants: GoodVariant[];
  quirk?: Quirk;
}

const IN_STOCK = 10_000;
const TAX_RATE = 0.085;

const single = (id: string, cents: number, stock = IN_STOCK): GoodVariant => ({ id, choices: [], cents, stock });
const shirt = (id: string, size: string, color: string, stock = IN_STOCK): GoodVariant => ({
  id,
  choices: [
    { label: "Size", value: size },
    { label: "Color", value: color },
  ],
  cents: 1_999,
  stock,
});
const quirky = (quirk: Quirk, id: string): Good => ({
  handle: quirk,
  title: quirk,
  quirk,
  variants: [single(id, 2_000)],
});

export const GOODS: readonly Good[] = [
  { handle: "walnut-organizer", title: "Walnut Organizer", variants: [single("1", 3_450)] },
  {
    handle: "harbor-tee",
    title: "Harbor Tee",
    variants: [shirt("2", "Small", "Navy"), shirt("3", "Medium", "Navy"), shirt("4", "Medium", "Pine", 0)],
  },
  { handle: "last-lantern", title: "Last Lantern", variants: [single("5", 1_200, 0)] },
  { handle: "few-left", title: "Few Left", variants: [single("13", 900, 1)] },
  quirky("rising", "6"),
  quirky("unreadable", "7"),
  quirky("euros", "8"),
  quirky("tag_along", "9"),
  quirky("lost_answer", "10"),
  quirky("sold_out_at_last", "11"),
  quirky("muddled_answer", "12"),
];
/** What nobody orders: a shop may put it into a cart by itself. */
const TAG_ALONG = single("99", 100);

export const CUSTOMER = { login: "buyer@example.com", password: "harbor-and-pine" };

/** A cart of a stand-in, and an order once it is in the ledger. */
export interface StandInCart {
  id: string;
  lines: { variant: GoodVariant; good: Good; quantity: number }[];
  email: string;
  customer: string | null;
  address: Record<string, string>;
  reference: string | null;
  shippingCents: number;
  /** How often its total was read. */
  reads: number;
  state: string;
  placedAt: string | null;
}

let made = 0;

export function newCart(customer: string | null): StandInCart {
  made += 1;
  return {
    id: `CART${made}`,
    lines: [],
    email: customer ?? "",
    customer,
    address: {},
    reference: null,
    shippingCents: 0,
    reads: 0,
    state: "AddingItems",
    placedAt: null,
  };
}

export function findVariant(id: string): { good: Good; variant: GoodVariant } | undefined {
  for (const good of GOODS) {
    const variant = good.variants.find((candidate) => candidate.id === id);
    if (variant !== undefined) return { good, variant };
  }
  return undefined;
}

export function putInto(cart: StandInCart, id: string, quantity: number): void {
  const found = findVariant(id);
  if (found === undefined) throw new Error(`no variant ${id}`);
  cart.lines.push({ ...found, quantity });
  if (found.good.quirk === "tag_along") cart.lines.push({ good: found.good, variant: TAG_ALONG, quantity: 1 });
}

export function hasQuirk(cart: StandInCart, quirk: Quirk): boolean {
  return cart.lines.some(({ good }) => good.quirk === quirk);
}

export interface Totals {
  subtotal: number;
  shipping: number;
  tax: number;
  total: number;
  currency: string;
}

/** In cents; not rounded, as taxes are. */
export function totalsOf(cart: StandInCart): Totals {
  const rise = hasQuirk(cart, "rising") ? 100 * cart.reads : 0;
  const subtotal = cart.lines.reduce((sum, { variant, quantity }) => sum + variant.cents * quantity, rise);
  const tax = subtotal * TAX_RATE;
  const currency = hasQuirk(cart, "euros") ? "EUR" : "USD";
  return { subtotal, shipping: cart.shippingCents, tax, total: subtotal + cart.shippingCents + tax, currency };
}

export interface StandInRequest {
  method: string;
  url: URL;
  header: (name: string) => string | undefined;
  body: Record<string, unknown>;
}

/** `null`: the connection is closed without an answer. */
export type StandInAnswer = { status: number; body: unknown; headers?: Record<string, string> } | null;

export interface StandInShop {
  url: string;
  /** Orders in the sequence in which they were stored. */
  ledger: StandInCart[];
  openConnections: () => number;
  close: () => Promise<void>;
}

/** Serves a stand-in on loopback. */
export async function openStandIn(
  ledger: StandInCart[],
  answer: (request: StandInRequest) => StandInAnswer,
): Promise<StandInShop> {
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    void serve(request, response, answer);
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger,
    openConnections: () => sockets.size,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: StandInRequest) => StandInAnswer,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const given = answer({
    method: request.method ?? "GET",
    url: new URL(request.url ?? "/", "http://stand-in"),
    header: (name) => [request.headers[name]].flat()[0],
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
  });
  if (given === null) {
    request.socket.destroy();
    return;
  }
  response.writeHead(given.status, { "content-type": "application/json", ...given.headers });
  response.end(JSON.stringify(given.body));
}
