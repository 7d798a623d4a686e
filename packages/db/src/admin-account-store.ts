import { asc, count, eq, isNull } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { accounts, apiKeys } from "./tables/index.ts";

/** What operators know of an account. Amounts are in US cents. */
export type AdminAccount = typeof accounts.$inferSelect;

/** Every account, by name, with the number of its keys that open something. */
export async function listAdminAccounts(db: Executor): Promise<(AdminAccount & { activeKeys: number })[]> {
  const listed = await db.select().from(accounts).orderBy(asc(accounts.name));
  const counted = await db
    .select({ accountId: apiKeys.accountId, keys: count() })
    .from(apiKeys)
    .where(isNull(apiKeys.revokedAt))
    .groupBy(apiKeys.accountId);
  const keysOf = new Map(counted.map(({ accountId, keys }) => [accountId, keys]));
  return listed.map((account) => Object.assign(account, { activeKeys: keysOf.get(account.id) ?? 0 }));
}

export async function findAdminAccount(db: Executor, id: string): Promise<AdminAccount | undefined> {
  const [account] = await db.select().from(accounts).where(eq(accounts.id, id));
  return account;
}
