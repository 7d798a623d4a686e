import { randomInt } from "node:crypto";
import type { KeyMode } from "@cartwright/schemas";
import type { Pool } from "pg";
import { violatedConstraint } from "./errors.ts";
import {
  ACCOUNT_COLUMNS,
  FROM_ACCOUNTS,
  type RetailerAccount,
  type RetailerAccountRow,
  toRetailerAccount,
} from "./retailer-account-row.ts";

export type { RetailerAccount } from "./retailer-account-row.ts";

/** The same with login and password, sealed. */
export interface SealedRetailerAccount extends RetailerAccount {
  login: Buffer;
  password: Buffer;
}

export interface NewRetailerAccount {
  /** Made by the caller: what is sealed is bound to it. */
  id: string;
  /** Made by the caller, see newShortId. */
  shortId: string;
  accountId: string;
  mode: KeyMode;
  retailerId: string;
  label: string;
  login: Buffer;
  password: Buffer;
  keyId: string;
  retailerConfig?: Record<string, unknown> | null | undefined;
}

/** `same_label`: its owner has an account of that label there already. `same_short_id`: somebody has it: make another one. */
export type AddedAccount = "added" | "same_label" | "same_short_id";

const LIST = {
  name: "list-retailer-accounts",
  text: `SELECT ${ACCOUNT_COLUMNS} ${FROM_ACCOUNTS} ORDER BY retailer_id, created_at`,
};
const FIND = {
  name: "find-retailer-account",
  text: `SELECT ${ACCOUNT_COLUMNS} ${FROM_ACCOUNTS} WHERE managed.id = $1`,
};
const FIND_SEALED = {
  name: "find-sealed-retailer-account",
  text: `SELECT ${ACCOUNT_COLUMNS}, managed.login, managed.password ${FROM_ACCOUNTS} WHERE managed.id = $1`,
};

// A retailer of the code's own catalogue has no row before its first limit or failure.
const ADD = {
  name: "add-retailer-account",
  text: `WITH shop AS (INSERT INTO retailers (id) VALUES ($3::text) ON CONFLICT DO NOTHING)
    INSERT INTO retailer_accounts (id, account_id, retailer_id, label, login, password, key_id, mode, short_id, retailer_config)
    VALUES ($1, $2, $3::text, $4, $5, $6, $7, $8, $9, $10)`,
};

const DISABLE = {
  name: "disable-retailer-account",
  text: `UPDATE retailer_accounts SET disabled_at = clock_timestamp(), updated_at = clock_timestamp()
    WHERE id = $1 AND disabled_at IS NULL`,
};

const SHORT_ID_PREFIX = "cw_acct_";
const SHORT_ID_LENGTH = 8;
/** 32 characters, none of which a person misreads: 40 random bits in all. */
const SHORT_ID_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

export function newShortId(): string {
  const letters = Array.from(
    { length: SHORT_ID_LENGTH },
    () => SHORT_ID_ALPHABET[randomInt(SHORT_ID_ALPHABET.length)] ?? "",
  );
  return SHORT_ID_PREFIX + letters.join("");
}

export async function addRetailerAccount(on: Pick<Pool, "query">, account: NewRetailerAccount): Promise<AddedAccount> {
  const { id, accountId, retailerId, label, login, password, keyId, mode, shortId } = account;
  const config = account.retailerConfig ?? null;
  const values = [id, accountId, retailerId, label, login, password, keyId, mode, shortId, config];
  try {
    await on.query({ ...ADD, values });
    return "added";
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "retailer_accounts_short_id_unique") return "same_short_id";
    if (constraint === "retailer_accounts_one_label") return "same_label";
    throw error;
  }
}

/** Every managed account, disabled ones too, without what opens them. */
export async function listRetailerAccounts(pool: Pool): Promise<RetailerAccount[]> {
  return (await pool.query<RetailerAccountRow>(LIST)).rows.map(toRetailerAccount);
}

/** Without what opens it: enough to know whose and where it is. */
export async function findRetailerAccount(pool: Pool, id: string): Promise<RetailerAccount | undefined> {
  return (await pool.query<RetailerAccountRow>({ ...FIND, values: [id] })).rows.map(toRetailerAccount)[0];
}

export async function findSealedRetailerAccount(pool: Pool, id: string): Promise<SealedRetailerAccount | undefined> {
  const { rows } = await pool.query<RetailerAccountRow & { login: Buffer; password: Buffer }>({
    ...FIND_SEALED,
    values: [id],
  });
  const [row] = rows;
  return row === undefined ? undefined : { ...toRetailerAccount(row), login: row.login, password: row.password };
}

/** No new order is placed with it; those that were accepted with it keep its name. False when there is none that is enabled. */
export async function disableRetailerAccount(pool: Pool, id: string): Promise<boolean> {
  return (await pool.query({ ...DISABLE, values: [id] })).rowCount === 1;
}

/** Somebody is about to log in with it. */
export async function touchRetailerAccount(pool: Pool, id: string): Promise<void> {
  await pool.query("UPDATE retailer_accounts SET last_used_at = clock_timestamp() WHERE id = $1", [id]);
}
