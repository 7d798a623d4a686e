import type { Variant } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { keyMode } from "./api-keys.ts";

/**
 * Who sells what the other two faces order by id. Written by the catalogue command alone; read by both faces. The catalogue is the
 * deployment's, not an account's: a test key sees the suppliers of sandbox retailers, a live key the others.
 */
export const suppliers = pgTable(
  "suppliers",
  {
    /** `sup_…`, chosen by whoever imports. */
    id: text("id").primaryKey(),
    mode: keyMode("mode").notNull(),
    name: text("name").notNull(),
    /** One line, for people. */
    address: text("address"),
    isAvailable: boolean("is_available").notNull().default(true),
    /** The least that an order's items must come to, in US cents; 0: anything. */
    minimumOrderCents: integer("minimum_order_cents").notNull().default(0),
    /** What shipping is estimated at: so much an order, and so much a piece, in US cents. */
    shippingCents: integer("shipping_cents").notNull().default(0),
    shippingPerItemCents: integer("shipping_per_item_cents").notNull().default(0),
    /** What is allowed for tax, in hundredths of a percent of the items: 1000 is 10 %. */
    taxAllowanceBp: integer("tax_allowance_bp").notNull().default(1_000),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check("suppliers_id_form", sql`${table.id} ~ '^sup_[A-Za-z0-9_-]{1,60}$'`),
    check(
      "suppliers_amounts",
      sql`${table.minimumOrderCents} >= 0 AND ${table.shippingCents} >= 0 AND ${table.shippingPerItemCents} >= 0
        AND ${table.taxAllowanceBp} BETWEEN 0 AND 10000`,
    ),
  ],
);

/** What a supplier sells. Written with it; a product that is taken out of the catalogue stays, inactive: orders name it. */
export const catalogueProducts = pgTable(
  "catalogue_products",
  {
    /** `prod_…`, chosen by whoever imports. */
    id: text("id").primaryKey(),
    supplierId: text("supplier_id")
      .notNull()
      .references(() => suppliers.id),
    name: text("name").notNull(),
    description: text("description"),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("catalogue_products_by_supplier").on(table.supplierId),
    check("catalogue_products_id_form", sql`${table.id} ~ '^prod_[A-Za-z0-9_-]{1,60}$'`),
  ],
);

/** What is bought of a product, and where: a retailer's page with a choice on it. Written with the product. */
export const catalogueVariants = pgTable(
  "catalogue_variants",
  {
    /** What the platform face calls it: `"1"`. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
    productId: text("product_id")
      .notNull()
      .references(() => catalogueProducts.id),
    /** The first one is what an order of the product alone means. */
    position: integer("position").notNull(),
    /** Unique among test suppliers, and among live ones: it names the row at the next import. */
    sku: text("sku").notNull(),
    mode: keyMode("mode").notNull(),
    priceCents: integer("price_cents").notNull(),
    url: text("url").notNull(),
    /** The choices on that page; empty: none. */
    choices: jsonb("choices").$type<Variant[]>().notNull().default([]),
    /** How many the supplier can send in one order, as of the import; null: as many as are asked for. */
    available: integer("available"),
    isActive: boolean("is_active").notNull().default(true),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("catalogue_variants_sku").on(table.mode, table.sku),
    index("catalogue_variants_by_product").on(table.productId, table.position),
    check(
      "catalogue_variants_amounts",
      sql`${table.priceCents} BETWEEN 0 AND 100000000 AND (${table.available} IS NULL OR ${table.available} >= 0)`,
    ),
  ],
);
