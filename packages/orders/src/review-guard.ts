import { parseUrl, type ShippingAddress, type Variant } from "@cartwright/schemas";
import { CheckoutFailure } from "./failure.ts";

/** A line of a cart as a shop shows it. `url` is the product page that the line links to. */
export interface ShownLine {
  url: string | null;
  title: string;
  /** The variant's text, as "M / Navy". */
  variant: string | null;
  quantity: number | null;
  unitPriceCents: number | null;
  lineTotalCents: number | null;
}

interface OrderedLine {
  url: string;
  quantity: number;
  variant: Variant[] | null;
}

/** Throws unless the shown lines are exactly what was ordered: each product, variant and quantity, and nothing else. */
export function requireSameCart(shown: readonly ShownLine[], ordered: readonly OrderedLine[]): void {
  if (shown.length === 0) throw new CheckoutFailure("cart_empty", "The cart is empty on the review page.");
  const left = [...shown];
  for (const item of addUp(ordered)) {
    const index = left.findIndex((line) => isLineOf(line, item));
    if (index === -1) {
      throw mismatch(`The review page does not show ${item.quantity} × ${item.url} as ordered.`, shown);
    }
    left.splice(index, 1);
  }
  const [extra] = left;
  if (extra !== undefined) throw mismatch(`The cart holds something that was not ordered: "${extra.title}".`, shown);
}

/** The same thing ordered on two lines stands in a cart once, with both quantities. */
function addUp(ordered: readonly OrderedLine[]): OrderedLine[] {
  const sums = new Map<string, OrderedLine>();
  for (const item of ordered) {
    const choices = (item.variant ?? []).map(({ label, value }) => `${words(label)}=${words(value)}`).sort();
    const key = [productPath(item.url), ...choices].join(" ");
    const quantity = (sums.get(key)?.quantity ?? 0) + item.quantity;
    sums.set(key, { ...item, quantity });
  }
  return [...sums.values()];
}

function isLineOf(line: ShownLine, item: OrderedLine): boolean {
  if (line.url === null || productPath(line.url) !== productPath(item.url) || line.quantity !== item.quantity)
    return false;
  const shownVariant = words(line.variant ?? "");
  return (item.variant ?? []).every(({ value }) => ` ${shownVariant} `.includes(` ${words(value)} `));
}

/** Older shops keep all products on one path, and tell them apart by one of these. */
const IDENTITY = /^(?:route|p|sku|item|product|products|pid|id|.*_id|.*[a-z]Id)$/;

// A product is its page: tracking parameters in the client's URL do not make it another one.
export function productPath(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === undefined) return url;
  const { origin, pathname, searchParams } = parsed;
  const identity = [...searchParams].filter(
    ([name]) => IDENTITY.test(name) && !/^(?:gcl|fbcl|mscl|utm|session|click)/i.test(name),
  );
  return [origin + pathname.replace(/\/$/, ""), ...identity.map(([name, value]) => `${name}=${value}`).sort()].join(
    " ",
  );
}

function mismatch(message: string, shown: readonly ShownLine[]): CheckoutFailure {
  return new CheckoutFailure("cart_mismatch", message, { observed: { cart: shown } });
}

/** Throws unless the shown delivery address has the order's recipient, street, city and ZIP. */
export function requireSameAddress(shown: string, address: ShippingAddress): void {
  const text = ` ${words(shown)} `;
  const shows = (part: string): boolean => text.includes(` ${words(part)} `);
  const isStreetShown = [address.address_line1, numberLast(address.address_line1)].some(shows);
  const missing = [address.last_name, address.city, address.postal_code.slice(0, 5)].find((part) => !shows(part));
  if (!isStreetShown || missing !== undefined) {
    throw new CheckoutFailure("checkout_failed", "The review page does not show the order's delivery address.");
  }
}

/** "123 Market Street" → "Market Street 123": how shops write it that ask for the house number by itself. */
function numberLast(line: string): string {
  return line.replace(/^\s*(\d+\w?)\s+(.+)$/, "$2 $1");
}

export function words(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
