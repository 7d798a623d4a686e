import { RETURN_REASONS, RETURN_STATUSES, type ReturnItem } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { index, jsonb, pgEnum, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { keyMode } from "./api-keys.ts";
import { orders } from "./orders.ts";

export const returnStatus = pgEnum("return_status", RETURN_STATUSES);
export const returnReason = pgEnum("return_reason", RETURN_REASONS);

/** What buyers want to send back. Written by the API, and by an operator who settles it; read with its order. */
export const returnRequests = pgTable(
  "return_requests",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    status: returnStatus("status").notNull().default("open"),
    reason: returnReason("reason").notNull(),
    notes: text("notes"),
    resolutionNotes: text("resolution_notes"),
    items: jsonb("items").$type<ReturnItem[]>().notNull(),
    labelUrls: jsonb("label_urls").$type<string[]>().notNull().default([]),
    /** The retailer's own number of it. */
    merchantReturnId: text("merchant_return_id"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("return_requests_by_order").on(table.orderId),
    index("return_requests_by_account").on(table.accountId, table.mode, table.createdAt),
    // Those that wait for an operator.
    index("return_requests_open")
      .on(table.createdAt)
      .where(sql`status = 'open'`),
  ],
);
