import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { keyMode } from "./api-keys.ts";
import { bytea } from "./bytea.ts";
import { orderFace } from "./order-quotes.ts";

/**
 * Where an account wants to hear of its orders in another face's words, as many as it likes. Written by that face's API; read by the
 * trigger that writes an event for each of them, and by the webhook delivery.
 */
export const faceEndpoints = pgTable(
  "face_endpoints",
  {
    /** What its secret is bound to. */
    id: uuid("id").primaryKey(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    face: orderFace("face").notNull(),
    url: text("url").notNull(),
    /** In the face's own words: those that are sent, and no others; "*" for all of them. */
    events: text("events").array().notNull(),
    secret: bytea("secret").notNull(),
    /** The master key that it is sealed with. */
    keyId: text("key_id").notNull(),
    /** Events are written for it, and sent. */
    isActive: boolean("is_active").notNull().default(true),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    /** Nothing is sent there any more; the row stays for the log of what was. */
    deletedAt: timestamp("deleted_at", { withTimezone: true }),
  },
  // Those that are there: the trigger asks it with every event of an account, however many there once were.
  (table) => [
    index("face_endpoints_by_account")
      .on(table.accountId, table.mode, table.face)
      .where(sql`deleted_at IS NULL`),
  ],
);
