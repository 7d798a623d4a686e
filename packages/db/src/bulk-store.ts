import type { KeyMode, OrderStatus } from "@cartwright/schemas";
import { and, asc, count, desc, eq, getTableColumns, gte, inArray, sql } from "drizzle-orm";
import type { Pool, PoolClient } from "pg";
import type { Executor } from "./client.ts";
import { isLockTimeout } from "./errors.ts";
import { inTransaction } from "./in-transaction.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { isOfScope, type OrderScope } from "./order-store.ts";
import { type FailureRecord, bulkBatches, bulkRows, orders } from "./tables/index.ts";

/** Why no order is made of a row. */
export interface BulkRowFault {
  code: string;
  /** In sentences. */
  message: string;
}

export interface NewBulkRow {
  row: Record<string, unknown>;
  /** Not null: the row is refused already, and never looked at again. */
  fault: BulkRowFault | null;
}

export interface NewBulkBatch {
  accountId: string;
  mode: KeyMode;
  apiKeyId: string;
  filename: string | null;
  fingerprint: string;
  notifyOnComplete: boolean;
  rows: readonly NewBulkRow[];
}

/** `exists`: the same request made that batch before. `in_flight`: it is making one right now. */
export type BulkCreated = { kind: "created" | "exists"; batchId: string } | { kind: "in_flight" };

export type BulkBatchRecord = typeof bulkBatches.$inferSelect & { placedCount: number; failedCount: number };
export type BulkRowRecord = typeof bulkRows.$inferSelect;

/** Stores a batch with its rows, unless the same request has made one within `replayMs` of which anything came. */
export async function createBulkBatch(pool: Pool, batch: NewBulkBatch, replayMs: number): Promise<BulkCreated> {
  try {
    return await inTransaction(pool, async (client) => {
      const sameRequest = [batch.accountId, batch.mode, batch.fingerprint];
      // Of two requests at once, one waits here for what the other one stores.
      await client.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [`bulk ${sameRequest.join(" ")}`]);
      const earlier = await client.query<{ id: string }>(
        `SELECT id FROM bulk_batches WHERE account_id = $1 AND mode = $2 AND fingerprint = $3 AND status <> 'failed'
          AND created_at > clock_timestamp() - $4 * interval '1 millisecond' ORDER BY created_at DESC LIMIT 1`,
        [...sameRequest, replayMs],
      );
      if (earlier.rows[0] !== undefined) return { kind: "exists", batchId: earlier.rows[0].id };
      return { kind: "created", batchId: await insertBatch(client, batch) };
    });
  } catch (error) {
    if (isLockTimeout(error)) return { kind: "in_flight" };
    throw error;
  }
}

