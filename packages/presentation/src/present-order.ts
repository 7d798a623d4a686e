import type { OrderEventRow, OrderItemRow, OrderRecord } from "@cartwright/db";
import { failureRule, orderNumber } from "@cartwright/orders";
import type { FailureCode, FailureDetails, JobResult, Milestone, Order, OrderItem } from "@cartwright/schemas";
import { presentParcel } from "./present-parcel.ts";
import { presentObserved, presentPrices } from "./present-prices.ts";
import { presentReturnSummary } from "./present-return.ts";

/** An order as the native API shows it, in its answers and in its webhooks. */
export function presentOrder(order: OrderRecord): Order {
  return {
    id: order.id,
    number: orderNumber(order.serial, order.createdAt),
    status: order.status,
    max_price: order.maxPriceCents,
    attempts: order.attempts,
    items: order.items.map(presentItem),
    shipping_address: order.shippingAddress,
    address_validation: { ...order.addressValidation, overridden: order.addressValidation.overridden ?? false },
    metadata: order.metadata,
    po_number: order.poNumber,
    handling_days_max: order.handlingDaysMax,
    is_gift: order.isGift,
    gift_message: order.giftMessage,
    idempotency_key: order.idempotencyKey,
    job_result: presentResult(order),
    merchant_order_ids: merchantOrderIds(order),
    tracking_numbers: order.parcels.map(presentParcel),
    returns: order.returns.map(presentReturnSummary),
    fulfillment: {
      gift: order.fulfillment.gift ?? null,
      items: order.fulfillment.items ?? null,
      quantity: order.fulfillment.quantity ?? null,
      concessions: order.concessions,
    },
    retailer_credentials_id: order.retailerAccountShortId,
    retry_of: order.retryOf,
    created_at: order.createdAt.toISOString(),
    updated_at: order.updatedAt.toISOString(),
  };
}

export function presentMilestone(event: OrderEventRow): Milestone {
  return {
    type: event.type,
    label: event.label,
    occurred_at: event.occurredAt.toISOString(),
    source: event.source,
    detail: event.detail,
  };
}

export function presentItem(item: OrderItemRow): OrderItem {
  return {
    id: item.id,
    url: item.url,
    quantity: item.quantity,
    variant: item.variant,
    condition_in: item.conditionIn,
    condition_not_in: item.conditionNotIn,
    status: item.status,
    cancellation_reason: item.cancellationReason,
    error_type: item.errorType,
    created_at: item.createdAt.toISOString(),
    updated_at: item.updatedAt.toISOString(),
  };
}

/** Null until there is something to tell: the order is done, or its purchase was sent and no answer came back. */
function presentResult(order: OrderRecord): JobResult | null {
  if (order.phase === "in_doubt") {
    return { ...resultOf(order), success: null, detail: "confirming_with_retailer" };
  }
  if (order.status === "order_placed") return { ...resultOf(order), success: true };
  if (order.failureCode === null) return null;
  const details = presentFailure(order, order.failureCode);
  return {
    ...resultOf(order),
    success: false,
    error: details.message,
    error_type: details.code,
    error_details: details,
  };
}

function resultOf(order: OrderRecord): JobResult {
  return {
    success: null,
    detail: null,
    error: null,
    error_type: null,
    error_details: null,
    price_components: order.priceComponents === null ? null : presentPrices(order.priceComponents),
    estimated_delivery: order.estimatedDelivery,
    merchant_order_ids: merchantOrderIds(order),
  };
}

function presentFailure(order: OrderRecord, code: FailureCode): FailureDetails {
  const { retryable, resolution } = failureRule(code);
  return {
    // First, so that nothing a shop showed can stand in for what we say.
    ...presentObserved(order.failure?.observed ?? {}),
    code,
    message: order.failure?.message ?? `The order failed: ${code.replaceAll("_", " ")}.`,
    retryable,
    resolution,
    charged: order.charged ?? "unknown",
    field_errors: [],
  };
}

function merchantOrderIds(order: OrderRecord): string[] {
  return order.confirmation?.merchant_order_ids ?? [];
}
