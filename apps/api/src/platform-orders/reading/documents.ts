import { CartState, PaymentState, ShipmentState } from "@cartwright/schemas";
import { z } from "zod";

// What the documents hold, for the API's own document. Fields may be left out by `fields[…]`: so none of them is required.

const Linkage = z.object({ id: z.string(), type: z.string() });
const Relationships = z.record(z.string(), z.object({ data: z.union([Linkage, z.array(Linkage), z.null()]) }));

const decimal = z
  .string()
  .regex(/^-?\d+\.\d{1,2}$/)
  .nullable()
  .meta({ description: "A decimal of dollars, as text; null: nobody has read it.", examples: ["18.54"] });
const shown = z
  .string()
  .nullable()
  .meta({ description: "The same, for people.", examples: ["$18.54"] });
const moment = z.iso.datetime().nullable();
const metadata = z.record(z.string(), z.unknown());

const OrderAttributes = z
  .object({
    number: z.string().meta({ examples: ["R100000042"] }),
    item_total: decimal,
    total: decimal,
    state: CartState,
    adjustment_total: decimal,
    completed_at: moment,
    payment_total: decimal,
    shipment_state: ShipmentState.nullable(),
    payment_state: PaymentState.nullable(),
    email: z.string().nullable(),
    special_instructions: z.string().nullable(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    currency: z.string(),
    last_ip_address: z.string().nullable(),
    shipment_total: decimal,
    additional_tax_total: decimal,
    promo_total: decimal,
    channel: z.string(),
    included_tax_total: decimal,
    item_count: z.int(),
    approved_at: moment,
    confirmation_delivered: z.boolean(),
    canceled_at: moment,
    state_lock_version: z.int(),
    considered_risky: z.boolean(),
    taxable_adjustment_total: decimal,
    non_taxable_adjustment_total: decimal,
    store_owner_notification_delivered: z.boolean().nullable(),
    public_metadata: metadata,
    private_metadata: metadata,
    internal_note: z.string().nullable(),
    display_ship_total: shown,
    display_shipment_total: shown,
    display_outstanding_balance: shown,
    display_item_total: shown,
    display_adjustment_total: shown,
    display_included_tax_total: shown,
    display_additional_tax_total: shown,
    display_tax_total: shown,
    display_promo_total: shown,
    display_total: shown,
    display_cart_promo_total: shown,
    display_pre_tax_item_amount: shown,
    display_pre_tax_total: shown,
    display_total_applicable_store_credit: shown,
    display_total_applied_store_credit: shown,
    display_order_total_after_store_credit: shown,
    display_total_available_store_credit: shown,
    display_store_credit_remaining_after_capture: shown,
  })
  .partial()
  .strict();

const OtherResource = z
  .object({
    id: z.string(),
    type: z.string(),
    attributes: z.record(z.string(), z.unknown()),
    relationships: Relationships,
  })
  .meta({ id: "PlatformResource" });

const OrderResource = OtherResource.extend({ type: z.literal("order"), attributes: OrderAttributes }).meta({
  id: "PlatformOrder",
});

const included = z.array(z.union([OrderResource, OtherResource])).optional();

const Meta = z.object({
  count: z.int().describe("How many are on this page."),
  total_count: z.int(),
  total_pages: z.int(),
});
const Links = z.object({
  self: z.string(),
  next: z.string().describe("Of the last page: the page itself."),
  prev: z.string().describe("Of the first page: the page itself."),
  last: z.string(),
  first: z.string(),
});

export const OrderDocument = z.object({ data: OrderResource, included }).meta({ id: "PlatformOrderDocument" });
export const OrderListDocument = z
  .object({ data: z.array(OrderResource), included, meta: Meta, links: Links })
  .meta({ id: "PlatformOrderList" });
export const ResourceDocument = z.object({ data: OtherResource, included }).meta({ id: "PlatformDocument" });
export const ResourceListDocument = z
  .object({ data: z.array(OtherResource), included, meta: Meta, links: Links })
  .meta({ id: "PlatformList" });
