import { bigint, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** The name and phone that stand in where a face's request leaves the recipient out. */
export interface DefaultRecipient {
  name: string;
  phone: string;
}

/** What a person knows a card or an account by. */
export interface PaymentMethodOnFile {
  type: "card" | "bank_account" | "invoice";
  brand: string | null;
  last4: string | null;
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
  /** What an order through the supplier face costs beside the goods, in US cents. */
  platformFeeCents: integer("platform_fee_cents").notNull().default(2_500),
  /** How far a retailer's total may be above what the supplier face quoted, in US cents. */
  priceToleranceCents: integer("price_tolerance_cents").notNull().default(0),
  /** What the platform face may pay with beside the account's own means, in US cents. */
  storeCreditCents: integer("store_credit_cents").notNull().default(0),
  /** What the operator has on file, for the account to recognise; nothing is charged by it. */
  paymentMethod: jsonb("payment_method").$type<PaymentMethodOnFile>(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});
