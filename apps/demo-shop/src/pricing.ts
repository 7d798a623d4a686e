import { scenarioOf } from "./catalogue.ts";
import type { CartLine } from "./cart.ts";
import { shippingCents, type ShippingMethod } from "./shipping-methods.ts";
import { taxCents, type UsState } from "./tax-rates.ts";

/** What the price_rises_at_review product costs more than its page says: $48.00 becomes $5,048.00. */
const RISE_AT_REVIEW_CENTS = 500_000;

/** Promotion codes and what they take off the subtotal, in percent. */
const PROMO_PERCENT: Record<string, number> = { HARBOR10: 10 };

export interface CartPrice {
  subtotalCents: number;
  /** A positive amount, taken off the subtotal. */
  discountCents: number;
}

export interface OrderPrice extends CartPrice {
  shippingCents: number;
  taxCents: number;
  totalCents: number;
}

export function lineTotalCents(line: CartLine): number {
  return line.unitPriceCents * line.quantity;
}

/** What the cart and the steps before the review say. */
export function priceCart(lines: readonly CartLine[], promoCode: string | undefined): CartPrice {
  const subtotalCents = lines.reduce((sum, line) => sum + lineTotalCents(line), 0);
  const percent = promoCode === undefined ? 0 : (PROMO_PERCENT[promoCode] ?? 0);
  return { subtotalCents, discountCents: Math.round((subtotalCents * percent) / 100) };
}

/** What the review page says and what placing charges. Lines must be as `linesAtReview` has them. */
export function priceOrder(
  lines: readonly CartLine[],
  promoCode: string | undefined,
  to: { method: ShippingMethod; state: UsState },
): OrderPrice {
  const { subtotalCents, discountCents } = priceCart(lines, promoCode);
  const net = subtotalCents - discountCents;
  const shipping = shippingCents(to.method, net);
  const tax = taxCents(net, to.state);
  return { subtotalCents, discountCents, shippingCents: shipping, taxCents: tax, totalCents: net + shipping + tax };
}

/** The cart's lines at the prices that are charged: those of the cart, but for one scenario. */
export function linesAtReview(lines: readonly CartLine[]): CartLine[] {
  return lines.map((line) =>
    scenarioOf(line.slug) === "price_rises_at_review"
      ? { ...line, unitPriceCents: line.unitPriceCents + RISE_AT_REVIEW_CENTS }
      : line,
  );
}

export function isPromoCode(code: string): boolean {
  return Object.hasOwn(PROMO_PERCENT, code);
}
