import { jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** The name and phone that stand in where a face's request leaves the recipient out. */
export interface DefaultRecipient {
  name: string;
  phone: string;
}

/** Who orders. Written by the keys command; read with every key. Grows by hand only. */
export const accounts = pgTable("accounts", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull().unique(),
  defaultRecipient: jsonb("default_recipient").$type<DefaultRecipient>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
