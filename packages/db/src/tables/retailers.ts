import { RETAILER_DRIVERS, type RetailerSettings } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { check, integer, jsonb, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const retailerDriver = pgEnum("retailer_driver", RETAILER_DRIVERS);

/**
 * What is known of a retailer, shared by all workers: how it is bought from, its circuit breaker and its limits. A row
 * appears when a retailer is registered, with the first order from a shop nobody described, or with a retailer's first
 * failure or limit. Written by operators, by the API (a shop it has not seen before) and when an attempt ends; read by the
 * catalogue, by dispatch and by claim. One row a shop: it grows with the shops that are bought from, not with the orders.
 */
export const retailers = pgTable(
  "retailers",
  {
    /** The catalogue's id. */
    id: text("id").primaryKey(),
    /** For people. Null: the id says enough. */
    name: text("name"),
    /** What drives its checkout. Null: a retailer of the code's own catalogue. */
    driver: retailerDriver("driver"),
    /** As given, without what is left out: read it through RetailerSettings. */
    settings: jsonb("settings").$type<Partial<RetailerSettings>>().notNull().default({}),
    /** The shop platform that a worker recognised: the name of a profile. Null: none, or not seen yet. */
    platform: text("platform"),
    /** The steps that an operator recorded, for the driver "recording". */
    recording: jsonb("recording").$type<Record<string, unknown>>(),
    /** Attempts that failed in a row for reasons that lie with the shop. */
    failuresInARow: integer("failures_in_a_row").notNull().default(0),
    /** How often the breaker has opened without a success in between: each time it stays open longer. */
    openings: integer("openings").notNull().default(0),
    /** Nothing is claimed before; after it one order goes ahead as a probe. Null: closed. */
    openUntil: timestamp("open_until", { withTimezone: true }),
    /** An operator's word: nothing is claimed until it is taken back. */
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
    /** Orders worked on at once, over all workers. Null: as many as the workers can. */
    maxConcurrent: integer("max_concurrent"),
    /** Politeness: the least time from one claim of its orders to the next, over all workers. Null: none. */
    minIntervalMs: integer("min_interval_ms"),
    /** Written with a claim where min_interval_ms asks for it, and only then. */
    lastClaimedAt: timestamp("last_claimed_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check("retailers_max_concurrent_positive", sql`${table.maxConcurrent} > 0`),
    check("retailers_min_interval_positive", sql`${table.minIntervalMs} > 0`),
    check(
      "retailers_recording_has_driver",
      sql`${table.recording} IS NULL OR ${table.driver} IS NOT DISTINCT FROM 'recording'`,
    ),
  ],
);

/**
 * Where registered retailers answer. The key is the guarantee: an origin belongs to one retailer, whoever registers at the
 * same moment. Written with the retailer; read by the catalogue. One or two rows a retailer.
 */
export const retailerOrigins = pgTable(
  "retailer_origins",
  {
    /** As `new URL(…).origin` writes it: scheme, host, and a port that is not the scheme's own. */
    origin: text("origin").primaryKey(),
    retailerId: text("retailer_id")
      .notNull()
      .references(() => retailers.id, { onDelete: "cascade" }),
  },
  (table) => [check("retailer_origins_is_origin", sql`${table.origin} ~ '^https?://[^/?#@[:space:][:upper:]]+$'`)],
);
