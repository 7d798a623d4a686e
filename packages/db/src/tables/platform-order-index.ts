import { CART_STATES, PAYMENT_STATES, SHIPMENT_STATES } from "@cartwright/schemas";
import { bigint, boolean, integer, pgView, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { keyMode } from "./api-keys.ts";

/**
 * Every order of an account as the platform face sees it, whichever face it came through: a view, defined in migration 0008. The
 * states of a native order are given their names there, and nowhere else. Amounts are in US cents; null: nobody has read one.
 */
export const platformOrderIndex = pgView("platform_order_index", {
  /** Null: an order of another face, that never was a cart. */
  cartId: bigint("cart_id", { mode: "number" }),
  orderId: uuid("order_id"),
  /** The cart's id, or the native order's. */
  id: text("id").notNull(),
  accountId: uuid("account_id").notNull(),
  mode: keyMode("mode").notNull(),
  number: text("number").notNull(),
  email: text("email"),
  state: text("state", { enum: CART_STATES }).notNull(),
  paymentState: text("payment_state", { enum: PAYMENT_STATES }),
  shipmentState: text("shipment_state", { enum: SHIPMENT_STATES }),
  itemTotalCents: integer("item_total_cents"),
  totalCents: integer("total_cents"),
  consideredRisky: boolean("considered_risky").notNull(),
  channel: text("channel").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull(),
  completedAt: timestamp("completed_at", { withTimezone: true }),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull(),
}).existing();
