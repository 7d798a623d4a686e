import { eq } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { accounts, type DefaultRecipient } from "./tables/index.ts";

export interface Account {
  id: string;
  name: string;
  defaultRecipient: DefaultRecipient | null;
}

/** The account of that name, made if there is none. */
export async function ensureAccount(db: Executor, name: string, defaultRecipient?: DefaultRecipient): Promise<Account> {
  await db
    .insert(accounts)
    .values({ name, defaultRecipient: defaultRecipient ?? null })
    .onConflictDoNothing();
  const [account] = await db.select().from(accounts).where(eq(accounts.name, name));
  if (account === undefined) throw new Error(`account ${name} is not there right after it was made`);
  return account;
}
