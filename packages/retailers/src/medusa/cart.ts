import type { ShownLine } from "@cartwright/orders";
import type { PriceComponents } from "@cartwright/schemas";
import { z } from "zod";
import type { OrderedVariants } from "../store-api/ordered-variants.ts";
import { toCents } from "./cents.ts";

const amount = z.number();

const line = z.object({
  variant_id: z.string().nullable(),
  product_title: z.string().nullish(),
  title: z.string(),
  variant_title: z.string().nullish(),
  quantity: z.number(),
  unit_price: amount,
});

/** What a cart and an order have in common. Amounts are in dollars. */
const priced = z.object({
  currency_code: z.string(),
  total: amount,
  item_subtotal: amount,
  shipping_subtotal: amount,
  tax_total: amount,
  discount_subtotal: amount,
  credit_line_total: amount.nullish(),
  /** Not in the answer to a completed cart. */
  metadata: z.record(z.string(), z.unknown()).nullish(),
  items: z.array(line),
});
export type Priced = z.infer<typeof priced>;

export const Cart = priced.extend({
  id: z.string(),
  completed_at: z.string().nullable(),
  shipping_address: z.record(z.string(), z.unknown()).nullable(),
  payment_collection: z.looseObject({ id: z.string(), status: z.string() }).nullish(),
});
export type Cart = z.infer<typeof Cart>;

export const Order = priced.extend({
  id: z.string(),
  status: z.string().nullish(),
  display_id: z.int(),
  custom_display_id: z.string().nullish(),
});
export type Order = z.infer<typeof Order>;

/** The number that the shop shows its customers. */
export function numberOf({ display_id, custom_display_id }: Order): string {
  return custom_display_id ?? String(display_id);
}

/** Ours is one key of the metadata, and the client's own reference stands in it too. */
export const REFERENCE_KEY = "reference";

export function shownReference({ metadata }: { metadata?: Record<string, unknown> | null | undefined }): string | null {
  const reference = metadata?.[REFERENCE_KEY];
  return typeof reference === "string" ? reference : null;
}

export function linesOf({ items }: Priced, ordered: OrderedVariants): ShownLine[] {
  return items.map((item) => ({
    url: item.variant_id === null ? null : ordered.urlOf(item.variant_id),
    title: item.product_title ?? item.title,
    variant: ordered.describe(item.variant_id ?? "", item.variant_title ?? null),
    quantity: item.quantity,
    unitPriceCents: toCents(item.unit_price),
    lineTotalCents: toCents(item.unit_price * item.quantity),
  }));
}

/** Four rounded parts may miss their rounded sum by this many cents. More is no rounding. */
const MAX_ROUNDING_CENTS = 2;

/** Net parts and the tax on them, as shown. A cent that rounding loses is the tax's: it is the part with all the decimals. */
export function pricesOf(shown: Priced, lines: readonly ShownLine[]): PriceComponents {
  const subtotal = toCents(shown.item_subtotal);
  const shipping = toCents(shown.shipping_subtotal);
  const discount = toCents(shown.discount_subtotal + (shown.credit_line_total ?? 0));
  const total = toCents(shown.total);
  const tax = toCents(shown.tax_total);
  const rest = total - subtotal - shipping + discount;
  return {
    subtotal,
    tax: Math.abs(rest - tax) <= MAX_ROUNDING_CENTS ? rest : tax,
    shipping,
    discount: discount === 0 ? null : discount,
    fees: null,
    total,
    currency: shown.currency_code.toUpperCase(),
    cart_items: lines.map(({ title, quantity, unitPriceCents, lineTotalCents }) => ({
      title,
      quantity,
      unit_price: unitPriceCents,
      line_total: lineTotalCents,
    })),
  };
}
