import { randomUUID } from "node:crypto";
import {
  addRetailerAccount,
  type Database,
  disableRetailerAccount,
  ensureAccount,
  findRetailerAccount,
  freeAccount as freeVisitedAccount,
  listRetailerAccounts,
  type Pool,
  type RetailerAccount,
} from "@cartwright/db";
import type { KeyMode } from "@cartwright/schemas";
import type { Keyring } from "@cartwright/sealing";
import { sealLogin, withShortId } from "../../managed-accounts/seal-account.ts";
import { readPassword } from "../read-password.ts";

/** What a command is given to work with. */
export interface AccountsDeps {
  db: Database;
  pool: Pool;
  /** From SEALING_KEYS or SEALING_KEYS_FILE; without it no account can be added. */
  keyring: Keyring | undefined;
}

export interface NewAccount {
  /** The name of the account that owns it, as `npm run keys` knows it. */
  owner: string;
  retailer: string;
  label: string;
  login: string;
  /** A file that holds the password; absent: it is read from standard input. Never an argument: those are seen by everybody. */
  passwordFile?: string | undefined;
}

/** The one retailer that sells nothing: accounts there are for the orders of test keys, all others for those of live keys. */
const SANDBOX_RETAILER = "demo-shop";

/** A login is written into one field; longer than any shop takes is a mistake. */
const MAX_LENGTH = 300;

export interface KeptAccount {
  id: string;
  /** What `retailer_credentials_id` of an order takes. */
  shortId: string;
  mode: KeyMode;
}

/** Seals and stores an account. Throws a sentence when it cannot. */
export async function addAccount(
  { db, pool, keyring }: AccountsDeps,
  account: NewAccount,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<KeptAccount> {
  if (keyring === undefined) throw new Error("SEALING_KEYS is not set: without a key no password can be kept.");
  const login = requireLine("The login", account.login.trim());
  const password = requireLine("The password", await readPassword(account.passwordFile, input));
  const { id: accountId } = await ensureAccount(db, account.owner);
  const id = randomUUID();
  const { retailer, label } = account;
  const mode = retailer === SANDBOX_RETAILER ? "test" : "live";
  const sealed = sealLogin(keyring, id, { login, password });
  return await withShortId(async (shortId) => {
    const added = await addRetailerAccount(pool, {
      id,
      shortId,
      accountId,
      mode,
      retailerId: retailer,
      label,
      ...sealed,
    });
    if (added === "same_label") throw new Error(`"${account.owner}" has an account "${label}" at ${retailer} already.`);
    return added === "added" ? { id, shortId, mode } : added;
  });
}

export async function listAccounts({ pool }: Pick<AccountsDeps, "pool">): Promise<RetailerAccount[]> {
  return await listRetailerAccounts(pool);
}

/** Throws when there is none that is enabled. */
export async function disableAccount({ pool }: Pick<AccountsDeps, "pool">, id: string): Promise<void> {
  if (!(await disableRetailerAccount(pool, id))) throw new Error(`There is no enabled account ${id}.`);
}

/**
 * An operator's word that the worker which was last at an account is gone for good, and its browser with it: the account's
 * next order need not wait for it any more. False when nobody was thought to be there.
 */
export async function freeAccount({ pool }: Pick<AccountsDeps, "pool">, id: string): Promise<boolean> {
  if ((await findRetailerAccount(pool, id)) === undefined) throw new Error(`There is no account ${id}.`);
  return await freeVisitedAccount(pool, id);
}

/** One line an account, without what opens it. */
export function describeAccount(account: RetailerAccount): string {
  const { id, shortId, accountName, mode, retailerId, label, keyId, createdAt, disabledAt, lastUsedAt } = account;
  const state = disabledAt === null ? "enabled" : `disabled ${disabledAt.toISOString()}`;
  const used = lastUsedAt === null ? "never used" : `last used ${lastUsedAt.toISOString()}`;
  const whose = `${retailerId}  ${label}  ${accountName}  ${mode}`;
  return `${id}  ${shortId}  ${whose}  ${createdAt.toISOString()}  ${used}  key ${keyId}  ${state}`;
}

export const accountAsJson = (account: RetailerAccount): Record<string, unknown> => ({
  id: account.id,
  short_id: account.shortId,
  owner: account.accountName,
  mode: account.mode,
  retailer: account.retailerId,
  label: account.label,
  key_id: account.keyId,
  created_at: account.createdAt,
  last_used_at: account.lastUsedAt,
  disabled_at: account.disabledAt,
});

function requireLine(what: string, value: string): string {
  if (value === "") throw new Error(`${what} is empty.`);
  if (value.length > MAX_LENGTH) throw new Error(`${what} is longer than ${MAX_LENGTH} characters.`);
  if (/[\r\n]/.test(value)) throw new Error(`${what} has more than one line.`);
  return value;
}
