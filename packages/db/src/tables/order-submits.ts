import { type Concession, SUBMIT_OUTCOMES } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { orders } from "./orders.ts";

export const submitOutcome = pgEnum("submit_outcome", SUBMIT_OUTCOMES);

/** What was seen after the release: kept before anybody interprets it. */
export interface SubmitEvidence {
  url: string;
  title: string;
  /** The page's visible text, cut to a few KiB. */
  text: string;
  seenAt: string;
}

/**
 * The commit journal: a row stands here, committed, before a purchase request leaves the browser. The unique index is the
 * promise of this project in one line: one release an order, ever. Written by the worker that holds the request; read by
 * whoever settles a doubt. About one row an order.
 */
export const orderSubmits = pgTable(
  "order_submits",
  {
    id: uuid("id").primaryKey().defaultRandom(),
    orderId: uuid("order_id")
      .notNull()
      .references(() => orders.id),
    submitNo: integer("submit_no").notNull(),
    fence: bigint("fence", { mode: "number" }).notNull(),
    workerId: uuid("worker_id").notNull(),
    expectedTotalCents: integer("expected_total_cents").notNull(),
    /** SHA-256 of the cart as the review page showed it. */
    cartHash: text("cart_hash").notNull(),
    intentAt: timestamp("intent_at", { withTimezone: true }).notNull(),
    /** After this moment the request is not released any more. */
    deadline: timestamp("deadline", { withTimezone: true }).notNull(),
    /** Whether the shop showed our marker before the purchase: only then can a history prove that it is not there. */
    isMarkerShown: boolean("is_marker_shown").notNull().default(false),
    /** Its worker closed the page: from then on nothing of this attempt can reach the shop any more. */
    letGoAt: timestamp("let_go_at", { withTimezone: true }),
    /** How often the retailer's history was read and did not show it, since it could not arrive any more. */
    absentLooks: integer("absent_looks").notNull().default(0),
    /** Which of its buyer's rules the purchase relaxes: the order's own, once it is placed. */
    concessions: jsonb("concessions").$type<Concession[]>().notNull().default([]),
    outcome: submitOutcome("outcome"),
    evidence: jsonb("evidence").$type<SubmitEvidence>(),
    settledAt: timestamp("settled_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("order_submits_number").on(table.orderId, table.submitNo),
    uniqueIndex("order_submits_one_release")
      .on(table.orderId)
      .where(sql`outcome IS DISTINCT FROM 'not_released'`),
    check("order_submits_total_positive", sql`${table.expectedTotalCents} > 0`),
  ],
);
