import { asc, inArray } from "drizzle-orm";
import type { Pool } from "pg";
import type { Executor } from "./client.ts";
import { orderQuoteLines, orderQuotes } from "./tables/index.ts";

export type OrderQuoteRow = typeof orderQuotes.$inferSelect;
export type OrderQuoteLineRow = typeof orderQuoteLines.$inferSelect;

/** What an order was quoted at when it was accepted, with its lines in the order of the order's items. */
export interface OrderQuoteRecord extends OrderQuoteRow {
  lines: OrderQuoteLineRow[];
}

export type NewOrderQuote = Omit<OrderQuoteRow, "createdAt">;
/** Its position is its place in the list. */
export type NewOrderQuoteLine = Omit<OrderQuoteLineRow, "orderId" | "position">;

// The line's place is its position: the same as of the order's items, which are written in the same way.
const INSERT_QUOTE = {
  name: "insert-order-quote",
  text: `WITH quote AS (
      INSERT INTO order_quotes (order_id, face, supplier_id, supplier_name, supplier_address, item_total_cents, shipping_cents,
        tax_cents, promo_cents, platform_fee_cents, tolerance_cents, buyer_notes, shipping_address)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      RETURNING order_id
    )
    INSERT INTO order_quote_lines (order_id, position, variant_id, product_id, product_name, sku, unit_price_cents, quantity)
    SELECT quote.order_id, line.position, line.variant_id, line.product_id, line.product_name, line.sku, line.unit_price_cents,
      line.quantity
    FROM quote, jsonb_to_recordset($14) AS line(position int, variant_id bigint, product_id text, product_name text, sku text,
      unit_price_cents int, quantity int)`,
};

/** Writes a quote and its lines, in the transaction that accepts the order: see Alongside. */
export async function insertQuote(
  client: Pick<Pool, "query">,
  quote: NewOrderQuote,
  lines: readonly NewOrderQuoteLine[],
): Promise<void> {
  await client.query({
    ...INSERT_QUOTE,
    values: [
      quote.orderId,
      quote.face,
      quote.supplierId,
      quote.supplierName,
      quote.supplierAddress,
      quote.itemTotalCents,
      quote.shippingCents,
      quote.taxCents,
      quote.promoCents,
      quote.platformFeeCents,
      quote.toleranceCents,
      quote.buyerNotes,
      JSON.stringify(quote.shippingAddress),
      JSON.stringify(lines.map(toRow)),
    ],
  });
}

function toRow(line: NewOrderQuoteLine, position: number): object {
  return {
    position,
    variant_id: line.variantId,
    product_id: line.productId,
    product_name: line.productName,
    sku: line.sku,
    unit_price_cents: line.unitPriceCents,
    quantity: line.quantity,
  };
}

/** By order: an order of the native API has none. */
export async function findQuotes(db: Executor, orderIds: readonly string[]): Promise<Map<string, OrderQuoteRecord>> {
  if (orderIds.length === 0) return new Map();
  const ids = [...orderIds];
  const quotes = await db.select().from(orderQuotes).where(inArray(orderQuotes.orderId, ids));
  const found = new Map(
    quotes.map((quote) => [quote.orderId, Object.assign(quote, { lines: [] as OrderQuoteLineRow[] })]),
  );
  if (found.size === 0) return found;
  const lines = await db
    .select()
    .from(orderQuoteLines)
    .where(inArray(orderQuoteLines.orderId, ids))
    .orderBy(asc(orderQuoteLines.orderId), asc(orderQuoteLines.position));
  for (const line of lines) found.get(line.orderId)?.lines.push(line);
  return found;
}
