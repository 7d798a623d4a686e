import { asc, eq, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { accounts, type DefaultRecipient, type PaymentMethodOnFile, platformCoupons } from "./tables/index.ts";

/** What an operator settles of an account for the other two faces. Amounts are in US cents. */
export interface AccountSettings {
  id: string;
  name: string;
  defaultRecipient: DefaultRecipient | null;
  platformFeeCents: number;
  priceToleranceCents: number;
  storeCreditCents: number;
  paymentMethod: PaymentMethodOnFile | null;
}

export type AccountChanges = Partial<Omit<AccountSettings, "id" | "name">>;

export type CouponRow = typeof platformCoupons.$inferSelect;

export interface NewCoupon {
  accountId: string;
  /** Kept as written, compared in lower case. */
  code: string;
  name: string;
  amountCents: number;
  /** Null: never. */
  expiresAt: Date | null;
}

const SETTINGS = {
  id: accounts.id,
  name: accounts.name,
  defaultRecipient: accounts.defaultRecipient,
  platformFeeCents: accounts.platformFeeCents,
  priceToleranceCents: accounts.priceToleranceCents,
  storeCreditCents: accounts.storeCreditCents,
  paymentMethod: accounts.paymentMethod,
};

export async function findAccountByName(db: Executor, name: string): Promise<AccountSettings | undefined> {
  const [settings] = await db.select(SETTINGS).from(accounts).where(eq(accounts.name, name));
  return settings;
}

/** What is left out stays as it is. */
export async function changeAccountSettings(db: Executor, accountId: string, changes: AccountChanges): Promise<void> {
  if (Object.keys(changes).length === 0) return;
  await db.update(accounts).set(changes).where(eq(accounts.id, accountId));
}

/** Makes a coupon, or changes the account's one of that code. True: there was none. */
export async function saveCoupon(db: Executor, coupon: NewCoupon): Promise<boolean> {
  const { accountId, code, name, amountCents, expiresAt } = coupon;
  // The query builder knows no conflict on lower(code).
  const saved = await db.execute<{ is_new: boolean }>(sql`
    INSERT INTO ${platformCoupons} (account_id, code, name, amount_cents, expires_at)
      VALUES (${accountId}, ${code}, ${name}, ${amountCents}, ${expiresAt?.toISOString() ?? null})
      ON CONFLICT (account_id, lower(code)) DO UPDATE
        SET name = excluded.name, amount_cents = excluded.amount_cents, expires_at = excluded.expires_at
      RETURNING xmax = 0 AS is_new`);
  return saved.rows[0]?.is_new === true;
}

/** Every coupon, with the name of its account. */
export async function listCoupons(db: Executor): Promise<(CouponRow & { accountName: string })[]> {
  const rows = await db
    .select({ coupon: platformCoupons, accountName: accounts.name })
    .from(platformCoupons)
    .innerJoin(accounts, eq(accounts.id, platformCoupons.accountId))
    .orderBy(asc(accounts.name), asc(platformCoupons.code));
  return rows.map(({ coupon, accountName }) => Object.assign(coupon, { accountName }));
}
