import { bigint, integer, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

/**
 * The webhook events that are due, written in the transaction of the move they tell of: an event is sent if and only if
 * its move is in the database. Read by the webhook delivery; a row goes when it was delivered or given up.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    event: text("event").notNull(),
    /** Grows per order, so that a receiver can put events in their order. */
    sequence: integer("sequence").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [uniqueIndex("outbox_order_sequence").on(table.orderId, table.sequence)],
);
