import { sql } from "drizzle-orm";
import { check, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/**
 * What is known of a retailer's health, shared by all workers: its circuit breaker and its limits. A row appears with a
 * retailer's first failure or limit. Written when an attempt ends and by operators; read by dispatch and claim.
 */
export const retailers = pgTable(
  "retailers",
  {
    /** The catalogue's id. */
    id: text("id").primaryKey(),
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
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [check("retailers_max_concurrent_positive", sql`${table.maxConcurrent} > 0`)],
);
