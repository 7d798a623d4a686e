import type { ShownLine } from "@cartwright/orders";
import type { PriceComponents } from "@cartwright/schemas";
import { z } from "zod";
import type { OrderedVariants } from "../store-api/ordered-variants.ts";

/**
 * An order of the shop API, a cart until it is placed. Amounts are in the currency's minor unit, which is the cent unless an
 * operator chose a finer one: then every price reads too high, and max_price refuses it.
 */
export const ORDER_FIELDS = `
  code state active orderPlacedAt currencyCode total totalWithTax subTotal shipping couponCodes
  surcharges { description price }
  customer { emailAddress }
  shippingAddress { fullName streetLine1 streetLine2 city province postalCode countryCode }
  billingAddress { company }
  lines {
    quantity unitPrice discountedLinePrice
    productVariant { id name options { name } }
  }`;

const line = z.object({
  quantity: z.number(),
  unitPrice: z.int(),
  discountedLinePrice: z.int(),
  productVariant: z.object({ id: z.string(), name: z.string(), options: z.array(z.object({ name: z.string() })) }),
});

export const VendureOrder = z.looseObject({
  code: z.string().min(1),
  state: z.string(),
  active: z.boolean(),
  orderPlacedAt: z.string().nullable(),
  currencyCode: z.string(),
  total: z.int(),
  totalWithTax: z.int(),
  subTotal: z.int(),
  shipping: z.int(),
  couponCodes: z.array(z.string()),
  surcharges: z.array(z.object({ description: z.string(), price: z.int() })),
  customer: z.object({ emailAddress: z.string() }).nullable(),
  shippingAddress: z.record(z.string(), z.string().nullable()).nullable(),
  billingAddress: z.object({ company: z.string().nullable() }).nullable(),
  customFields: z.record(z.string(), z.unknown()).nullish(),
  lines: z.array(line),
});
export type VendureOrder = z.infer<typeof VendureOrder>;

export function pricesOf(order: VendureOrder, lines: readonly ShownLine[]): PriceComponents {
  const fees = order.surcharges.reduce((sum, { price }) => sum + price, 0);
  return {
    // Net, as the shop adds them up; discounts are taken off the lines already.
    subtotal: order.subTotal - fees,
    tax: order.totalWithTax - order.total,
    shipping: order.shipping,
    discount: null,
    fees: order.surcharges.length === 0 ? null : fees,
    total: order.totalWithTax,
    currency: order.currencyCode,
    cart_items: lines.map(({ title, quantity, unitPriceCents, lineTotalCents }) => ({
      title,
      quantity,
      unit_price: unitPriceCents,
      line_total: lineTotalCents,
    })),
  };
}

export function linesOf(order: VendureOrder, ordered: OrderedVariants): ShownLine[] {
  return order.lines.map(({ quantity, unitPrice, discountedLinePrice, productVariant: { id, name, options } }) => ({
    url: ordered.urlOf(id),
    title: name,
    variant: ordered.describe(id, options.map((option) => option.name).join(" / ") || null),
    quantity,
    unitPriceCents: unitPrice,
    lineTotalCents: discountedLinePrice,
  }));
}

/** The reference as the shop keeps it: in the custom field that the operator named, else on the billing address. */
export function shownReference(order: VendureOrder, field: string | undefined): string | null {
  if (field === undefined) return order.billingAddress?.company ?? null;
  const value = order.customFields?.[field];
  return typeof value === "string" ? value : null;
}
