import { sql } from "drizzle-orm";
import { check, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { apiKeys } from "./api-keys.ts";

/**
 * Tokens that stand in for an API key for a while, as SHA-256 only. Written when a client asks for one; read by every request that
 * comes with one. A token opens nothing that its key does not, and nothing once that is revoked. Those that are over are deleted.
 */
export const accessTokens = pgTable(
  "access_tokens",
  {
    /** Hex. */
    sha256: text("sha256").primaryKey(),
    apiKeyId: uuid("api_key_id")
      .notNull()
      .references(() => apiKeys.id),
    /** The key's own scopes, as far as the token was asked for them. */
    scopes: text("scopes").array().notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp("expires_at", { withTimezone: true }).notNull(),
  },
  (table) => [
    index("access_tokens_by_expiry").on(table.expiresAt),
    check("access_tokens_sha256_is_hex", sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
);
