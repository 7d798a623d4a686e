import { bigint, index, integer, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { outbox } from "./outbox.ts";

/** The delivery log: every try to deliver an event, and what came of it. Written by the webhook delivery; let go of in time. */
export const webhookTries = pgTable(
  "webhook_tries",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    outboxId: bigint("outbox_id", { mode: "number" })
      .notNull()
      .references(() => outbox.id),
    tryNo: integer("try_no").notNull(),
    /** Without its query, which may hold a token. */
    url: text("url").notNull(),
    /** Null: there was no answer. */
    statusCode: integer("status_code"),
    /** Why there was none, or what was wrong with it. */
    error: text("error"),
    /** The beginning of the answer. */
    answer: text("answer"),
    durationMs: integer("duration_ms").notNull(),
    triedAt: timestamp("tried_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    index("webhook_tries_by_event").on(table.outboxId, table.id),
    index("webhook_tries_by_time").on(table.triedAt),
  ],
);
