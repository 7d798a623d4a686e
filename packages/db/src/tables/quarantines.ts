import { sql } from "drizzle-orm";
import { bigint, integer, jsonb, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

export const QUARANTINE_VERDICTS = ["placed", "cleared", "in_doubt", "needs_review"] as const;
export const quarantineVerdict = pgEnum("quarantine_verdict", QUARANTINE_VERDICTS);

/**
 * A database that was restored from a backup does not know what was bought since. While a row here has not ended, nothing is
 * dispatched or claimed. Written by a worker that finds the signs, or by an operator; read by dispatch and claim.
 */
export const quarantines = pgTable(
  "quarantines",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    reason: text("reason").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    enteredAt: timestamp("entered_at", { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp("ended_at", { withTimezone: true }),
    /** `upkeep` when every order was looked at, else the operator. */
    endedBy: text("ended_by"),
  },
  (table) => [
    uniqueIndex("quarantines_one_at_a_time")
      .on(sql`(true)`)
      .where(sql`${table.endedAt} IS NULL`),
  ],
);

/** The orders that were open when the quarantine began: each is looked up at its retailer. */
export const quarantineOrders = pgTable(
  "quarantine_orders",
  {
    quarantineId: bigint("quarantine_id", { mode: "number" })
      .notNull()
      .references(() => quarantines.id),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    absentLooks: integer("absent_looks").notNull().default(0),
    nextLookAt: timestamp("next_look_at", { withTimezone: true }).notNull().defaultNow(),
    verdict: quarantineVerdict("verdict"),
    settledAt: timestamp("settled_at", { withTimezone: true }),
  },
  (table) => [uniqueIndex("quarantine_orders_once").on(table.quarantineId, table.orderId)],
);
