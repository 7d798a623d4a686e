import type { OrderEventRow, OrderItemRow, OrderQuoteRecord, OrderRecord } from "@cartwright/db";
import type {
  CancelledSupplierOrder,
  CreatedSupplierOrder,
  SupplierAddress,
  SupplierOrder,
  SupplierTracking,
} from "@cartwright/schemas";
import { presentQuotedItem, presentUnquotedItem, quotedAmounts, shownAmounts } from "./supplier-amounts.ts";
import { supplierOrderId, supplierOrderNumber } from "./supplier-order-id.ts";
import { supplierMoments, supplierStatus, supplierTimeline } from "./supplier-timeline.ts";

export interface SupplierOrderFacts {
  order: OrderRecord;
  /** Undefined: it came through the native API. */
  quote: OrderQuoteRecord | undefined;
  /** Its timeline, oldest first. */
  events: readonly OrderEventRow[];
}

/** An order as the supplier face shows it, in its answers and in its webhooks, whichever face it came through. */
export function presentSupplierOrder({ order, quote, events }: SupplierOrderFacts): SupplierOrder {
  const moments = supplierMoments(order, events);
  return {
    ...headOf(order),
    status: supplierStatus(moments),
    supplier: supplierOf(order, quote),
    items: order.items.map((item, index) => presentItem(order, quote, item, index)),
    ...(quote === undefined ? shownAmounts(order) : quotedAmounts(quote)),
    shipping_address: addressOf(order, quote),
    tracking: trackingOf(order),
    buyer_notes: quote?.buyerNotes ?? null,
    timeline: supplierTimeline(moments),
    created_at: order.createdAt.toISOString(),
    confirmed_at: moments.placedAt.toISOString(),
    shipped_at: moments.shippedAt?.toISOString() ?? null,
    delivered_at: moments.deliveredAt?.toISOString() ?? null,
    cancelled_at: (moments.cancelledAt ?? moments.failedAt)?.toISOString() ?? null,
    fulfillment_status: order.status,
  };
}

export interface QuotedSupplierOrder extends SupplierOrderFacts {
  quote: OrderQuoteRecord;
}

/** The answer to an order that this face accepted. */
export function presentCreatedSupplierOrder(facts: QuotedSupplierOrder): CreatedSupplierOrder {
  const { order, quote } = facts;
  const shown = presentSupplierOrder(facts);
  return {
    id: shown.id,
    order_number: shown.order_number,
    status: shown.status,
    supplier: { id: quote.supplierId, name: quote.supplierName },
    items: quote.lines.map(presentQuotedItem),
    ...quotedAmounts(quote),
    shipping_address: addressOf(order, quote),
    buyer_notes: shown.buyer_notes,
    created_at: shown.created_at,
    confirmed_at: shown.confirmed_at,
    fulfillment_status: shown.fulfillment_status,
  };
}

/** The answer to whoever cancelled an order, now or before. What was set aside for it and never charged is free again. */
export function presentCancelledSupplierOrder(facts: SupplierOrderFacts): CancelledSupplierOrder {
  const { order, quote } = facts;
  const { cancelledAt } = supplierMoments(order, facts.events);
  return {
    ...headOf(order),
    status: "cancelled",
    cancelled_at: (cancelledAt ?? order.updatedAt).toISOString(),
    refund: {
      amount_cents: quote === undefined ? order.maxPriceCents : quotedAmounts(quote).total_cents,
      status: "released",
    },
  };
}

function headOf(order: OrderRecord) {
  return { id: supplierOrderId(order), order_number: supplierOrderNumber(order) };
}

function supplierOf(order: OrderRecord, quote: OrderQuoteRecord | undefined): SupplierOrder["supplier"] {
  if (quote === undefined) return { id: `sup_${order.retailer}`, name: order.retailer, address: null };
  return { id: quote.supplierId, name: quote.supplierName, address: quote.supplierAddress };
}

function presentItem(
  order: OrderRecord,
  quote: OrderQuoteRecord | undefined,
  item: OrderItemRow,
  index: number,
): SupplierOrder["items"][number] {
  const line = quote?.lines.find(({ position }) => position === item.position);
  const shown = line === undefined ? presentUnquotedItem(order, item, index) : presentQuotedItem(line);
  return { ...shown, fulfillment_status: item.status };
}

const ADDRESS_FIELDS = ["street1", "street2", "city", "state", "zip", "name", "phone"] as const;

/** As this face's client sent it; of an order of another face, as it is shipped. */
function addressOf(order: OrderRecord, quote: OrderQuoteRecord | undefined): SupplierAddress {
  const { shippingAddress: kept } = order;
  const sent: Record<string, unknown> = quote?.face === "supplier" ? quote.shippingAddress : {};
  if (typeof sent["street1"] === "string") {
    const fields = ADDRESS_FIELDS.filter((field) => sent[field] !== undefined).map((field) => [field, sent[field]]);
    // Written by this face's own schema.
    return Object.fromEntries(fields) as SupplierAddress;
  }
  return {
    street1: kept.address_line1,
    street2: kept.address_line2,
    city: kept.city,
    state: kept.state,
    zip: kept.postal_code,
    name: `${kept.first_name} ${kept.last_name}`,
    phone: kept.phone_number,
  };
}

/** The parcel that is still to come, or the last one. */
function trackingOf(order: OrderRecord): SupplierTracking | null {
  const parcel = order.parcels.find(({ status }) => status !== "delivered") ?? order.parcels.at(-1);
  if (parcel === undefined) return null;
  return {
    carrier: parcel.carrier,
    tracking_number: parcel.trackingNumber,
    tracking_url: parcel.trackingUrl,
    estimated_delivery: parcel.estimatedDelivery ?? order.estimatedDelivery,
  };
}
