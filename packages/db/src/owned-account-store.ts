import type { Pool, PoolClient } from "pg";
import { inTransaction } from "./in-transaction.ts";
import type { OrderScope } from "./order-store.ts";
import { ACCOUNT_COLUMNS, FROM_ACCOUNTS, type RetailerAccountRow, toRetailerAccount } from "./retailer-account-row.ts";
import {
  type AddedAccount,
  addRetailerAccount,
  type NewRetailerAccount,
  type SealedRetailerAccount,
} from "./retailer-account-store.ts";

/** A managed account as its owner knows it; another owner's is never found here. */
export interface OwnedAccount extends SealedRetailerAccount {
  retailerConfig: Record<string, unknown> | null;
  updatedAt: Date;
  /** The order whose browser is at it, as far as is known. */
  visitedBy: string | null;
}

/** What a change makes of an account: login and password sealed by one master key. */
export type ChangedAccount = Pick<OwnedAccount, "login" | "password" | "keyId" | "retailerConfig">;

interface OwnedRow extends RetailerAccountRow {
  login: Buffer;
  password: Buffer;
  retailer_config: Record<string, unknown> | null;
  updated_at: Date;
  visited_by: string | null;
}

const FIND = `SELECT ${ACCOUNT_COLUMNS}, managed.login, managed.password, managed.retailer_config, managed.updated_at,
    (SELECT order_id FROM account_visits WHERE exclusive_key = managed.id::text) AS visited_by
  ${FROM_ACCOUNTS} WHERE managed.account_id = $1 AND managed.mode = $2`;

const LIST = {
  name: "list-owned-accounts",
  text: `${FIND} AND managed.disabled_at IS NULL ORDER BY managed.created_at, managed.id`,
};

const FIND_ONE = { name: "find-owned-account", text: `${FIND} AND managed.short_id = $3` };

// An order that is accepted with an account holds its key: that one need not wait for this.
const LOCK = {
  name: "lock-owned-accounts",
  text: `SELECT FROM retailer_accounts WHERE account_id = $1 AND mode = $2 ORDER BY id FOR NO KEY UPDATE`,
};

const CHANGE = {
  name: "change-owned-account",
  text: `UPDATE retailer_accounts SET login = $2, password = $3, key_id = $4, retailer_config = $5,
    updated_at = clock_timestamp() WHERE id = $1`,
};

const DISABLE = {
  name: "disable-owned-account",
  text: `UPDATE retailer_accounts SET disabled_at = clock_timestamp(), updated_at = clock_timestamp()
    WHERE account_id = $1 AND mode = $2 AND short_id = $3 AND disabled_at IS NULL`,
};

/** The enabled ones, the oldest first. */
export async function listOwnedAccounts(on: Pick<Pool, "query">, scope: OrderScope): Promise<OwnedAccount[]> {
  return (await on.query<OwnedRow>({ ...LIST, values: [scope.accountId, scope.mode] })).rows.map(toOwned);
}

/** Disabled or not. */
export async function findOwnedAccount(
  on: Pick<Pool, "query">,
  scope: OrderScope,
  shortId: string,
): Promise<OwnedAccount | undefined> {
  const values = [scope.accountId, scope.mode, shortId];
  return (await on.query<OwnedRow>({ ...FIND_ONE, values })).rows.map(toOwned)[0];
}

/**
 * Adds an account where its owner has none yet that `isSame` knows again: of several requests at the same moment one adds it.
 * Otherwise the one that is there.
 */
export async function addOwnedAccount(
  pool: Pool,
  account: NewRetailerAccount,
  isSame: (other: OwnedAccount) => boolean,
): Promise<AddedAccount | { same: OwnedAccount }> {
  return await aloneWithAccounts(pool, account, async (client, owned) => {
    const same = owned.find(isSame);
    return same === undefined ? await addRetailerAccount(client, account) : { same };
  });
}

/**
 * Changes an enabled account into what `change` makes of it, knowing its owner's others; undefined when it is not there. What
 * `change` throws is thrown, and nothing is changed.
 */
export async function changeOwnedAccount(
  pool: Pool,
  scope: OrderScope,
  shortId: string,
  change: (account: OwnedAccount, others: OwnedAccount[]) => ChangedAccount | undefined,
): Promise<OwnedAccount | undefined> {
  return await aloneWithAccounts(pool, scope, async (client, owned) => {
    const account = owned.find((own) => own.shortId === shortId);
    if (account === undefined) return undefined;
    const others = owned.filter((other) => other !== account);
    const changed = change(account, others);
    if (changed === undefined) return account;
    const { login, password, keyId, retailerConfig } = changed;
    await client.query({ ...CHANGE, values: [account.id, login, password, keyId, retailerConfig] });
    return await findOwnedAccount(client, scope, shortId);
  });
}

/** As disableRetailerAccount does, one of that owner. */
export async function disableOwnedAccount(pool: Pool, scope: OrderScope, shortId: string): Promise<boolean> {
  const disabled = await pool.query({ ...DISABLE, values: [scope.accountId, scope.mode, shortId] });
  return disabled.rowCount === 1;
}

/** Runs `work` on an owner's accounts while neither other such work nor a rotation of keys changes them. */
async function aloneWithAccounts<T>(
  pool: Pool,
  { accountId, mode }: OrderScope,
  work: (client: PoolClient, owned: OwnedAccount[]) => Promise<T>,
): Promise<T> {
  return await inTransaction(pool, async (client) => {
    // A row that is not there yet cannot be locked: this keeps out whoever is about to add one.
    const name = `retailer accounts ${accountId} ${mode}`;
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [name]);
    await client.query({ ...LOCK, values: [accountId, mode] });
    return await work(client, await listOwnedAccounts(client, { accountId, mode }));
  });
}

function toOwned(row: OwnedRow): OwnedAccount {
  return {
    ...toRetailerAccount(row),
    login: row.login,
    password: row.password,
    retailerConfig: row.retailer_config,
    updatedAt: row.updated_at,
    visitedBy: row.visited_by,
  };
}
