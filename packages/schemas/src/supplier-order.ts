import { z } from "zod";
import { ShippingAddressInput } from "./address.ts";
import { ErrorBody } from "./problem-code.ts";
import { OrderItemStatus, OrderStatus } from "./order-status.ts";

/** The words of the supplier face: orders by the ids of a catalogue instead of URLs. Amounts are in US cents. */

/** Its error codes, each with the HTTP status it is answered with. */
export const SUPPLIER_CODE_STATUS = {
  invalid_request: 400,
  missing_field: 400,
  invalid_field: 400,
  insufficient_inventory: 400,
  minimum_not_met: 400,
  supplier_unavailable: 400,
  unauthorized: 401,
  forbidden: 403,
  product_not_found: 404,
  order_not_found: 404,
  supplier_not_found: 404,
  webhook_not_found: 404,
  rate_limit_exceeded: 429,
  internal_error: 500,
  service_unavailable: 503,
} as const;
export type SupplierCode = keyof typeof SUPPLIER_CODE_STATUS;

export const SupplierErrorBody = ErrorBody.extend({
  error: ErrorBody.shape.error.extend({ code: z.enum(Object.keys(SUPPLIER_CODE_STATUS) as [SupplierCode]) }),
});

const MAX_ID = 80;
const MAX_NOTES = 2_000;
/** As many lines, and pieces of one, as an order of the native API may have. */
export const MAX_SUPPLIER_ITEMS = 50;
const MAX_QUANTITY = 100;

const { address_line1, address_line2, city, state, postal_code, name, phone_number } = ShippingAddressInput.shape;

/** What a native order demands of an address, in this face's words. Name and phone are the account's own unless given. */
export const SupplierAddressInput = z.strictObject({
  street1: address_line1,
  street2: address_line2,
  city,
  state,
  zip: postal_code,
  name,
  phone: phone_number.optional(),
});
export type SupplierAddressInput = z.infer<typeof SupplierAddressInput>;

export const SupplierItemInput = z.strictObject({
  product_id: z.string().min(1).max(MAX_ID),
  quantity: z.int().min(1).max(MAX_QUANTITY),
  /** Which variant of the product; absent: its first. */
  variant_id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "must be the id of a variant")
    .nullish(),
});
export type SupplierItemInput = z.infer<typeof SupplierItemInput>;

// Line breaks and tabs are a person's; any other control character is an accident, or an attack on who reads it.
const NOTES = /^[^\p{Cf}\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F]*$/u; // eslint-disable-line no-control-regex

/** The body of `POST /api/v1/orders`. Unknown keys are refused by name. */
export const CreateSupplierOrder = z.strictObject({
  supplier_id: z.string().min(1).max(MAX_ID),
  items: z.array(SupplierItemInput).min(1).max(MAX_SUPPLIER_ITEMS),
  shipping_address: SupplierAddressInput,
  buyer_notes: z.string().max(MAX_NOTES).regex(NOTES, "must not hold control or invisible characters").nullish(),
  /** From a refusal of the address: accepts it as it was sent. */
  override_token: z.string().min(1).max(300).nullish(),
});
export type CreateSupplierOrder = z.infer<typeof CreateSupplierOrder>;

export const SUPPLIER_ORDER_STATUSES = ["confirmed", "shipped", "delivered", "cancelled"] as const;
export const SupplierOrderStatus = z.enum(SUPPLIER_ORDER_STATUSES);
export type SupplierOrderStatus = z.infer<typeof SupplierOrderStatus>;

const Cents = z.int();
const Moment = z.iso.datetime();

const QuotedItem = z.object({
  id: z.string(),
  product_id: z.string(),
  product_name: z.string(),
  quantity: z.int(),
  unit_price_cents: Cents,
  total_cents: Cents,
});

/** A line of any order. What nobody has read of an order of the native API is null. */
const SupplierOrderItem = QuotedItem.extend({
  product_id: z.string().nullable(),
  product_name: z.string().nullable(),
  unit_price_cents: Cents.nullable(),
  total_cents: Cents.nullable(),
  /** The line's status in the native API. */
  fulfillment_status: OrderItemStatus,
});

/** As it was sent. */
export const SupplierAddress = z.object({
  street1: z.string(),
  street2: z.string().nullable().optional(),
  city: z.string(),
  state: z.string(),
  zip: z.string(),
  name: z.string().optional(),
  phone: z.string().optional(),
});
export type SupplierAddress = z.infer<typeof SupplierAddress>;

const head = { id: z.string(), order_number: z.string(), status: SupplierOrderStatus };

/** `subtotal_cents` + `shipping_cents` + `platform_fee_cents` = `total_cents`. */
const quotedAmounts = { subtotal_cents: Cents, shipping_cents: Cents, platform_fee_cents: Cents, total_cents: Cents };

