import {
  CHARGED,
  FAILURE_CODES,
  ORDER_PHASES,
  ORDER_STATUSES,
  type AddressValidation,
  type Concession,
  type FulfillmentPreferences,
  type PriceComponents,
  type ShippingAddress,
} from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
  varchar,
} from "drizzle-orm/pg-core";
import { accounts } from "./accounts.ts";
import { apiKeys, keyMode } from "./api-keys.ts";
import { retailerAccounts } from "./retailer-accounts.ts";

export const orderStatus = pgEnum("order_status", ORDER_STATUSES);
export const orderPhase = pgEnum("order_phase", ORDER_PHASES);
export const failureCode = pgEnum("failure_code", FAILURE_CODES);
export const charged = pgEnum("charged", CHARGED);

/**
 * What proves that an order was placed: the retailer's own numbers or, where a shop shows none, the recognised page
 * that the released request itself led to.
 */
export interface Confirmation {
  merchant_order_ids: string[];
  page?: { url: string; title: string };
}

/** What a person is told about a failure, beside its code, and what the shop was seen to show. */
export interface FailureRecord {
  message: string;
  observed: Record<string, unknown>;
}

/**
 * The order: the one truth about it. Written by the API (accept) and the worker (claim, commit, record); read by both.
 * Grows with every order, for good. The columns that change while an order is worked on stand in no index, so that its
 * updates stay in the page (HOT); `is_open` and `exclusive_hold` change at most twice in an order's life.
 */
const IS_OPEN = sql`is_open`;
const IS_FINISHED = sql`finished_at IS NOT NULL`;
const IS_OVERCHARGED = sql`placed_total_cents > max_price_cents`;

