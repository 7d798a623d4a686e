import { z } from "zod";
import { ShippingAddress, ShippingAddressInput, AddressValidation } from "./address.ts";
import { Charged, FailureCode, Resolution } from "./failure-code.ts";
import { Fulfillment, FulfillmentPreferences, ProductCondition } from "./fulfillment.ts";
import { MaxPrice, PresentedPrices } from "./money.ts";
import { OrderItemStatus, OrderStatus } from "./order-status.ts";
import { ReturnSummary } from "./return-request.ts";
import { visibleText } from "./text.ts";
import { TrackingNumber } from "./tracking.ts";

const MAX_METADATA_KEYS = 50;
const MAX_METADATA_BYTES = 8 * 1024;

/** One choice on a product page: the label the shop gives it ("Size") and the value wanted ("M"). */
export const Variant = z.strictObject({ label: visibleText(80), value: visibleText(120) });
export type Variant = z.infer<typeof Variant>;

export const OrderProduct = z.strictObject({
  url: z.string().min(1).max(2048),
  quantity: z.int().min(1).max(100).default(1),
  variant: z.array(Variant).max(10).nullish(),
  /** Only an offer in one of these conditions is bought; empty or null: in any. */
  condition_in: z.array(ProductCondition).max(6).nullish(),
  /** No offer in one of these conditions is bought. */
  condition_not_in: z.array(ProductCondition).max(6).nullish(),
});
export type OrderProduct = z.infer<typeof OrderProduct>;

export const IdempotencyKey = z
  .string()
  .min(1)
  .max(36)
  .regex(/^[\x21-\x7e]+$/, "must be printable ASCII without spaces");
export type IdempotencyKey = z.infer<typeof IdempotencyKey>;

const Metadata = z.record(z.string().max(100), z.unknown()).superRefine((metadata, context) => {
  if (Object.keys(metadata).length > MAX_METADATA_KEYS) {
    context.addIssue({ code: "custom", message: `must have at most ${MAX_METADATA_KEYS} keys` });
  }
  const json = JSON.stringify(metadata);
  if (Buffer.byteLength(json) > MAX_METADATA_BYTES) {
    context.addIssue({ code: "custom", message: `must be at most ${MAX_METADATA_BYTES} bytes of JSON` });
  }
  if (json.includes("\\u0000")) context.addIssue({ code: "custom", message: "must not hold \\u0000" });
});

const MAX_GIFT_MESSAGE = 240;

/** The body of `POST /orders`. Unknown keys are refused by name: a typo never changes what is bought. */
export const CreateOrder = z
  .strictObject({
    products: z.array(OrderProduct).min(1).max(50),
    shipping_address: ShippingAddressInput,
    max_price: MaxPrice,
    idempotency_key: IdempotencyKey.nullish(),
    /** The short id of one of the caller's managed accounts; without one, a guest's order or the retailer's own setting. */
    retailer_credentials_id: z.string().min(1).max(64).nullish(),
    metadata: Metadata.nullish(),
    po_number: visibleText(64).nullish(),
    /** The most days that the seller may take to hand the parcel over; null: as many as it likes. */
    handling_days_max: z.int().min(0).max(365).nullish(),
    /** No prices on the packing slip. A retailer without a gift option fails the order, unless `fulfillment.gift` is best_effort. */
    is_gift: z.boolean().default(false),
    gift_message: visibleText(MAX_GIFT_MESSAGE).nullish(),
    fulfillment: FulfillmentPreferences.nullish(),
    /** From a refusal of the address: accepts it as it was sent. */
    override_token: z.string().min(1).max(300).nullish(),
  })
  .superRefine((order, context) => {
    if (order.is_gift) return;
    const needsGift = "needs is_gift: true";
    if (typeof order.gift_message === "string")
      context.addIssue({ code: "custom", path: ["gift_message"], message: needsGift });
    if (typeof order.fulfillment?.gift === "string")
      context.addIssue({ code: "custom", path: ["fulfillment", "gift"], message: needsGift });
  });
export type CreateOrder = z.infer<typeof CreateOrder>;

export const FailureDetails = z.looseObject({
  code: FailureCode,
  message: z.string(),
  retryable: z.boolean(),
  resolution: Resolution,
  charged: Charged,
  field_errors: z.array(z.unknown()),
});
export type FailureDetails = z.infer<typeof FailureDetails>;

export const JobResult = z.object({
  success: z.boolean().nullable(),
  /** `confirming_with_retailer` while a sent purchase has no answer yet. */
  detail: z.string().nullable(),
  error: z.string().nullable(),
  error_type: FailureCode.nullable(),
  error_details: FailureDetails.nullable(),
  price_components: PresentedPrices.nullable(),
  estimated_delivery: z.string().nullable(),
  merchant_order_ids: z.array(z.string()),
});
export type JobResult = z.infer<typeof JobResult>;

export const OrderItem = z.object({
  id: z.uuid(),
  url: z.string(),
  quantity: z.int(),
  variant: z.array(Variant).nullable(),
  condition_in: z.array(ProductCondition).nullable(),
  condition_not_in: z.array(ProductCondition).nullable(),
  status: OrderItemStatus,
  cancellation_reason: z.string().nullable(),
  error_type: FailureCode.nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type OrderItem = z.infer<typeof OrderItem>;

/** An order as the API answers with it. */
export const Order = z.object({
  id: z.uuid(),
  number: z.string(),
  status: OrderStatus,
  max_price: z.int(),
  attempts: z.int(),
  items: z.array(OrderItem),
  shipping_address: ShippingAddress,
  address_validation: AddressValidation,
  metadata: z.record(z.string(), z.unknown()),
  po_number: z.string().nullable(),
  handling_days_max: z.int().nullable(),
  is_gift: z.boolean(),
  gift_message: z.string().nullable(),
  idempotency_key: z.string(),
  job_result: JobResult.nullable(),
  merchant_order_ids: z.array(z.string()),
  tracking_numbers: z.array(TrackingNumber),
  returns: z.array(ReturnSummary),
  fulfillment: Fulfillment,
  /** The short id of the managed account that it is placed with; null: as a guest. */
  retailer_credentials_id: z.string().nullable(),
  retry_of: z.uuid().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Order = z.infer<typeof Order>;

/** A sandbox product that always plays the same scenario. */
export const TestProduct = z.object({
  url: z.string(),
  scenario: z.string(),
  description: z.string(),
  expected_status: OrderStatus,
  expected_error_type: FailureCode.nullable(),
});
export type TestProduct = z.infer<typeof TestProduct>;
