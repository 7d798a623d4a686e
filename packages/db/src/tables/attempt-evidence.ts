import { sql } from "drizzle-orm";
import { bigint, check, index, pgEnum, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { bytea } from "./bytea.ts";
import { orders } from "./orders.ts";

export const EVIDENCE_KINDS = ["steps", "screenshot", "html"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
export const evidenceKind = pgEnum("evidence_kind", EVIDENCE_KINDS);

/**
 * What an attempt saw, masked and sealed: its steps, and pictures and pages where there was one. Nothing is decided by it.
 * Written by the worker while and after it works on an order; read by the admin area; let go of by retention. 1 to 4 rows an
 * attempt, of up to some hundred KiB each: the largest table by far.
 */
export const attemptEvidence = pgTable(
  "attempt_evidence",
  {
    id: uuid("id").primaryKey(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    /** Which attempt: the claim's. */
    fence: bigint("fence", { mode: "number" }).notNull(),
    kind: evidenceKind("kind").notNull(),
    /** Where in the attempt: the step's name. */
    label: text("label").notNull(),
    sealed: bytea("sealed").notNull(),
    /** The master key that it is sealed with: what a rotation looks for. */
    keyId: text("key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("attempt_evidence_by_order").on(table.orderId, table.createdAt),
    index("attempt_evidence_by_age").on(table.createdAt),
    check("attempt_evidence_size", sql`octet_length(${table.sealed}) <= 8388608`),
  ],
);