export const orders = pgTable(
  "orders",
  {
    id: uuid("id").primaryKey(),
    serial: bigint("serial", { mode: "number" }).generatedAlwaysAsIdentity(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    /** The key that it came with: what that key's own spend limit counts. Null: from before keys were noted. */
    apiKeyId: uuid("api_key_id").references(() => apiKeys.id),
    idempotencyKey: varchar("idempotency_key", { length: 36 }).notNull(),
    /** Hex SHA-256 of the request's canonical body: tells a replay from another order under the same key. */
    fingerprint: text("fingerprint").notNull(),

    status: orderStatus("status").notNull().default("pending"),
    phase: orderPhase("phase").notNull().default("queued"),
    retailer: text("retailer").notNull(),
    maxPriceCents: integer("max_price_cents").notNull(),
    shippingAddress: jsonb("shipping_address").$type<ShippingAddress>().notNull(),
    addressSent: jsonb("address_sent").$type<Record<string, unknown>>().notNull(),
    addressValidation: jsonb("address_validation").$type<AddressValidation>().notNull(),
    metadata: jsonb("metadata").$type<Record<string, unknown>>().notNull().default({}),
    poNumber: text("po_number"),
    /** The most days that the seller may take to hand the parcel over. */
    handlingDaysMax: integer("handling_days_max"),
    isGift: boolean("is_gift").notNull().default(false),
    giftMessage: text("gift_message"),
    /** Which rules its buyer loosens; without them it is strict. */
    fulfillment: jsonb("fulfillment").$type<FulfillmentPreferences>().notNull().default({}),
    /** Which rules were relaxed: written when it is placed. Until then they stand with its submit. */
    concessions: jsonb("concessions").$type<Concession[]>().notNull().default([]),
    retryOf: uuid("retry_of"),
    /** W3C traceparent of the request that it came with: whoever works on it goes on in that trace. Null: it is not traced. */
    traceContext: text("trace_context"),

    /** Put where the retailer keeps a reference and shows it again: finds the order when its answer was lost. */
    marker: text("marker").notNull().unique(),
    /** The managed account at the retailer that this order is placed with; null for a guest. */
    retailerAccountId: uuid("retailer_account_id"),
    /** That account's id: one order at a time shops with it. */
    exclusiveKey: text("exclusive_key"),
    exclusiveHold: text("exclusive_hold").generatedAlwaysAs(
      sql`CASE WHEN phase IN ('working', 'submitting', 'in_doubt') THEN exclusive_key END`,
    ),
    isOpen: boolean("is_open").generatedAlwaysAs(sql`phase <> 'done'`),

    /** Grows with every claim; a worker whose fence is old writes nothing. */
    fence: bigint("fence", { mode: "number" }).notNull().default(0),
    leaseOwner: uuid("lease_owner"),
    leaseUntil: timestamp("lease_until", { withTimezone: true }),
    attempts: integer("attempts").notNull().default(0),
    /** Part of the queue's job id: a job of an older generation is never mistaken for a live one. */
    dispatchGen: integer("dispatch_gen").notNull().default(0),
    /** When the dispatcher looks at the order again; before that it is somebody's, or its job is known to live. */
    dispatchLookAt: timestamp("dispatch_look_at", { withTimezone: true }).notNull().defaultNow(),
    nextActionAt: timestamp("next_action_at", { withTimezone: true }).notNull().defaultNow(),

    /** Since when a person has to look at it. */
    needsReviewAt: timestamp("needs_review_at", { withTimezone: true }),

    confirmation: jsonb("confirmation").$type<Confirmation>(),
    failureCode: failureCode("failure_code"),
    failure: jsonb("failure").$type<FailureRecord>(),
    charged: charged("charged"),
    priceComponents: jsonb("price_components").$type<PriceComponents>(),
    placedTotalCents: integer("placed_total_cents"),
    estimatedDelivery: date("estimated_delivery", { mode: "string" }),

    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
    finishedAt: timestamp("finished_at", { withTimezone: true }),
  },
  (table) => [
    uniqueIndex("orders_one_per_key").on(table.accountId, table.mode, table.idempotencyKey),
    uniqueIndex("orders_one_active_per_retailer_account").on(table.exclusiveHold),
    uniqueIndex("orders_one_retry").on(table.retryOf),
    // Read backwards for a list. Declared DESC, it would stand with its nulls last, which is not how ORDER BY … DESC reads.
    index("orders_by_account").on(table.accountId, table.mode, table.serial),
    // For filters by time, and for what an account has spent today.
    index("orders_by_time").on(table.accountId, table.mode, table.createdAt),
    index("orders_by_metadata")
      .using("gin", sql`${table.metadata} jsonb_path_ops`)
      .where(sql`metadata <> '{}'`),
    // Changes once, when the order is placed. Without dashes: people and shops write one number with and without them.
    index("orders_by_merchant_order_id")
      .using("gin", sql`(replace((${table.confirmation} -> 'merchant_order_ids')::text, '-', '')::jsonb)`)
      .where(sql`confirmation IS NOT NULL`),
    // For the hours of the rollup: written once, and once more when the order is done, which leaves the page anyway (is_open).
    index("orders_by_creation").using("brin", table.createdAt),
    index("orders_by_finish").on(table.finishedAt).where(IS_FINISHED),
    // Empty, unless a retailer charged more than it showed: an operator's first question costs nothing.
    index("orders_overcharged").on(table.id).where(IS_OVERCHARGED),
    index("orders_open").on(table.serial).where(IS_OPEN),
    // Both columns: an order is never placed with an account of another retailer.
    foreignKey({
      name: "orders_retailer_account",
      columns: [table.retailerAccountId, table.retailer],
      foreignColumns: [retailerAccounts.id, retailerAccounts.retailerId],
    }),
    check(
      "orders_account_is_exclusive",
      sql`${table.retailerAccountId} IS NULL OR ${table.exclusiveKey} IS NOT DISTINCT FROM ${table.retailerAccountId}::text`,
    ),
    check("orders_gift_message_is_a_gifts", sql`${table.giftMessage} IS NULL OR ${table.isGift}`),
    check("orders_max_price_range", sql`${table.maxPriceCents} BETWEEN 1 AND 100000000`),
    check(
      "orders_status_fits_phase",
      sql`CASE ${table.phase}
        WHEN 'queued' THEN ${table.status} IN ('pending', 'in_progress')
        WHEN 'done' THEN ${table.status} IN ('order_placed', 'order_failed')
        ELSE ${table.status} = 'in_progress' END`,
    ),
    check(
      "orders_placed_has_confirmation",
      sql`(${table.status} = 'order_placed') = (${table.confirmation} IS NOT NULL)`,
    ),
    check(
      "orders_confirmation_is_evidence",
      sql`${table.confirmation} IS NULL OR jsonb_array_length(${table.confirmation} -> 'merchant_order_ids') > 0
        OR ${table.confirmation} ? 'page'`,
    ),
    check("orders_failed_has_code", sql`(${table.status} = 'order_failed') = (${table.failureCode} IS NOT NULL)`),
    check("orders_done_says_charged", sql`(${table.phase} = 'done') = (${table.charged} IS NOT NULL)`),
    check(
      "orders_lease_fits_phase",
      sql`(${table.phase} IN ('working', 'submitting')) = (${table.leaseOwner} IS NOT NULL)
        AND (${table.leaseOwner} IS NULL) = (${table.leaseUntil} IS NULL)`,
    ),
  ],
);
