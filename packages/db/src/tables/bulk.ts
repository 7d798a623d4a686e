import { BULK_ROW_STATUSES, BULK_STATUSES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { boolean, index, integer, json, pgEnum, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { apiKeys, keyMode } from "./api-keys.ts";
import { orders } from "./orders.ts";

export const bulkStatus = pgEnum("bulk_status", BULK_STATUSES);
export const bulkRowStatus = pgEnum("bulk_row_status", BULK_ROW_STATUSES);

/** Batches of orders from a CSV. Written by the API, whose own duty places their rows; read by their owner. */
export const bulkBatches = pgTable(
  "bulk_batches",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    apiKeyId: uuid("api_key_id")
      .notNull()
      .references(() => apiKeys.id),
    filename: text("filename"),
    /** Hex SHA-256 of the request: the same again within a day is the same batch. */
    fingerprint: text("fingerprint").notNull(),
    status: bulkStatus("status").notNull().default("pending"),
    rowCount: integer("row_count").notNull(),
    notifyOnComplete: boolean("notify_on_complete").notNull().default(false),
    notifiedAt: timestamp("notified_at", { withTimezone: true }),
    /** Until then one API process has it in hand. */
    heldUntil: timestamp("held_until", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("bulk_batches_by_account").on(table.accountId, table.mode, table.createdAt),
    index("bulk_batches_by_fingerprint").on(table.accountId, table.mode, table.fingerprint),
    index("bulk_batches_open")
      .on(table.createdAt)
      .where(sql`status IN ('pending', 'processing')`),
  ],
);

/** The rows of a batch as they were sent, and what became of each. */
export const bulkRows = pgTable(
  "bulk_rows",
  {
    batchId: uuid("batch_id")
      .notNull()
      .references(() => bulkBatches.id),
    /** From 0, as in the file. */
    position: integer("position").notNull(),
    /** Not jsonb, which would forget in which order the columns came. */
    row: json("row").$type<Record<string, unknown>>().notNull(),
    status: bulkRowStatus("status").notNull().default("pending"),
    orderId: uuid("order_id").references(() => orders.id),
    /** Why no order was made of it: the code that `POST /orders` would have answered with, and sentences. */
    errorCode: text("error_code"),
    error: text("error"),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.position] })],
);
