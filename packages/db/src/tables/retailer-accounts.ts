import { sql } from "drizzle-orm";
import { jsonb, pgTable, text, timestamp, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { keyMode } from "./api-keys.ts";
import { accounts } from "./accounts.ts";
import { bytea } from "./bytea.ts";
import { retailers } from "./retailers.ts";

/**
 * Managed accounts at shops. Login and password are sealed: a copy of this table logs in nowhere. Written by the API,
 * by the accounts command, and by the worker that logs in with one (last_used_at); read by the same. Grows with what owners
 * add; a disabled account stays, so that its orders keep where they were placed.
 */
export const retailerAccounts = pgTable(
  "retailer_accounts",
  {
    id: uuid("id").primaryKey(),
    /** Whose it is. */
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Whose orders it is for: those of live keys, or of test keys. */
    mode: keyMode("mode").notNull(),
    /** What clients call it: `cw_acct_` and eight characters. */
    shortId: text("short_id").notNull().unique(),
    retailerId: text("retailer_id")
      .notNull()
      .references(() => retailers.id),
    /** For people: which of the accounts at this shop it is. The short id, where it came by the API. */
    label: text("label").notNull(),
    login: bytea("login").notNull(),
    password: bytea("password").notNull(),
    /** The master key that both are sealed with: what a rotation looks for. */
    keyId: text("key_id").notNull(),
    /** The owner's own notes: shown to them, read by nobody. */
    retailerConfig: jsonb("retailer_config").$type<Record<string, unknown>>(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    /** No new order is placed with it. */
    disabledAt: timestamp("disabled_at", { withTimezone: true }),
    lastUsedAt: timestamp("last_used_at", { withTimezone: true }),
  },
  (table) => [
    // What an order's account is held to: one of the order's own retailer.
    uniqueIndex("retailer_accounts_of_retailer").on(table.id, table.retailerId),
    uniqueIndex("retailer_accounts_one_label")
      .on(table.accountId, table.retailerId, table.label)
      .where(sql`${table.disabledAt} IS NULL`),
  ],
);
