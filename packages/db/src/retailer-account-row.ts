import type { KeyMode } from "@cartwright/schemas";

/** A managed account at a shop, without what opens it. */
export interface RetailerAccount {
  id: string;
  /** What clients call it. */
  shortId: string;
  /** Whose it is. */
  accountId: string;
  accountName: string;
  /** Whose orders may be placed with it: those of live keys, or of test keys. */
  mode: KeyMode;
  retailerId: string;
  label: string;
  /** The master key that its login and password are sealed with. */
  keyId: string;
  createdAt: Date;
  disabledAt: Date | null;
  lastUsedAt: Date | null;
}

/** Its columns, as ACCOUNT_COLUMNS name them. */
export interface RetailerAccountRow {
  id: string;
  short_id: string;
  account_id: string;
  account_name: string;
  mode: KeyMode;
  retailer_id: string;
  label: string;
  key_id: string;
  created_at: Date;
  disabled_at: Date | null;
  last_used_at: Date | null;
}

export const ACCOUNT_COLUMNS = `managed.id, managed.short_id, managed.account_id, accounts.name AS account_name, managed.mode,
  managed.retailer_id, managed.label, managed.key_id, managed.created_at, managed.disabled_at, managed.last_used_at`;
export const FROM_ACCOUNTS = "FROM retailer_accounts AS managed JOIN accounts ON accounts.id = managed.account_id";

export function toRetailerAccount(row: RetailerAccountRow): RetailerAccount {
  return {
    id: row.id,
    shortId: row.short_id,
    accountId: row.account_id,
    accountName: row.account_name,
    mode: row.mode,
    retailerId: row.retailer_id,
    label: row.label,
    keyId: row.key_id,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    lastUsedAt: row.last_used_at,
  };
}