/** The same, of any order: without the retailer's tax. */
const amounts = {
  subtotal_cents: Cents.nullable(),
  shipping_cents: Cents.nullable(),
  platform_fee_cents: Cents,
  total_cents: Cents.nullable(),
};

const SupplierOfOrder = z.object({ id: z.string(), name: z.string() });

/** The answer to an order that was accepted. */
export const CreatedSupplierOrder = z.object({
  ...head,
  supplier: SupplierOfOrder,
  items: z.array(QuotedItem),
  ...quotedAmounts,
  shipping_address: SupplierAddress,
  buyer_notes: z.string().nullable(),
  created_at: Moment,
  confirmed_at: Moment,
  /** The order's status in the native API. */
  fulfillment_status: OrderStatus,
});
export type CreatedSupplierOrder = z.infer<typeof CreatedSupplierOrder>;

export const SupplierTracking = z.object({
  carrier: z.string(),
  tracking_number: z.string(),
  tracking_url: z.string().nullable(),
  estimated_delivery: z.iso.date().nullable(),
});
export type SupplierTracking = z.infer<typeof SupplierTracking>;

export const SUPPLIER_TIMELINE_EVENTS = [
  "order_placed",
  "order_confirmed",
  "order_shipped",
  "order_delivered",
  "order_cancelled",
  "order_failed",
] as const;
export const SupplierTimelineEntry = z.object({ event: z.enum(SUPPLIER_TIMELINE_EVENTS), timestamp: Moment });
export type SupplierTimelineEntry = z.infer<typeof SupplierTimelineEntry>;

/** An order as it is read. */
export const SupplierOrder = z.object({
  ...head,
  supplier: SupplierOfOrder.extend({ address: z.string().nullable() }),
  items: z.array(SupplierOrderItem),
  ...amounts,
  shipping_address: SupplierAddress,
  /** The parcel that is still to come, or the last one; null until there is one. */
  tracking: SupplierTracking.nullable(),
  buyer_notes: z.string().nullable(),
  timeline: z.array(SupplierTimelineEntry),
  created_at: Moment,
  confirmed_at: Moment,
  shipped_at: Moment.nullable(),
  delivered_at: Moment.nullable(),
  cancelled_at: Moment.nullable(),
  fulfillment_status: OrderStatus,
});
export type SupplierOrder = z.infer<typeof SupplierOrder>;

export const CancelledSupplierOrder = z.object({
  id: z.string(),
  order_number: z.string(),
  status: z.literal("cancelled"),
  cancelled_at: Moment,
  /** Nothing was charged yet: what was set aside is free again. */
  refund: z.object({ amount_cents: Cents, status: z.literal("released") }),
});
export type CancelledSupplierOrder = z.infer<typeof CancelledSupplierOrder>;

/** What a page of a list says of itself. */
export const SupplierPageMeta = z.object({
  total: z.int(),
  page: z.int(),
  per_page: z.int(),
  total_pages: z.int(),
});
export type SupplierPageMeta = z.infer<typeof SupplierPageMeta>;

export const SupplierProduct = z.object({
  id: z.string(),
  supplier_id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** The first one is what an order of the product alone means. */
  variants: z.array(
    z.object({
      id: z.string(),
      sku: z.string(),
      price_cents: Cents,
      /** What is chosen on the retailer's page: "Size: M". */
      options: z.array(z.object({ label: z.string(), value: z.string() })),
      /** How many can be had in one order; null: as many as are asked for. */
      available: z.int().nullable(),
    }),
  ),
});
export type SupplierProduct = z.infer<typeof SupplierProduct>;

export const SupplierInfo = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string().nullable(),
  /** Whether it takes orders right now. */
  is_available: z.boolean(),
  minimum_order_cents: Cents,
  /** So much an order, and so much a piece. */
  shipping_cents: Cents,
  shipping_per_item_cents: Cents,
});
export type SupplierInfo = z.infer<typeof SupplierInfo>;

export const SupplierAccount = z.object({
  id: z.uuid(),
  name: z.string(),
  mode: z.enum(["live", "test"]),
  platform_fee_cents: Cents,
  /** How far a retailer's total may be above what was quoted. */
  price_tolerance_cents: Cents,
  /** What the operator has on file; null: nothing. */
  payment_method: z
    .object({
      type: z.enum(["card", "bank_account", "invoice"]),
      brand: z.string().nullable(),
      last4: z.string().nullable(),
    })
    .nullable(),
  /** Who gets what is ordered where an order does not say; null: every order has to. */
  default_recipient: z.object({ name: z.string(), phone: z.string() }).nullable(),
});
export type SupplierAccount = z.infer<typeof SupplierAccount>;
