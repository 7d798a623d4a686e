import type { SpendBreach, SpendScope } from "@cartwright/orders";
import { findSpendBreach } from "@cartwright/orders";
import type { Pool } from "pg";
import type { KeyMode } from "@cartwright/schemas";
import { and, eq, isNull } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { accounts, apiKeys } from "./tables/index.ts";

/** Who spends: an account, by one of its keys, in that key's mode. */
export interface Spender {
  accountId: string;
  mode: KeyMode;
  /** Undefined: an order without a key, which no key's limit counts for. */
  keyId: string | undefined;
}

/** What may be spent in a day (UTC) and what was, in US cents. */
export interface Spending {
  account: SpendScope;
  key: SpendScope;
  /** When the day is over. */
  resetsAt: Date;
  /** Of the account. */
  createdAt: Date;
}

interface LimitsRow {
  account_cents: string | null;
  account_orders: number | null;
  key_cents: string | null;
  key_orders: number | null;
  created_at: Date;
  resets_at: Date;
}

const limits = (
  lock: string,
) => `SELECT account.spend_limit_cents AS account_cents, account.order_limit AS account_orders,
    key.spend_limit_cents AS key_cents, key.order_limit AS key_orders, account.created_at,
    date_trunc('day', now(), 'UTC') + interval '24 hours' AS resets_at
  FROM accounts AS account LEFT JOIN api_keys AS key ON key.id = $2 AND key.account_id = account.id
  WHERE account.id = $1 ${lock}`;

const READ_LIMITS = { name: "read-spend-limits", text: limits("") };

// Orders of one account are counted one after the other: each sees those before it. A key share, which every order takes of
// its account, does not stand in the way.
const LOCK_LIMITS = { name: "lock-spend-limits", text: limits("FOR NO KEY UPDATE OF account") };

interface SumsRow {
  spent: string;
  reserved: string;
  orders: number;
  key_spent: string;
  key_reserved: string;
  key_orders: number;
}

// What failed uncharged counts for nothing. Everything that is not placed may still cost its max_price, doubts included.
const SUMS = {
  name: "sum-spending",
  text: `SELECT coalesce(sum(cents) FILTER (WHERE is_placed), 0) AS spent,
      coalesce(sum(cents) FILTER (WHERE NOT is_placed), 0) AS reserved, count(*)::int AS orders,
      coalesce(sum(cents) FILTER (WHERE is_placed AND is_keys), 0) AS key_spent,
      coalesce(sum(cents) FILTER (WHERE NOT is_placed AND is_keys), 0) AS key_reserved,
      count(*) FILTER (WHERE is_keys)::int AS key_orders
    FROM (SELECT status = 'order_placed' AS is_placed, coalesce(api_key_id = $3, false) AS is_keys,
        CASE WHEN status = 'order_placed' THEN coalesce(placed_total_cents, max_price_cents) ELSE max_price_cents END AS cents
      FROM orders
      WHERE account_id = $1 AND mode = $2 AND created_at >= date_trunc('day', now(), 'UTC')
        AND NOT (status = 'order_failed' AND charged = 'no') AND id IS DISTINCT FROM $4) AS counted`,
};

/** Today's spending as it is now, without any order that is just being accepted. */
export async function readSpending(pool: Pool, spender: Spender): Promise<Spending> {
  const row = await readLimits(pool, READ_LIMITS, spender);
  return toSpending(row, await readSums(pool, spender, null));
}

/** An order is not accepted: it would be one too many, or cost too much, for this day. */
export class SpendLimitReached extends Error {
  override readonly name = "SpendLimitReached";
  readonly breach: SpendBreach;
  readonly resetsAt: Date;

  constructor(breach: SpendBreach, resetsAt: Date) {
    super(`a spend limit of the ${breach.scope} is reached`);
    this.breach = breach;
    this.resetsAt = resetsAt;
  }
}

/**
 * In the transaction that has written the order: throws SpendLimitReached where that is above a limit of its account or key.
 * Holds the account's row to the end of the transaction, so that the next order is counted with this one.
 */
export async function requireWithinLimits(
  client: Pick<Pool, "query">,
  spender: Spender,
  order: { id: string; maxPriceCents: number },
): Promise<void> {
  const row = await readLimits(client, LOCK_LIMITS, spender);
  if ([row.account_cents, row.account_orders, row.key_cents, row.key_orders].every((limit) => limit === null)) return;
  const { account, key, resetsAt } = toSpending(row, await readSums(client, spender, order.id));
  const breach = findSpendBreach({ account, key }, order.maxPriceCents);
  if (breach !== undefined) throw new SpendLimitReached(breach, resetsAt);
}

async function readLimits(
  on: Pick<Pool, "query">,
  statement: typeof READ_LIMITS,
  spender: Spender,
): Promise<LimitsRow> {
  const { rows } = await on.query<LimitsRow>({ ...statement, values: [spender.accountId, spender.keyId ?? null] });
  const [row] = rows;
  if (row === undefined) throw new Error(`there is no account ${spender.accountId} whose limits could be read`);
  return row;
}

async function readSums(on: Pick<Pool, "query">, spender: Spender, exceptId: string | null): Promise<SumsRow> {
  const { accountId, mode, keyId } = spender;
  const { rows } = await on.query<SumsRow>({ ...SUMS, values: [accountId, mode, keyId ?? null, exceptId] });
  const [row] = rows;
  if (row === undefined) throw new Error("a sum has no row");
  return row;
}

function toSpending(row: LimitsRow, sums: SumsRow): Spending {
  const cents = (limit: string | null): number | null => (limit === null ? null : Number(limit));
  return {
    account: {
      limitCents: cents(row.account_cents),
      orderLimit: row.account_orders,
      spentCents: Number(sums.spent),
      reservedCents: Number(sums.reserved),
      orders: sums.orders,
    },
    key: {
      limitCents: cents(row.key_cents),
      orderLimit: row.key_orders,
      spentCents: Number(sums.key_spent),
      reservedCents: Number(sums.key_reserved),
      orders: sums.key_orders,
    },
    resetsAt: row.resets_at,
    createdAt: row.created_at,
  };
}

/** What is left out stays as it is; null: no limit. */
export interface NewSpendLimits {
  spendLimitCents?: number | null;
  orderLimit?: number | null;
}

/** Sets the limits of an account, by its name, or of a key, by its id. False when there is none, or the key was revoked. */
export async function setSpendLimits(
  db: Executor,
  whose: { accountName: string } | { keyId: string },
  given: NewSpendLimits,
): Promise<boolean> {
  const changed =
    "keyId" in whose
      ? await db
          .update(apiKeys)
          .set(given)
          .where(and(eq(apiKeys.id, whose.keyId), isNull(apiKeys.revokedAt)))
          .returning({ id: apiKeys.id })
      : await db.update(accounts).set(given).where(eq(accounts.name, whose.accountName)).returning({ id: accounts.id });
  return changed.length === 1;
}
