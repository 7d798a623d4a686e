import type { KeyMode } from "@cartwright/schemas";
import type { Pool } from "pg";
import type { BulkRowFault } from "./bulk-store.ts";

/** A batch whose rows are to be placed, in this process's hands for a while. */
export interface BulkHold {
  id: string;
  accountId: string;
  mode: KeyMode;
  apiKeyId: string;
  isKeyRevoked: boolean;
  /** Neither the account nor the key has a spend limit, as of now. */
  isUnlimited: boolean;
  /** Rows that nobody could place so far are not tried much longer. */
  ageMs: number;
  /** As Postgres writes it: what a Date would round. */
  heldUntil: string;
}

export interface PendingBulkRow {
  position: number;
  row: Record<string, unknown>;
}

/** How a row ends. */
export type BulkRowEnd = { orderId: string } | { fault: BulkRowFault };

interface TakenRow {
  id: string;
  account_id: string;
  mode: KeyMode;
  api_key_id: string;
  is_key_revoked: boolean;
  is_unlimited: boolean;
  age_ms: string;
  held_until_text: string;
}

// What was let go longest ago comes first: a batch of a thousand rows keeps none of ten waiting.
const TAKE = {
  name: "take-bulk-batch",
  text: `WITH taken AS (
      UPDATE bulk_batches SET status = 'processing', updated_at = clock_timestamp(),
        held_until = clock_timestamp() + $1 * interval '1 millisecond'
      WHERE id = (SELECT id FROM bulk_batches
        WHERE status IN ('pending', 'processing') AND (held_until IS NULL OR held_until <= clock_timestamp())
        ORDER BY coalesce(held_until, created_at) LIMIT 1 FOR UPDATE SKIP LOCKED)
      RETURNING id, account_id, mode, api_key_id, created_at, held_until
    )
    SELECT taken.id, taken.account_id, taken.mode, taken.api_key_id, taken.held_until::text AS held_until_text,
      api_keys.revoked_at IS NOT NULL AS is_key_revoked,
      num_nonnulls(accounts.spend_limit_cents, accounts.order_limit, api_keys.spend_limit_cents, api_keys.order_limit) = 0
        AS is_unlimited,
      extract(epoch FROM clock_timestamp() - taken.created_at) * 1000 AS age_ms
    FROM taken JOIN accounts ON accounts.id = taken.account_id JOIN api_keys ON api_keys.id = taken.api_key_id`,
};

/** Takes a batch that has rows to place and that nobody holds. For `holdMs` it is the caller's. */
export async function takeBulkBatch(pool: Pool, holdMs: number): Promise<BulkHold | undefined> {
  const { rows } = await pool.query<TakenRow>({ ...TAKE, values: [holdMs] });
  const [taken] = rows;
  if (taken === undefined) return undefined;
  return {
    id: taken.id,
    accountId: taken.account_id,
    mode: taken.mode,
    apiKeyId: taken.api_key_id,
    isKeyRevoked: taken.is_key_revoked,
    isUnlimited: taken.is_unlimited,
    ageMs: Number(taken.age_ms),
    heldUntil: taken.held_until_text,
  };
}

// By time: a row that was postponed goes behind those that nobody has tried.
const PENDING = {
  name: "pending-bulk-rows",
  text: `SELECT position, row FROM bulk_rows WHERE batch_id = $1 AND status = 'pending'
    ORDER BY updated_at, position LIMIT $2`,
};

export async function listPendingBulkRows(pool: Pool, batchId: string, limit: number): Promise<PendingBulkRow[]> {
  return (await pool.query<PendingBulkRow>({ ...PENDING, values: [batchId, limit] })).rows;
}

const RECORD = {
  name: "record-bulk-row",
  text: `UPDATE bulk_rows SET status = (CASE WHEN $3::uuid IS NULL THEN 'failed' ELSE 'placed' END)::bulk_row_status,
      order_id = $3, error_code = $4, error = $5, updated_at = clock_timestamp()
    WHERE batch_id = $1 AND position = $2 AND status = 'pending'`,
};

/** Writes down how a row has ended, unless somebody has done it. */
export async function recordBulkRow(pool: Pool, batchId: string, position: number, end: BulkRowEnd): Promise<void> {
  const [orderId, code, message] =
    "orderId" in end ? [end.orderId, null, null] : [null, end.fault.code, end.fault.message];
  await pool.query({ ...RECORD, values: [batchId, position, orderId, code, message] });
}

const POSTPONE = {
  name: "postpone-bulk-row",
  text: "UPDATE bulk_rows SET updated_at = clock_timestamp() WHERE batch_id = $1 AND position = $2 AND status = 'pending'",
};

/** The row could not be placed now: it is tried again, after the others. */
export async function postponeBulkRow(pool: Pool, batchId: string, position: number): Promise<void> {
  await pool.query({ ...POSTPONE, values: [batchId, position] });
}

const RELEASE = {
  name: "release-bulk-batch",
  text: `WITH rest AS (
      SELECT count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status = 'placed') AS placed
      FROM bulk_rows WHERE batch_id = $1
    )
    UPDATE bulk_batches SET updated_at = clock_timestamp(),
      status = (CASE WHEN rest.pending > 0 THEN 'processing' WHEN rest.placed > 0 THEN 'completed' ELSE 'failed' END)::bulk_status,
      held_until = CASE WHEN rest.pending > 0 THEN clock_timestamp() + $3 * interval '1 millisecond' END
    FROM rest WHERE id = $1 AND held_until = $2::timestamptz AND status = 'processing'`,
};

/** Lets a batch go: it is over when no row is left to place, and may be taken again after `restMs` otherwise. */
export async function releaseBulkBatch(pool: Pool, hold: BulkHold, restMs: number): Promise<void> {
  await pool.query({ ...RELEASE, values: [hold.id, hold.heldUntil, restMs] });
}
