import { TIMELINE_TYPES } from "@cartwright/schemas";
import { bigint, index, jsonb, pgEnum, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

export const timelineType = pgEnum("timeline_type", TIMELINE_TYPES);

/** The timeline: append-only (a trigger refuses updates). Written with every move of an order; about 6 rows an order. */
export const orderEvents = pgTable(
  "order_events",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    type: timelineType("type").notNull(),
    label: text("label").notNull(),
    /** Who says so: `api`, or a worker's id. */
    source: text("source").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    occurredAt: timestamp("occurred_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("order_events_by_order").on(table.orderId, table.id)],
);
