import { z } from "zod";

/** One million dollars: no order of ours may cost more, so a slipped zero cannot empty an account. */
export const MAX_ORDER_CENTS = 100_000_000;

/** A ceiling on an order's whole total (items, shipping, tax, fees), in US cents. */
export const MaxPrice = z.int().min(1).max(MAX_ORDER_CENTS);
export type MaxPrice = z.infer<typeof MaxPrice>;

/** An amount as a shop showed it, in US cents. */
export const AmountCents = z.int();
export type AmountCents = z.infer<typeof AmountCents>;

export const CartLine = z.object({
  title: z.string().nullable(),
  quantity: z.int().nullable(),
  unit_price: AmountCents.nullable(),
  line_total: AmountCents.nullable(),
});
export type CartLine = z.infer<typeof CartLine>;

/** A retailer's price breakdown in cents. What was not read is null, never 0. */
export const PriceComponents = z.object({
  subtotal: AmountCents.nullable(),
  tax: AmountCents.nullable(),
  shipping: AmountCents.nullable(),
  /** A positive magnitude, subtracted from the total. */
  discount: AmountCents.nullable(),
  /** A positive magnitude, added to the total. */
  fees: AmountCents.nullable(),
  total: AmountCents.nullable(),
  currency: z.string().nullable(),
  cart_items: z.array(CartLine).nullable(),
});
export type PriceComponents = z.infer<typeof PriceComponents>;

/** A row of the shop's cart, as a client is shown it. */
export const PresentedCartItem = z.object({
  name: z.string().nullable(),
  /** The retailer's own id of the product; no driver of ours reads one. */
  product_id: z.string().nullable(),
  quantity: z.int().nullable(),
  unit_price: AmountCents.nullable(),
  line_total: AmountCents.nullable(),
});
export type PresentedCartItem = z.infer<typeof PresentedCartItem>;

/** A retailer's price breakdown, as a client is shown it. */
export const PresentedPrices = PriceComponents.extend({ cart_items: z.array(PresentedCartItem).nullable() });
export type PresentedPrices = z.infer<typeof PresentedPrices>;

/** Prices of which nothing but the total is known, in US cents; null: not even that. */
export function onlyTotal(total: number | null): PriceComponents {
  return {
    subtotal: null,
    tax: null,
    shipping: null,
    discount: null,
    fees: null,
    total,
    currency: total === null ? null : "USD",
    cart_items: null,
  };
}
