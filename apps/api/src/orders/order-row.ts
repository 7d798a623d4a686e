import type { OrderRecord } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import type { PresentedPrices, ShippingAddress } from "@cartwright/schemas";

/** The columns of an export, in their order. Money is in cents, like everywhere in the API. */
export const ORDER_COLUMNS = [
  "id",
  "number",
  "status",
  "error_type",
  "error",
  "created_at",
  "updated_at",
  "retailer",
  "max_price",
  "subtotal",
  "shipping",
  "tax",
  "fees",
  "discount",
  "total",
  "currency",
  "merchant_order_ids",
  "tracking_numbers",
  "tracking_statuses",
  "estimated_delivery",
  "po_number",
  "idempotency_key",
  "retry_of",
  "items",
  "first_name",
  "last_name",
  "address_line1",
  "address_line2",
  "city",
  "state",
  "postal_code",
  "country",
  "phone_number",
  "metadata",
] as const;

export type OrderCsvRow = Record<(typeof ORDER_COLUMNS)[number], string | number | null>;

/** What is several in one cell. */
const SEPARATOR = " | ";

/** An order as one row. */
export function orderRow(record: OrderRecord): OrderCsvRow {
  const order = presentOrder(record);
  const { job_result: result, tracking_numbers: parcels } = order;
  return {
    id: order.id,
    number: order.number,
    status: order.status,
    error_type: result?.error_type ?? null,
    error: result?.error ?? null,
    created_at: order.created_at,
    updated_at: order.updated_at,
    retailer: record.retailer,
    max_price: order.max_price,
    ...priceCells(result?.price_components ?? null),
    merchant_order_ids: order.merchant_order_ids.join(SEPARATOR),
    tracking_numbers: parcels.map((parcel) => parcel.tracking_number).join(SEPARATOR),
    tracking_statuses: parcels.map((parcel) => parcel.status).join(SEPARATOR),
    estimated_delivery: result?.estimated_delivery ?? null,
    po_number: order.po_number,
    idempotency_key: order.idempotency_key,
    retry_of: order.retry_of,
    items: order.items.map((item) => `${item.url} x ${item.quantity}`).join(SEPARATOR),
    ...recipientCells(order.shipping_address),
    metadata: JSON.stringify(order.metadata),
  };
}

/** A figure that was not read is empty, never 0. */
function priceCells(prices: PresentedPrices | null) {
  return {
    subtotal: prices?.subtotal ?? null,
    shipping: prices?.shipping ?? null,
    tax: prices?.tax ?? null,
    fees: prices?.fees ?? null,
    discount: prices?.discount ?? null,
    total: prices?.total ?? null,
    currency: prices?.currency ?? null,
  };
}

function recipientCells(address: ShippingAddress) {
  return {
    first_name: address.first_name,
    last_name: address.last_name,
    address_line1: address.address_line1,
    address_line2: address.address_line2,
    city: address.city,
    state: address.state,
    postal_code: address.postal_code,
    country: address.country,
    phone_number: address.phone_number,
  };
}
