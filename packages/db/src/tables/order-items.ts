import { ORDER_ITEM_STATUSES, type ProductCondition, type Variant } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { failureCode, orders } from "./orders.ts";

export const orderItemStatus = pgEnum("order_item_status", ORDER_ITEM_STATUSES);

/** The lines of an order. Written with the order and when it moves; read with it. 1 to 50 rows an order. */
export const orderItems = pgTable(
  "order_items",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    position: integer("position").notNull(),
    url: text("url").notNull(),
    quantity: integer("quantity").notNull(),
    variant: jsonb("variant").$type<Variant[]>(),
    conditionIn: jsonb("condition_in").$type<ProductCondition[]>(),
    conditionNotIn: jsonb("condition_not_in").$type<ProductCondition[]>(),
    status: orderItemStatus("status").notNull().default("pending"),
    errorType: failureCode("error_type"),
    /** Why it was cancelled, in the retailer's words or ours. */
    cancellationReason: text("cancellation_reason"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("order_items_position").on(table.orderId, table.position),
    check("order_items_quantity_range", sql`${table.quantity} BETWEEN 1 AND 100`),
  ],
);
