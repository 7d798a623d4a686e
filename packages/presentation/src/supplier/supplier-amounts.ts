import type { OrderItemRow, OrderQuoteLineRow, OrderQuoteRecord, OrderRecord } from "@cartwright/db";
import type { CartLine, CreatedSupplierOrder, SupplierOrder } from "@cartwright/schemas";

type Amounts = Pick<SupplierOrder, "subtotal_cents" | "shipping_cents" | "platform_fee_cents" | "total_cents">;
type QuotedAmounts = { [Key in keyof Amounts]: number };
type Item = Omit<SupplierOrder["items"][number], "fulfillment_status">;

const ITEM_DIGITS = 3;

/** What an order was quoted at. Tax is the retailer's, and in none of these; a promotion is off the items. */
export function quotedAmounts(quote: OrderQuoteRecord): QuotedAmounts {
  return sumUp(quote.itemTotalCents - quote.promoCents, quote.shippingCents, quote.platformFeeCents);
}

/** What is known of an order of the native API, for which nobody asks a fee: what the shop showed, and null for the rest. */
export function shownAmounts({ priceComponents: prices }: OrderRecord): Amounts {
  const [subtotal, shipping] = [prices?.subtotal ?? null, prices?.shipping ?? null];
  if (subtotal !== null && shipping !== null) return sumUp(subtotal, shipping, 0);
  return { subtotal_cents: subtotal, shipping_cents: shipping, platform_fee_cents: 0, total_cents: null };
}

function sumUp(subtotal: number, shipping: number, fee: number): QuotedAmounts {
  return {
    subtotal_cents: subtotal,
    shipping_cents: shipping,
    platform_fee_cents: fee,
    total_cents: subtotal + shipping + fee,
  };
}

export function presentQuotedItem(line: OrderQuoteLineRow): CreatedSupplierOrder["items"][number] {
  return {
    id: itemId(line.position),
    product_id: line.productId,
    product_name: line.productName,
    quantity: line.quantity,
    unit_price_cents: line.unitPriceCents,
    total_cents: line.unitPriceCents * line.quantity,
  };
}

/** A line that no catalogue knows: named and priced by the row of the shop's cart, where there is no doubt which one that is. */
export function presentUnquotedItem(order: OrderRecord, item: OrderItemRow, index: number): Item {
  const row = cartRow(order, item, index);
  return {
    id: itemId(item.position),
    product_id: null,
    product_name: row?.title ?? null,
    quantity: item.quantity,
    unit_price_cents: row?.unit_price ?? null,
    total_cents: row?.line_total ?? null,
  };
}

/** A cart is read in the shop's own sequence: a row counts where the whole cart has the order's quantities, in its sequence. */
function cartRow({ items, priceComponents }: OrderRecord, item: OrderItemRow, index: number): CartLine | undefined {
  const rows = priceComponents?.cart_items ?? [];
  const isAlike = rows.length === items.length && items.every((other, at) => rows[at]?.quantity === other.quantity);
  // Of several lines of one quantity, nobody knows which is which.
  const isClear = items.filter(({ quantity }) => quantity === item.quantity).length === 1;
  return isAlike && isClear ? rows[index] : undefined;
}

const itemId = (position: number): string => `item_${String(position + 1).padStart(ITEM_DIGITS, "0")}`;
