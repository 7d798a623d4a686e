import { type BulkBatchRecord, createBulkBatch, type DatabaseHandle, findBulkBatch } from "@cartwright/db";
import { BulkUpload } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { parseOrRefuse } from "../http/mount-routes.ts";
import { describeFieldError, fieldProblem, Problem } from "../http/problem.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { hasCardNumber } from "../orders/card-number.ts";
import type { ReadRow } from "./read-row.ts";
import { readRows } from "./read-rows.ts";
import { inOneText } from "./row-errors.ts";

/** For so long the same request is the same batch, however often it comes. */
const REPLAY_MS = 24 * 60 * 60 * 1_000;

export interface CreatedBulk {
  batch: BulkBatchRecord;
  /** False: the same request has made it before. */
  isNew: boolean;
}

/** The upload in a request's body. Throws a Problem for one that is none. */
export function readUpload(body: unknown): BulkUpload {
  const upload = parseOrRefuse(BulkUpload, body);
  if (!hasCardNumber(upload.filename ?? "")) return upload;
  const message = "looks like it holds a payment card number, which is never accepted here";
  throw fieldProblem("validation_error", [{ field: "filename", code: "card_number", message }]);
}

/**
 * Stores a batch: its rows are placed later. Those that nobody has to be asked about are refused here already, and then keep
 * nothing that looks like a card number.
 */
export async function createBulk(
  database: Pick<DatabaseHandle, "db" | "pool">,
  caller: Caller,
  body: unknown,
): Promise<CreatedBulk> {
  const upload = readUpload(body);
  const rows = await readRows(upload.rows);
  const created = await createBulkBatch(
    database.pool,
    {
      accountId: caller.accountId,
      mode: caller.mode,
      apiKeyId: caller.keyId,
      filename: upload.filename ?? null,
      fingerprint: requestFingerprint(body as object),
      notifyOnComplete: upload.notify_on_complete,
      rows: rows.map((row) => ({ row: row.kept, fault: faultOf(row) })),
    },
    REPLAY_MS,
  );
  if (created.kind === "in_flight") {
    throw new Problem("idempotency_in_flight", "The same batch is being stored right now.", {
      headers: { "Retry-After": "1" },
    });
  }
  const batch = await findBulkBatch(database.db, caller, created.batchId);
  if (batch === undefined) throw new Error(`batch ${created.batchId} is not there right after it was stored`);
  return { batch, isNew: created.kind === "created" };
}

function faultOf({ order, errors }: ReadRow): { code: string; message: string } | null {
  if (order !== undefined) return null;
  return { code: "validation_error", message: inOneText(errors.map(describeFieldError)) };
}
