import { z } from "zod";
import { BulkRowStatus, BulkStatus, OrderStatus } from "./order-status.ts";
import { visibleText } from "./text.ts";

/** Rows of one batch, at the most: with 2 KiB each they are the 2 MiB that a request may have. */
export const MAX_BULK_ROWS = 1_000;
/** Different columns of one file. Every row has every column in the results: without a limit, 2 MiB could become gigabytes. */
const MAX_COLUMNS = 200;
const MAX_HEADER = 200;

/** The columns that make an order; any other is handed through to the results. */
export const BULK_COLUMNS = [
  "url",
  "quantity",
  "variant",
  "max_price",
  "first_name",
  "last_name",
  "name",
  "address_line1",
  "address_line2",
  "city",
  "state",
  "postal_code",
  "phone_number",
  "country",
  "po_number",
  "idempotency_key",
  "retailer_credentials_id",
  "is_gift",
  "gift_message",
  "handling_days_max",
] as const;
export type BulkColumn = (typeof BULK_COLUMNS)[number];

const Rows = z
  .array(z.record(z.string().max(MAX_HEADER), z.unknown()))
  .min(1)
  .max(MAX_BULK_ROWS)
  .superRefine((rows, context) => {
    const columns = new Set(rows.flatMap((row) => Object.keys(row)));
    if (columns.size > MAX_COLUMNS) {
      context.addIssue({ code: "custom", message: `must have at most ${MAX_COLUMNS} different columns in all` });
    }
  });

/** The body of `POST /orders/bulk`: the rows of a CSV, each of its cells under the header of its column. */
export const BulkUpload = z.strictObject({
  filename: visibleText(255).nullish(),
  rows: Rows,
  notify_on_complete: z.boolean().default(false),
});
export type BulkUpload = z.infer<typeof BulkUpload>;

const Passthrough = z.record(z.string(), z.unknown());

/** What a dry run says of a row. */
export const BulkRowValidation = z.object({
  /** From 0, as in the file. */
  index: z.int(),
  ok: z.boolean(),
  /** Sentences, each of which names its column. */
  errors: z.array(z.string()),
  product_urls: z.array(z.string()),
  quantities: z.array(z.int()),
  recipient: z.string().nullable(),
  destination: z.string().nullable(),
  max_price: z.int().nullable(),
  retailer_credentials_id: z.string().nullable(),
  passthrough: Passthrough,
});
export type BulkRowValidation = z.infer<typeof BulkRowValidation>;

export const BulkValidation = z.object({
  filename: z.string().nullable(),
  total_rows: z.int(),
  valid_rows: z.int(),
  invalid_rows: z.int(),
  /** What the valid rows may cost at the most. */
  estimated_total_cents: z.int(),
  /** What is left of the spend limits today. */
  wallet_balance_cents: z.int(),
  sufficient_funds: z.boolean(),
  /** True: there is no limit. */
  billed_by_invoice: z.boolean(),
  over_credit_limit: z.boolean(),
  rows: z.array(BulkRowValidation),
});
export type BulkValidation = z.infer<typeof BulkValidation>;

/** What became of a row. */
export const BulkRowResult = z.object({
  index: z.int(),
  status: BulkRowStatus,
  order_id: z.uuid().nullable(),
  /** As it is now. */
  order_status: OrderStatus.nullable(),
  /** Why there is no order, or why the order failed. */
  error: z.string().nullable(),
  recipient: z.string().nullable(),
  product_urls: z.array(z.string()),
  passthrough: Passthrough,
});
export type BulkRowResult = z.infer<typeof BulkRowResult>;

export const BulkBatch = z.object({
  id: z.uuid(),
  filename: z.string().nullable(),
  status: BulkStatus,
  row_count: z.int(),
  placed_count: z.int(),
  failed_count: z.int(),
  notify_on_complete: z.boolean(),
  notified_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type BulkBatch = z.infer<typeof BulkBatch>;

export const BulkBatchWithRows = BulkBatch.extend({ rows: z.array(BulkRowResult) });
export type BulkBatchWithRows = z.infer<typeof BulkBatchWithRows>;

export const BulkBatchList = z.object({ batches: z.array(BulkBatch), total: z.int() });
export type BulkBatchList = z.infer<typeof BulkBatchList>;
