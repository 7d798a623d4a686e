import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { CART_STATES } from "@cartwright/schemas";
import { accounts } from "./accounts.ts";
import { apiKeys, keyMode } from "./api-keys.ts";
import { catalogueVariants } from "./catalogue.ts";
import { orders } from "./orders.ts";

export const cartState = pgEnum("cart_state", CART_STATES);

const id = () => bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity();
const createdAt = () => timestamp("created_at", { withTimezone: true }).notNull().defaultNow();
const updatedAt = () => timestamp("updated_at", { withTimezone: true }).notNull().defaultNow();
const metadata = (name: string) => jsonb(name).$type<Record<string, unknown>>().notNull().default({});

/** Addresses of the platform face, as they were sent: whether one holds up is asked when an order is completed. */
export const platformAddresses = pgTable(
  "platform_addresses",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    firstname: text("firstname"),
    lastname: text("lastname"),
    company: text("company"),
    address1: text("address1"),
    address2: text("address2"),
    city: text("city"),
    zipcode: text("zipcode"),
    phone: text("phone"),
    alternativePhone: text("alternative_phone"),
    stateName: text("state_name"),
    stateId: text("state_id"),
    countryId: text("country_id"),
    label: text("label"),
    userId: text("user_id"),
    publicMetadata: metadata("public_metadata"),
    privateMetadata: metadata("private_metadata"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index("platform_addresses_by_account").on(table.accountId, table.mode, table.id)],
);

/** Fixed amounts off an order's items. Written by the catalogue command; read when a code is applied. */
export const platformCoupons = pgTable(
  "platform_coupons",
  {
    id: id(),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    /** Compared in lower case. */
    code: text("code").notNull(),
    name: text("name").notNull(),
    amountCents: integer("amount_cents").notNull(),
    expiresAt: timestamp("expires_at", { withTimezone: true }),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("platform_coupons_code").on(table.accountId, sql`lower(${table.code})`),
    check("platform_coupons_amount", sql`${table.amountCents} > 0`),
  ],
);

/**
 * A cart of the platform face, until it is completed; from then on, what that face alone knows of the native order. Its totals
 * are written with every change of its lines, as the order's are when it is completed.
 */
export const platformCarts = pgTable(
  "platform_carts",
  {
    id: id(),
    number: text("number")
      .notNull()
      .unique()
      .generatedAlwaysAs(sql`'R1' || lpad(id::text, greatest(8, length(id::text)), '0')`),
    accountId: uuid("account_id")
      .notNull()
      .references(() => accounts.id),
    mode: keyMode("mode").notNull(),
    apiKeyId: uuid("api_key_id").references(() => apiKeys.id),
    /** Of the request that made it; null where it named none. */
    idempotencyKey: text("idempotency_key"),
    fingerprint: text("fingerprint"),
    /** `complete` (or `resumed`) from the moment that the native order is accepted; what became of that stands in the order's row. */
    state: cartState("state").notNull().default("cart"),
    stateLockVersion: integer("state_lock_version").notNull().default(0),
    /** The native order's idempotency key: one cart is one order, whoever completes it, and how often. */
    orderKey: uuid("order_key").notNull().unique().defaultRandom(),
    orderId: uuid("order_id")
      .unique()
      .references(() => orders.id),
    email: text("email"),
    specialInstructions: text("special_instructions"),
    internalNote: text("internal_note"),
    currency: text("currency").notNull().default("USD"),
    channel: text("channel").notNull().default("spree"),
    lastIpAddress: text("last_ip_address"),
    userId: text("user_id"),
    createdById: text("created_by_id"),
    approverId: text("approver_id"),
    approvedAt: timestamp("approved_at", { withTimezone: true }),
    cancelerId: text("canceler_id"),
    canceledAt: timestamp("canceled_at", { withTimezone: true }),
    completedAt: timestamp("completed_at", { withTimezone: true }),
    consideredRisky: boolean("considered_risky").notNull().default(false),
    confirmationDelivered: boolean("confirmation_delivered").notNull().default(false),
    storeOwnerNotificationDelivered: boolean("store_owner_notification_delivered"),
    billAddressId: bigint("bill_address_id", { mode: "number" }).references(() => platformAddresses.id),
    shipAddressId: bigint("ship_address_id", { mode: "number" }).references(() => platformAddresses.id),
    couponId: bigint("coupon_id", { mode: "number" }).references(() => platformCoupons.id),
    /** Of the account's store credit, what pays for this one. */
    storeCreditCents: integer("store_credit_cents").notNull().default(0),
    itemCount: integer("item_count").notNull().default(0),
    itemTotalCents: integer("item_total_cents").notNull().default(0),
    shipmentTotalCents: integer("shipment_total_cents").notNull().default(0),
    taxTotalCents: integer("tax_total_cents").notNull().default(0),
    /** A positive magnitude, subtracted. */
    promoTotalCents: integer("promo_total_cents").notNull().default(0),
    totalCents: integer("total_cents").notNull().default(0),
    publicMetadata: metadata("public_metadata"),
    privateMetadata: metadata("private_metadata"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index("platform_carts_by_account").on(table.accountId, table.mode, table.id),
    uniqueIndex("platform_carts_one_per_key").on(table.accountId, table.mode, table.idempotencyKey),
    // Whoever changes an address asks whose it is.
    index("platform_carts_by_ship_address").on(table.shipAddressId),
    index("platform_carts_by_bill_address").on(table.billAddressId),
    check(
      "platform_carts_total",
      sql`${table.totalCents} = ${table.itemTotalCents} + ${table.shipmentTotalCents} + ${table.taxTotalCents}
        - ${table.promoTotalCents} AND ${table.promoTotalCents} BETWEEN 0 AND ${table.itemTotalCents}
        AND ${table.storeCreditCents} BETWEEN 0 AND ${table.totalCents}`,
    ),
    check(
      "platform_carts_complete_has_order",
      sql`(${table.state} IN ('complete', 'resumed')) = (${table.orderId} IS NOT NULL)
        AND (${table.orderId} IS NULL) = (${table.completedAt} IS NULL)`,
    ),
  ],
);

/** The lines of a cart, with name and price as they were when the variant was put in. Not changed once it is complete. */
export const platformLineItems = pgTable(
  "platform_line_items",
  {
    id: id(),
    cartId: bigint("cart_id", { mode: "number" })
      .notNull()
      .references(() => platformCarts.id, { onDelete: "cascade" }),
    variantId: bigint("variant_id", { mode: "number" })
      .notNull()
      .references(() => catalogueVariants.id),
    name: text("name").notNull(),
    sku: text("sku").notNull(),
    priceCents: integer("price_cents").notNull(),
    quantity: integer("quantity").notNull(),
    publicMetadata: metadata("public_metadata"),
    privateMetadata: metadata("private_metadata"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    // A variant that is put in twice is more of the same line.
    uniqueIndex("platform_line_items_variant").on(table.cartId, table.variantId),
    check("platform_line_items_quantity", sql`${table.quantity} BETWEEN 1 AND 100`),
  ],
);

/** Every move of a cart from one state to the next: append-only. */
export const platformStateChanges = pgTable(
  "platform_state_changes",
  {
    id: id(),
    cartId: bigint("cart_id", { mode: "number" })
      .notNull()
      .references(() => platformCarts.id, { onDelete: "cascade" }),
    previousState: cartState("previous_state").notNull(),
    nextState: cartState("next_state").notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("platform_state_changes_by_cart").on(table.cartId, table.id)],
);
