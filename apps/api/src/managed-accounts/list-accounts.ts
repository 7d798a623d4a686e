import { listOwnedAccounts, type Pool } from "@cartwright/db";
import type { ManagedAccountList } from "@cartwright/schemas";
import type { Keyring } from "@cartwright/sealing";
import type { Caller } from "../accounts/authenticate.ts";
import { openEmail, requireKeyring } from "./open-login.ts";
import { presentAccount } from "./present-account.ts";

export interface AccountsQuery {
  limit: number;
  offset: number;
  /** A part of the email or of the retailer. */
  search?: string | undefined;
}

/** The caller's accounts, the oldest first. Emails are sealed, so that no index finds a part of one: each is opened. */
export async function listAccounts(
  { database, keyring: given }: { database: { pool: Pool }; keyring: Keyring | undefined },
  caller: Caller,
  { limit, offset, search }: AccountsQuery,
): Promise<ManagedAccountList> {
  const keyring = requireKeyring(given);
  const words = search?.toLowerCase() ?? "";
  const opened = (await listOwnedAccounts(database.pool, caller))
    .map((account) => ({ account, email: openEmail(keyring, account) }))
    .filter(({ account, email }) =>
      [email ?? "", account.retailerId].some((text) => text.toLowerCase().includes(words)),
    );
  return {
    credentials: opened.slice(offset, offset + limit).map(({ account, email }) => presentAccount(account, email)),
    total: opened.length,
  };
}
