import type { KeyMode } from "@cartwright/schemas";
import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { accounts, apiKeys } from "./tables/index.ts";

export interface StoredApiKey {
  id: string;
  accountId: string;
  accountName: string;
  mode: KeyMode;
  hint: string;
  scopes: string[];
  /** In US cents a day, of the key alone; null: none. */
  spendLimitCents: number | null;
  orderLimit: number | null;
  accountSpendLimitCents: number | null;
  accountOrderLimit: number | null;
  createdAt: Date;
  revokedAt: Date | null;
}

const columns = {
  id: apiKeys.id,
  accountId: apiKeys.accountId,
  accountName: accounts.name,
  mode: apiKeys.mode,
  hint: apiKeys.hint,
  scopes: apiKeys.scopes,
  spendLimitCents: apiKeys.spendLimitCents,
  orderLimit: apiKeys.orderLimit,
  accountSpendLimitCents: accounts.spendLimitCents,
  accountOrderLimit: accounts.orderLimit,
  createdAt: apiKeys.createdAt,
  revokedAt: apiKeys.revokedAt,
};

/** A key that opens something: neither unknown nor revoked. `sha256` is hex. */
export async function findApiKey(db: Executor, sha256: string): Promise<StoredApiKey | undefined> {
  return await findLiveKey(db, eq(apiKeys.sha256, sha256));
}

/** The same, by its id. */
export async function findApiKeyById(db: Executor, id: string): Promise<StoredApiKey | undefined> {
  return await findLiveKey(db, eq(apiKeys.id, id));
}

async function findLiveKey(db: Executor, isIt: SQL): Promise<StoredApiKey | undefined> {
  const [key] = await db
    .select(columns)
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .where(and(isIt, isNull(apiKeys.revokedAt)));
  return key;
}

export async function createApiKey(
  db: Executor,
  key: { accountId: string; mode: KeyMode; sha256: string; hint: string; scopes: string[] },
): Promise<{ id: string }> {
  const [created] = await db.insert(apiKeys).values(key).returning({ id: apiKeys.id });
  if (created === undefined) throw new Error("the key was not stored");
  return created;
}

export async function listApiKeys(db: Executor): Promise<StoredApiKey[]> {
  return await db
    .select(columns)
    .from(apiKeys)
    .innerJoin(accounts, eq(accounts.id, apiKeys.accountId))
    .orderBy(asc(apiKeys.createdAt));
}

/** False when there is no such key, or it was revoked before. */
export async function revokeApiKey(db: Executor, id: string): Promise<boolean> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length === 1;
}
