import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  doublePrecision,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import { keyMode } from "./api-keys.ts";

/**
 * What became of orders, an hour, a mode and a retailer: the charts of the admin area are drawn from it, however many orders there
 * are. Written by an upkeep duty of the workers, which counts the last hours anew until nothing of them changes any more.
 */
export const orderHours = pgTable(
  "order_hours",
  {
    /** When it began, UTC. */
    hour: timestamp("hour", { withTimezone: true }).notNull(),
    mode: keyMode("mode").notNull(),
    retailer: text("retailer").notNull(),
    /** By when they were accepted. */
    accepted: integer("accepted").notNull().default(0),
    /** By when they were finished. */
    placed: integer("placed").notNull().default(0),
    failed: integer("failed").notNull().default(0),
    /** Of those that failed, those that their buyers cancelled. */
    cancelled: integer("cancelled").notNull().default(0),
    /** What the placed ones cost, in US cents, as far as it was read. */
    placedCents: bigint("placed_cents", { mode: "number" }).notNull().default(0),
    /** From accepted to placed, in seconds: the sum, the median and the 95th percentile of that hour. */
    placeSecondsSum: doublePrecision("place_seconds_sum").notNull().default(0),
    placeSecondsP50: doublePrecision("place_seconds_p50"),
    placeSecondsP95: doublePrecision("place_seconds_p95"),
    /** How many failed, by code. */
    failureCodes: jsonb("failure_codes").$type<Record<string, number>>().notNull().default({}),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.hour, table.mode, table.retailer] }),
    check("order_hours_is_an_hour", sql`date_trunc('hour', ${table.hour}, 'UTC') = ${table.hour}`),
  ],
);
