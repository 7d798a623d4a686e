import { sql } from "drizzle-orm";
import { bigint, jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";

/**
 * What the auditor found that must never be: each rule and order once, until it is cleared. Empty in a healthy service.
 * Written by the auditor; read by operators and by the alert.
 */
export const auditFindings = pgTable(
  "audit_findings",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    rule: text("rule").notNull(),
    orderId: uuid("order_id").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    foundAt: timestamp("found_at", { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().defaultNow(),
    clearedAt: timestamp("cleared_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("audit_findings_once")
      .on(table.rule, table.orderId)
      .where(sql`${table.clearedAt} IS NULL`),
  ],
);
