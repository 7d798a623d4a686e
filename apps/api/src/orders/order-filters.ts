import type { OrderFilters } from "@cartwright/db";
import { IdempotencyKey, ORDER_STATUSES, TrackingStatus } from "@cartwright/schemas";
import { z } from "zod";

const MAX_TEXT = 100;
/** As long as all of an order's metadata may be. */
const MAX_METADATA_VALUE = 8 * 1024;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(9_998, 0, 1);

// An empty filter is refused: whoever's variable was empty would be given everything, and might export it.
const anyText = (maxLength: number) =>
  z
    .string()
    .max(maxLength)
    .refine((text) => !text.includes("\0"), "holds a NUL character");
const filterText = (maxLength: number) =>
  anyText(maxLength).refine((text) => text !== "", "is empty: leave it out for no filter");

const idPrefix = filterText(36)
  .refine((text) => /^[0-9a-f-]*$/i.test(text), "must be the beginning of an order's id")
  .transform((text) => text.replaceAll("-", "").toLowerCase())
  .pipe(z.string().max(32, "is longer than an order's id"));

const merchantOrderId = filterText(MAX_TEXT).refine((text) => /^$|[^-]/.test(text), "must be more than dashes");

/** ISO 8601; a day alone is its first moment, and a time without a zone is UTC. */
const moment = z
  .string()
  // In a query, a plus sign that nobody encoded is a space.
  .transform((text) => text.replace(/(T.*) (\d\d:\d\d)$/, "$1+$2"))
  .pipe(
    z.union([z.iso.date(), z.iso.datetime({ offset: true, local: true })], {
      error: "must be a date or a time in ISO 8601: 2026-01-31, or 2026-01-31T12:00:00Z",
    }),
  )
  .transform((text) => new Date(/T.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? text : toUtc(text)))
  .refine((date) => date.getTime() >= EARLIEST && date.getTime() < LATEST, "must be a time after 1970");

function toUtc(text: string): string {
  return text.includes("T") ? `${text}Z` : text;
}

/** The filters of a list of orders, as they stand in a query. */
export const filterShape = {
  /** `cancelled`: failed because it was cancelled. `cancelled_by_retailer`: placed, and a line of it cancelled since. */
  status_filter: z.enum([...ORDER_STATUSES, "cancelled", "cancelled_by_retailer"]).optional(),
  order_id: idPrefix.optional(),
  search: filterText(MAX_TEXT).optional(),
  merchant_order_id: merchantOrderId.optional(),
  idempotency_key: IdempotencyKey.optional(),
  tracking_status: TrackingStatus.optional(),
  has_tracking: z.enum(["true", "false"]).optional(),
  return_status: z.enum(["open", "closed"]).optional(),
  created_after: moment.optional(),
  created_before: moment.optional(),
  metadata_key: filterText(MAX_TEXT).optional(),
  /** May be empty: a value may be. */
  metadata_value: anyText(MAX_METADATA_VALUE).optional(),
};

type FilterQuery = z.infer<z.ZodObject<typeof filterShape>>;

/** For a schema that holds the filters: what they have to be together. */
export function checkFilters(query: FilterQuery, context: z.core.$RefinementCtx): void {
  const { metadata_key: key, metadata_value: value } = query;
  if ((key === undefined) === (value === undefined)) return;
  const [missing, given] = key === undefined ? ["metadata_key", "metadata_value"] : ["metadata_value", "metadata_key"];
  context.addIssue({ code: "custom", path: [missing], message: `is required with ${given}` });
}

export function toFilters(query: FilterQuery): OrderFilters {
  const { metadata_key: key, metadata_value: value, has_tracking: hasTracking } = query;
  return {
    status: query.status_filter,
    idPrefix: query.order_id,
    search: query.search,
    merchantOrderId: query.merchant_order_id,
    idempotencyKey: query.idempotency_key,
    trackingStatus: query.tracking_status,
    hasTracking: hasTracking === undefined ? undefined : hasTracking === "true",
    returnStatus: query.return_status,
    createdAfter: query.created_after,
    createdBefore: query.created_before,
    metadata: key === undefined || value === undefined ? undefined : { key, value },
  };
}
