import { type CartLine, type PresentedCartItem, type PresentedPrices, PriceComponents } from "@cartwright/schemas";

/** Prices as they are kept, in the names that clients know. */
export function presentPrices(prices: PriceComponents): PresentedPrices {
  return { ...prices, cart_items: prices.cart_items?.map(presentCartLine) ?? null };
}

function presentCartLine({ title, quantity, unit_price, line_total }: CartLine): PresentedCartItem {
  return { name: title, product_id: null, quantity, unit_price, line_total };
}

/** What was seen of an order that failed: its prices, where there are any, in the same names. */
export function presentObserved(observed: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const prices = PriceComponents.safeParse(observed["price_components"]);
  return prices.success ? { ...observed, price_components: presentPrices(prices.data) } : { ...observed };
}
