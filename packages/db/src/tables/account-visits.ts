import { bigint, index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

/**
 * The browsers that may still be at a retailer account: its cart is shared, so that nobody else goes there meanwhile, not even
 * for the same order. Written with the claim; deleted when the page is closed, or its worker is proven dead or signed off.
 * As many rows as orders are worked on with accounts; one that stays is a worker nobody has heard of since.
 */
export const accountVisits = pgTable(
  "account_visits",
  {
    /** The order's exclusive_key. */
    exclusiveKey: text("exclusive_key").primaryKey(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    fence: bigint("fence", { mode: "number" }).notNull(),
    workerId: uuid("worker_id").notNull(),
    since: timestamp("since", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [index("account_visits_by_worker").on(table.workerId)],
);
