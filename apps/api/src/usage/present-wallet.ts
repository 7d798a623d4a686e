import { createHash } from "node:crypto";
import type { Spending } from "@cartwright/db";
import { availableCents, type SpendScope } from "@cartwright/orders";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";

const cents = z.int();

export const Wallet = z.object({
  id: z.uuid(),
  user_id: z.int(),
  balance: cents,
  wallet_type: z.literal("purchases"),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  spendable_balance: cents,
  order_fee_cents: cents,
  /** True where no limit of money holds: then the balances are 0, and block nothing. */
  billed_by_invoice: z.boolean(),
  /** Of which limit the figures below are: the account's, or the key's own. */
  scope: z.enum(["account", "key"]),
  /** Cents a day (UTC). */
  spend_limit: cents.nullable(),
  spent_today: cents,
  reserved_today: cents,
  orders_today: z.int(),
  order_limit: z.int().nullable(),
  /** Null where there is no limit that could be reset. */
  resets_at: z.iso.datetime().nullable(),
});
export type Wallet = z.infer<typeof Wallet>;

/** The day's limits and what is used of them, as what a client knows as its wallet. */
export function presentWallet(caller: Caller, spending: Spending, now = new Date()): Wallet {
  const name = tighter(spending);
  const scope = spending[name];
  const { limitCents, orderLimit } = scope;
  const isLimited = limitCents !== null || orderLimit !== null;
  return {
    id: caller.accountId,
    user_id: numberOf(caller.accountId),
    balance: limitCents === null ? 0 : Math.max(0, limitCents - scope.spentCents),
    wallet_type: "purchases",
    created_at: spending.createdAt.toISOString(),
    updated_at: now.toISOString(),
    spendable_balance: availableCents(scope) ?? 0,
    order_fee_cents: 0,
    billed_by_invoice: limitCents === null,
    scope: name,
    spend_limit: limitCents,
    spent_today: scope.spentCents,
    reserved_today: scope.reservedCents,
    orders_today: scope.orders,
    order_limit: orderLimit,
    resets_at: isLimited ? spending.resetsAt.toISOString() : null,
  };
}

/** The limit that an order would be above first: by money, or by orders where neither limits money. */
function tighter({ account, key }: Spending): "account" | "key" {
  const left = (scope: SpendScope): number => availableCents(scope) ?? Number.POSITIVE_INFINITY;
  const ordersLeft = (scope: SpendScope): number => (scope.orderLimit ?? Number.POSITIVE_INFINITY) - scope.orders;
  if (left(key) !== left(account)) return left(key) < left(account) ? "key" : "account";
  return ordersLeft(key) < ordersLeft(account) ? "key" : "account";
}

/** A client knows a user by a number: always the same one for an account, above 0, of 31 bits. */
function numberOf(accountId: string): number {
  return createHash("sha256").update(accountId).digest().readUInt32BE() >>> 1 || 1;
}
