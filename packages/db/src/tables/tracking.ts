import { TRACKING_STATUSES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { bigint, date, index, integer, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

export const trackingStatus = pgEnum("tracking_status", TRACKING_STATUSES);

/** The parcels of an order. Written when a look at the retailer's order page shows them; read with the order. */
export const trackingNumbers = pgTable(
  "tracking_numbers",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    carrier: text("carrier").notNull(),
    trackingNumber: text("tracking_number").notNull(),
    trackingUrl: text("tracking_url"),
    status: trackingStatus("status").notNull().default("pending"),
    estimatedDelivery: date("estimated_delivery", { mode: "string" }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    uniqueIndex("tracking_numbers_once").on(table.orderId, table.carrier, table.trackingNumber),
    index("tracking_numbers_by_number").on(sql`lower(${table.trackingNumber}) text_pattern_ops`),
  ],
);

/** The scans of a parcel. Written with it; read with it where they are asked for. */
export const trackingCheckpoints = pgTable(
  "tracking_checkpoints",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    trackingId: uuid("tracking_id")
      .notNull()
      .references(() => trackingNumbers.id),
    checkpointTime: timestamp("checkpoint_time", { withTimezone: true }).notNull(),
    status: trackingStatus("status").notNull(),
    message: text("message").notNull(),
    city: text("city"),
    state: text("state"),
    zip: text("zip"),
    country: text("country"),
    location: text("location"),
  },
  (table) => [uniqueIndex("tracking_checkpoints_once").on(table.trackingId, table.checkpointTime, table.message)],
);

/**
 * When a placed order's page at the retailer is looked at again. A row appears with every purchase; a worker deletes it when the
 * retailer has no such page, or there is nothing more to learn. Apart from the order: these looks leave its row in peace.
 */
export const trackingLooks = pgTable(
  "tracking_looks",
  {
    orderId: uuid("order_id")
      .primaryKey()
      .references(() => orders.id),
    /** Before the first look: since when it waits for it. */
    lookAt: timestamp("look_at", { withTimezone: true }).notNull().defaultNow(),
    /** So many were begun: what is written about the next look is written under the number of the latest. */
    looks: integer("looks").notNull().default(0),
    /** Looks in a row that read nothing. */
    failures: integer("failures").notNull().default(0),
    /** Until then one worker has it in hand. */
    heldUntil: timestamp("held_until", { withTimezone: true }),
  },
  (table) => [index("tracking_looks_due").on(table.lookAt)],
);
