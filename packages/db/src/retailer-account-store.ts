import type { Pool } from "pg";
import { isUniqueViolation } from "./errors.ts";

/** A managed account at a shop, without what opens it. */
export interface RetailerAccount {
  id: string;
  /** Whose it is. */
  accountId: string;
  accountName: string;
  retailerId: string;
  label: string;
  /** The master key that its login and password are sealed with. */
  keyId: string;
  createdAt: Date;
  disabledAt: Date | null;
  lastUsedAt: Date | null;
}

/** The same with login and password, sealed. */
export interface SealedRetailerAccount extends RetailerAccount {
  login: Buffer;
  password: Buffer;
}

export interface NewRetailerAccount {
  /** Made by the caller: what is sealed is bound to it. */
  id: string;
  accountId: string;
  retailerId: string;
  label: string;
  login: Buffer;
  password: Buffer;
  keyId: string;
}

interface AccountRow {
  id: string;
  account_id: string;
  account_name: string;
  retailer_id: string;
  label: string;
  key_id: string;
  created_at: Date;
  disabled_at: Date | null;
  last_used_at: Date | null;
}

const COLUMNS = `managed.id, managed.account_id, accounts.name AS account_name, managed.retailer_id, managed.label,
  managed.key_id, managed.created_at, managed.disabled_at, managed.last_used_at`;
const FROM = "FROM retailer_accounts AS managed JOIN accounts ON accounts.id = managed.account_id";

const LIST = { name: "list-retailer-accounts", text: `SELECT ${COLUMNS} ${FROM} ORDER BY retailer_id, created_at` };
const FIND = { name: "find-retailer-account", text: `SELECT ${COLUMNS} ${FROM} WHERE managed.id = $1` };
const FIND_SEALED = {
  name: "find-sealed-retailer-account",
  text: `SELECT ${COLUMNS}, managed.login, managed.password ${FROM} WHERE managed.id = $1`,
};

// A retailer of the code's own catalogue has no row before its first limit or failure.
const ADD = {
  name: "add-retailer-account",
  text: `WITH shop AS (INSERT INTO retailers (id) VALUES ($3::text) ON CONFLICT DO NOTHING)
    INSERT INTO retailer_accounts (id, account_id, retailer_id, label, login, password, key_id, mode, short_id)
    VALUES ($1::uuid, $2, $3::text, $4, $5, $6, $7, CASE WHEN $3::text = 'demo-shop' THEN 'test' ELSE 'live' END::key_mode,
      'cw_acct_' || upper(left(replace($1::uuid::text, '-', ''), 8)))`,
};

/** False when the same owner has an account of that label at the retailer already. */
export async function addRetailerAccount(pool: Pool, account: NewRetailerAccount): Promise<boolean> {
  const { id, accountId, retailerId, label, login, password, keyId } = account;
  try {
    await pool.query({ ...ADD, values: [id, accountId, retailerId, label, login, password, keyId] });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Every managed account, disabled ones too, without what opens them. */
export async function listRetailerAccounts(pool: Pool): Promise<RetailerAccount[]> {
  return (await pool.query<AccountRow>(LIST)).rows.map(toAccount);
}

/** Without what opens it: enough to know whose and where it is. */
export async function findRetailerAccount(pool: Pool, id: string): Promise<RetailerAccount | undefined> {
  return (await pool.query<AccountRow>({ ...FIND, values: [id] })).rows.map(toAccount)[0];
}

export async function findSealedRetailerAccount(pool: Pool, id: string): Promise<SealedRetailerAccount | undefined> {
  const { rows } = await pool.query<AccountRow & { login: Buffer; password: Buffer }>({ ...FIND_SEALED, values: [id] });
  const [row] = rows;
  return row === undefined ? undefined : { ...toAccount(row), login: row.login, password: row.password };
}

/** No new order is placed with it; those that were accepted with it still are. False when there is none that is enabled. */
export async function disableRetailerAccount(pool: Pool, id: string): Promise<boolean> {
  const disabled = await pool.query(
    "UPDATE retailer_accounts SET disabled_at = clock_timestamp() WHERE id = $1 AND disabled_at IS NULL",
    [id],
  );
  return disabled.rowCount === 1;
}

/** Somebody is about to log in with it. */
export async function touchRetailerAccount(pool: Pool, id: string): Promise<void> {
  await pool.query("UPDATE retailer_accounts SET last_used_at = clock_timestamp() WHERE id = $1", [id]);
}

function toAccount(row: AccountRow): RetailerAccount {
  return {
    id: row.id,
    accountId: row.account_id,
    accountName: row.account_name,
    retailerId: row.retailer_id,
    label: row.label,
    keyId: row.key_id,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    lastUsedAt: row.last_used_at,
  };
}
