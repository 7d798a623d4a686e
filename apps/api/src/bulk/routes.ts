import { type BulkBatchRecord, findBulkBatch, listBulkBatches, listBulkRows } from "@cartwright/db";
import {
  BulkBatch,
  BulkBatchList,
  BulkBatchWithRows,
  BulkUpload,
  BulkValidation,
  MAX_BULK_ROWS,
} from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { answerCsv } from "../http/csv.ts";
import { goneSignal } from "../http/gone-signal.ts";
import { readJsonBody } from "../http/json-body.ts";
import { notFound } from "../http/mount-routes.ts";
import { pageOf } from "../http/query-values.ts";
import { IdParam, type Route, route } from "../http/route.ts";
import type { AcceptOrderDeps } from "../orders/accept-order.ts";
import { bulkResults } from "./bulk-results.ts";
import { createBulk, readUpload } from "./create-bulk.ts";
import { presentBatch, presentRow } from "./present-bulk.ts";
import { validateBulk } from "./validate-bulk.ts";

export type BulkDeps = Pick<AcceptOrderDeps, "database" | "catalog" | "addressCheck">;

const TAG = "Bulk orders";
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const LIMITS = `Up to ${MAX_BULK_ROWS} rows and 2 MiB; one row is one order of one product.`;

export function bulkRoutes(deps: BulkDeps): Route[] {
  return [validateRoute(deps), createRoute(deps), listRoute(deps), readRoute(deps), resultsRoute(deps)];
}

const validateRoute = (deps: BulkDeps): Route =>
  route("orders:write", {
    method: "post",
    path: "/orders/bulk/validate",
    id: "validateBulkUpload",
    tag: TAG,
    summary: "Try the rows of a CSV: says what would be refused, and stores nothing",
    description: `The checks of \`POST /orders\`, for every row. ${LIMITS}`,
    body: BulkUpload,
    answers: { 200: { description: "What each row would order, or why it would not", body: BulkValidation } },
    handle: async ({ request, response, caller }) => {
      const upload = readUpload(await readJsonBody(request, response, { maxBytes: MAX_BODY_BYTES }));
      response.json(await validateBulk(deps, caller, upload, goneSignal(response)));
    },
  });

const createRoute = ({ database }: BulkDeps): Route =>
  route("orders:write", {
    method: "post",
    path: "/orders/bulk",
    id: "createBulkUpload",
    tag: TAG,
    summary: "Order every row of a CSV",
    description: `Stores the batch durably; its rows are placed afterwards, each as by \`POST /orders\`. ${LIMITS}`,
    body: BulkUpload,
    answers: {
      201: { description: "The batch", body: BulkBatch, headers: { Location: "Where the batch is" } },
      200: {
        description: "The batch that this request made within the last 24 hours",
        body: BulkBatch,
        headers: { "Idempotent-Replayed": "true" },
      },
    },
    problems: ["idempotency_in_flight"],
    handle: async ({ request, response, caller }) => {
      const body = await readJsonBody(request, response, { maxBytes: MAX_BODY_BYTES });
      const { batch, isNew } = await createBulk(database, caller, body);
      response.status(isNew ? 201 : 200).location(`/orders/bulk/${batch.id}`);
      if (!isNew) response.set("Idempotent-Replayed", "true");
      response.json(presentBatch(batch));
    },
  });

const listRoute = ({ database }: BulkDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/bulk",
    id: "listBulkUploads",
    tag: TAG,
    summary: "List batches, newest first",
    query: z.strictObject(pageOf(20, 100)),
    answers: { 200: { description: "One page of them, without their rows", body: BulkBatchList } },
    handle: async ({ response, caller, query }) => {
      const { batches, total } = await listBulkBatches(database.db, caller, query);
      response.json({ batches: batches.map(presentBatch), total });
    },
  });

const readRoute = ({ database }: BulkDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/bulk/:id",
    id: "getBulkUpload",
    tag: TAG,
    summary: "Read a batch, with its rows and how their orders go",
    params: IdParam,
    owns: "bulk batch",
    answers: { 200: { description: "The batch", body: BulkBatchWithRows } },
    handle: async ({ response, caller, params }) => {
      const batch = await requireBatch(database.db, caller, params.id);
      const rows = await listBulkRows(database.db, batch.id);
      response.json({ ...presentBatch(batch), rows: rows.map(presentRow) });
    },
  });

const resultsRoute = ({ database }: BulkDeps): Route =>
  route("orders:read", {
    method: "get",
    path: "/orders/bulk/:id/results.csv",
    id: "downloadBulkResults",
    tag: TAG,
    summary: "Download what became of a batch's rows",
    params: IdParam,
    owns: "bulk batch",
    answers: { 200: { description: "The file's other columns, and the results", mediaType: "text/csv" } },
    handle: async ({ request, response, caller, params }) => {
      const batch = await requireBatch(database.db, caller, params.id);
      const csv = await bulkResults(database.db, batch.id);
      await answerCsv({ request, response }, `bulk-${batch.id}-results.csv`, csv);
    },
  });

async function requireBatch(db: BulkDeps["database"]["db"], caller: Caller, id: string): Promise<BulkBatchRecord> {
  const batch = await findBulkBatch(db, caller, id);
  if (batch === undefined) throw notFound("bulk batch");
  return batch;
}
