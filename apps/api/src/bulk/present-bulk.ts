import type { BulkBatchRecord, BulkRowProgress } from "@cartwright/db";
import type { BulkBatch, BulkRowResult } from "@cartwright/schemas";
import { readRow } from "./read-row.ts";
import { summarize } from "./row-summary.ts";

export function presentBatch(batch: BulkBatchRecord): BulkBatch {
  return {
    id: batch.id,
    filename: batch.filename,
    status: batch.status,
    row_count: batch.rowCount,
    placed_count: batch.placedCount,
    failed_count: batch.failedCount,
    notify_on_complete: batch.notifyOnComplete,
    notified_at: batch.notifiedAt?.toISOString() ?? null,
    created_at: batch.createdAt.toISOString(),
    updated_at: batch.updatedAt.toISOString(),
  };
}

export function presentRow(row: BulkRowProgress): BulkRowResult {
  const { recipient, product_urls, passthrough } = summarize(readRow(row.row));
  return {
    index: row.position,
    status: row.status,
    order_id: row.orderId,
    order_status: row.orderStatus,
    error: row.error ?? row.orderFailure?.message ?? null,
    recipient,
    product_urls,
    passthrough,
  };
}
