import { WEBHOOK_STATES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { keyMode } from "./api-keys.ts";
import { faceEndpoints } from "./face-endpoints.ts";
import { orders } from "./orders.ts";

export const webhookState = pgEnum("webhook_state", WEBHOOK_STATES);

/**
 * The webhook events, written in the transaction of the move they tell of: an event is sent if and only if its move is in the
 * database. Read and moved on by the webhook delivery, which marks rows and deletes none. About four rows an order.
 */
export const outbox = pgTable(
  "outbox",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** What receivers know it by: the same at every try, and when it is sent again. */
    webhookId: uuid("webhook_id").notNull().unique().defaultRandom(),
    /** Its order's; without a key to another table, so that events of one account wait for nobody. */
    accountId: uuid("account_id").notNull(),
    mode: keyMode("mode").notNull(),
    /** Null for a test event alone. */
    orderId: uuid("order_id").references(() => orders.id),
    /** Whose words it is in, and where it goes; null: the native ones, to the account's own endpoint. */
    faceEndpointId: uuid("face_endpoint_id").references(() => faceEndpoints.id),
    event: text("event").notNull(),
    /** Grows per order, so that a receiver can put events in their order; 0 for a test event. */
    sequence: integer("sequence").notNull(),
    state: webhookState("state").notNull().default("due"),
    /** Tries so far, of the schedule that it is in. */
    tries: integer("tries").notNull().default(0),
    nextTryAt: timestamp("next_try_at", { withTimezone: true }).notNull().defaultNow(),
    /** When the dispatcher looks at it next: no sooner than it may be tried, later where it has a job or waits for another event. */
    lookAt: timestamp("look_at", { withTimezone: true }).notNull().defaultNow(),
    /** Until then one worker has it in hand. */
    heldUntil: timestamp("held_until", { withTimezone: true }),
    /** The exact body of the first try, and so of every later one. */
    body: text("body"),
    deliveredAt: timestamp("delivered_at", { withTimezone: true }),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    // Whole, so that it finds an order's events whoever they are for.
    uniqueIndex("outbox_order_sequence").on(
      table.orderId,
      table.sequence,
      sql`coalesce(face_endpoint_id, '00000000-0000-0000-0000-000000000000'::uuid)`,
    ),
    index("outbox_due")
      .on(table.lookAt)
      .where(sql`state = 'due'`),
    // What nobody tries any more, for operators: newest first, however much was delivered since.
    index("outbox_gave_up")
      .on(table.id)
      .where(sql`state = 'gave_up'`),
    index("outbox_by_account").on(table.accountId, table.mode, table.id),
    check("outbox_test_is_of_no_order", sql`(${table.orderId} IS NULL) = (${table.event} = 'webhook.test')`),
  ],
);
