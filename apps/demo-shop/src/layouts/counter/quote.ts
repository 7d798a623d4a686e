import type { CartLine } from "../../cart.ts";
import { linesAtReview, priceCart, priceOrder } from "../../pricing.ts";
import { isPlaying } from "../../scenario-behavior.ts";
import type { Basket } from "../../session-store.ts";
import { findShippingMethod, shippingCents, SHIPPING_METHODS } from "../../shipping-methods.ts";

/** What a basket costs as far as it is known; the total is known when address and shipping are. */
export interface Quote {
  lines: readonly CartLine[];
  subtotalCents: number;
  discountCents: number;
  known: { shippingCents: number; taxCents: number; totalCents: number; shippingName: string } | undefined;
  /** True where the total is to be seen but not to be read. */
  isTotalDrawn: boolean;
}

export function quoteOf(basket: Basket): Quote {
  const { address, shippingMethod } = basket.draft;
  const method = findShippingMethod(shippingMethod);
  if (address === undefined || method === undefined) {
    const price = priceCart(basket.lines, basket.promoCode);
    return { lines: basket.lines, ...price, known: undefined, isTotalDrawn: false };
  }
  const lines = linesAtReview(basket.lines);
  const price = priceOrder(lines, basket.promoCode, { method, state: address.state });
  const { subtotalCents, discountCents, shippingCents, taxCents, totalCents } = price;
  return {
    lines,
    subtotalCents,
    discountCents,
    known: { shippingCents, taxCents, totalCents, shippingName: method.name },
    isTotalDrawn: isPlaying(lines, "unreadable_total"),
  };
}

/** The shipping methods with their prices for what is in the basket. */
export function shippingChoices(basket: Basket): { id: string; name: string; estimate: string; cents: number }[] {
  const { subtotalCents, discountCents } = priceCart(basket.lines, basket.promoCode);
  return SHIPPING_METHODS.map((method) => ({
    id: method.id,
    name: method.name,
    estimate: method.estimate,
    cents: shippingCents(method, subtotalCents - discountCents),
  }));
}