async function insertBatch(client: PoolClient, batch: NewBulkBatch): Promise<string> {
  const { accountId, mode, apiKeyId, filename, fingerprint, notifyOnComplete, rows } = batch;
  const inserted = await client.query<{ id: string }>(
    `INSERT INTO bulk_batches (account_id, mode, api_key_id, filename, fingerprint, notify_on_complete, row_count)
      VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    [accountId, mode, apiKeyId, filename, fingerprint, notifyOnComplete, rows.length],
  );
  const batchId = inserted.rows[0]?.id;
  if (batchId === undefined) throw new Error("the batch was not stored");
  await client.query(
    `INSERT INTO bulk_rows (batch_id, position, row, status, error_code, error)
      SELECT $1, position, row, status, code, message FROM json_to_recordset($2)
        AS given(position int, row json, status bulk_row_status, code text, message text)`,
    [batchId, JSON.stringify(rows.map(toInserted))],
  );
  return batchId;
}

function toInserted({ row, fault }: NewBulkRow, position: number): object {
  return { position, row, status: fault === null ? "pending" : "failed", ...fault };
}

const rowsThatAre = (status: "placed" | "failed") =>
  sql<number>`(SELECT count(*)::int FROM bulk_rows AS counted
    WHERE counted.batch_id = bulk_batches.id AND counted.status = ${status})`;

const selectBatches = (db: Executor) =>
  db
    .select({
      ...getTableColumns(bulkBatches),
      placedCount: rowsThatAre("placed"),
      failedCount: rowsThatAre("failed"),
    })
    .from(bulkBatches);

const isBatchOf = (scope: OrderScope) =>
  and(eq(bulkBatches.accountId, scope.accountId), eq(bulkBatches.mode, scope.mode));

/** A batch of that scope; one of anybody else is not found. */
export async function findBulkBatch(db: Executor, scope: OrderScope, id: string): Promise<BulkBatchRecord | undefined> {
  const [batch] = await selectBatches(db).where(and(eq(bulkBatches.id, id), isBatchOf(scope)));
  return batch;
}

/** Newest first, with the number of batches in all. */
export async function listBulkBatches(
  db: Executor,
  scope: OrderScope,
  page: { limit: number; offset: number },
): Promise<{ batches: BulkBatchRecord[]; total: number }> {
  const batches = await selectBatches(db)
    .where(isBatchOf(scope))
    .orderBy(desc(bulkBatches.createdAt), desc(bulkBatches.id))
    .limit(page.limit)
    .offset(page.offset);
  const [counted] = await db.select({ total: count() }).from(bulkBatches).where(isBatchOf(scope));
  return { batches, total: counted?.total ?? 0 };
}

/** A row, and as much of its order as tells how that goes. */
export interface BulkRowProgress extends BulkRowRecord {
  orderStatus: OrderStatus | null;
  orderFailure: FailureRecord | null;
}

export async function listBulkRows(db: Executor, batchId: string): Promise<BulkRowProgress[]> {
  return await db
    .select({ ...getTableColumns(bulkRows), orderStatus: orders.status, orderFailure: orders.failure })
    .from(bulkRows)
    .leftJoin(orders, eq(orders.id, bulkRows.orderId))
    .where(eq(bulkRows.batchId, batchId))
    .orderBy(asc(bulkRows.position));
}

export interface BulkRowWithOrder extends BulkRowRecord {
  order: OrderRecord | undefined;
}

/** Rows with their whole orders, as many as are asked for, from that position on. */
export async function readBulkRows(
  db: Executor,
  batchId: string,
  page: { from: number; limit: number },
): Promise<BulkRowWithOrder[]> {
  const rows = await db
    .select()
    .from(bulkRows)
    .where(and(eq(bulkRows.batchId, batchId), gte(bulkRows.position, page.from)))
    .orderBy(asc(bulkRows.position))
    .limit(page.limit);
  const ids = rows.flatMap((row) => row.orderId ?? []);
  const found = ids.length === 0 ? [] : await db.select().from(orders).where(inArray(orders.id, ids));
  const byId = new Map((await withItems(db, found, { withCheckpoints: false })).map((order) => [order.id, order]));
  return rows.map((row) => Object.assign(row, { order: byId.get(row.orderId ?? "") }));
}

/** The headers of a batch's columns, in the order of its file. */
export async function listBulkHeaders(db: Executor, batchId: string): Promise<string[]> {
  const { rows } = await db.execute<{ header: string }>(
    sql`SELECT column_of.header FROM bulk_rows, json_object_keys(row) WITH ORDINALITY AS column_of(header, place)
      WHERE batch_id = ${batchId} GROUP BY column_of.header ORDER BY min(ARRAY[position, place])`,
  );
  return rows.map(({ header }) => header);
}

/** The orders of that scope that hold any of these idempotency keys. */
export async function findKeyHolders(
  db: Executor,
  scope: OrderScope,
  keys: readonly string[],
): Promise<{ key: string; orderId: string; fingerprint: string }[]> {
  if (keys.length === 0) return [];
  return await db
    .select({ key: orders.idempotencyKey, orderId: orders.id, fingerprint: orders.fingerprint })
    .from(orders)
    .where(and(isOfScope(scope), inArray(orders.idempotencyKey, [...keys])));
}
