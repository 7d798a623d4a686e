import { ORDER_FACES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { bigint, check, integer, jsonb, pgEnum, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { catalogueVariants, suppliers } from "./catalogue.ts";
import { orders } from "./orders.ts";

/** The two that order by catalogue ids, beside the native API. */
export const orderFace = pgEnum("order_face", ORDER_FACES);

/**
 * What an order of the catalogue was quoted at, in US cents, and by whom. Written in the transaction that accepts the order, never
 * changed: the catalogue may move on. Read with the order by every face but the native one. One row an order of those faces.
 */
export const orderQuotes = pgTable(
  "order_quotes",
  {
    orderId: uuid("order_id")
      .primaryKey()
      .references(() => orders.id),
    face: orderFace("face").notNull(),
    supplierId: text("supplier_id")
      .notNull()
      .references(() => suppliers.id),
    supplierName: text("supplier_name").notNull(),
    supplierAddress: text("supplier_address"),
    itemTotalCents: integer("item_total_cents").notNull(),
    shippingCents: integer("shipping_cents").notNull(),
    /** What was allowed for tax. */
    taxCents: integer("tax_cents").notNull(),
    /** A positive magnitude, subtracted. */
    promoCents: integer("promo_cents").notNull(),
    /** What the operator of this service asks for an order: no part of what the retailer may charge. */
    platformFeeCents: integer("platform_fee_cents").notNull(),
    /** What the account lets the retailer's total be above the quote. */
    toleranceCents: integer("tolerance_cents").notNull(),
    buyerNotes: text("buyer_notes"),
    /** As the face's client sent it, to be shown as it was sent. */
    shippingAddress: jsonb("shipping_address").$type<Record<string, unknown>>().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check(
      "order_quotes_amounts",
      sql`${table.itemTotalCents} >= 0 AND ${table.shippingCents} >= 0 AND ${table.taxCents} >= 0
        AND ${table.promoCents} BETWEEN 0 AND ${table.itemTotalCents} AND ${table.platformFeeCents} >= 0
        AND ${table.toleranceCents} >= 0`,
    ),
  ],
);

/** The lines of a quote, in the order of the order's items: same position, same quantity. */
export const orderQuoteLines = pgTable(
  "order_quote_lines",
  {
    orderId: uuid("order_id")
      .notNull()
      .references(() => orderQuotes.orderId),
    position: integer("position").notNull(),
    variantId: bigint("variant_id", { mode: "number" })
      .notNull()
      .references(() => catalogueVariants.id),
    productId: text("product_id").notNull(),
    productName: text("product_name").notNull(),
    sku: text("sku").notNull(),
    unitPriceCents: integer("unit_price_cents").notNull(),
    quantity: integer("quantity").notNull(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.position] })],
);
