import { pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { keyMode } from "./api-keys.ts";
import { bytea } from "./bytea.ts";

/**
 * Where an account's events go, apart for live and test keys. The secrets are sealed. Written by the API; read by the webhook
 * delivery. One row an account and mode, kept when its address is taken away: the secret stays the one its owner knows.
 */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    /** What its secrets are bound to. */
    id: uuid("id").notNull().unique(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    /** Null: nothing is sent. */
    url: text("url"),
    secret: bytea("secret").notNull(),
    /** The one before the last rotation: signs beside it until then. */
    previousSecret: bytea("previous_secret"),
    previousUntil: timestamp("previous_until", { withTimezone: true }),
    /** The master key that both are sealed with: what a rotation of it looks for. */
    keyId: text("key_id").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.accountId, table.mode] })],
);
