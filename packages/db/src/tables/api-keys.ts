import { KEY_MODES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import { bigint, check, integer, pgEnum, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";

export const keyMode = pgEnum("key_mode", KEY_MODES);

/**
 * Bearer keys, as SHA-256 only: a copy of this table opens nothing. Written by the keys command; read by every request
 * (through a short cache). Grows by hand only; a revoked key stays, so that its orders keep their author.
 */
export const apiKeys = pgTable(
  "api_keys",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    /** Hex. */
    sha256: text("sha256").notNull().unique(),
    /** The first characters of the key, to tell keys apart in a list. */
    hint: text("hint").notNull(),
    scopes: text("scopes").array().notNull(),
    /** What this key alone may spend in a day (UTC), in US cents; null: no limit but its account's. */
    spendLimitCents: bigint("spend_limit_cents", { mode: "number" }),
    orderLimit: integer("order_limit"),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    revokedAt: timestamp("revoked_at", { withTimezone: true }),
  },
  (table) => [check("api_keys_sha256_is_hex", sql`${table.sha256} ~ '^[0-9a-f]{64}$'`)],
);
