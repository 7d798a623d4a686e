import { bigint, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

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
  /** What all its keys of a mode may spend in a day (UTC), in US cents; null: no limit. */
  spendLimitCents: bigint("spend_limit_cents", { mode: "number" }),
  /** How many orders they may place in a day; null: no limit. */
  orderLimit: integer("order_limit"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
