import { z } from "zod";
import { visibleText } from "./text.ts";

const MAX_NOTES = 1_000;

export const RETURN_STATUSES = ["open", "approved", "denied", "credited"] as const;
export const ReturnStatus = z.enum(RETURN_STATUSES);
export type ReturnStatus = z.infer<typeof ReturnStatus>;

export const RETURN_REASONS = [
  "damaged",
  "not_delivered",
  "empty_box",
  "wrong_item",
  "defective",
  "not_as_described",
  "wrong_size",
  "no_longer_needed",
  "forced_cancellation",
  "other",
] as const;
export const ReturnReason = z.enum(RETURN_REASONS);
export type ReturnReason = z.infer<typeof ReturnReason>;

/** A line of an order, and how many of it go back. */
export const ReturnItem = z.strictObject({ order_item_id: z.guid().toLowerCase(), quantity: z.int().min(1).max(100) });
export type ReturnItem = z.infer<typeof ReturnItem>;

/** The body of `POST /returns`. */
export const CreateReturn = z.strictObject({
  order_id: z.guid(),
  items: z.array(ReturnItem).min(1).max(50),
  reason: ReturnReason,
  notes: visibleText(MAX_NOTES, 0).nullish(),
});
export type CreateReturn = z.infer<typeof CreateReturn>;

/** What an operator settles a return with: the body of `POST /admin/returns/{id}/resolve`. What is left out stays as it was. */
export const ResolveReturn = z.strictObject({
  status: ReturnStatus.exclude(["open"]),
  resolution_notes: visibleText(MAX_NOTES, 0).nullish(),
  label_urls: z
    .array(z.url({ protocol: /^https?$/, error: "must be an http(s) URL" }).max(2_048))
    .max(10)
    .optional(),
  /** The retailer's own number of it. */
  merchant_return_id: visibleText(100).nullish(),
});
export type ResolveReturn = z.infer<typeof ResolveReturn>;

/** A return as it stands in its order; the same with `order_id` by itself. */
export const ReturnSummary = z.object({
  id: z.uuid(),
  status: ReturnStatus,
  reason: ReturnReason,
  notes: z.string().nullable(),
  resolution_notes: z.string().nullable(),
  items: z.array(ReturnItem),
  label_urls: z.array(z.string()),
  merchant_return_id: z.string().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type ReturnSummary = z.infer<typeof ReturnSummary>;

export const ReturnRequest = ReturnSummary.extend({ order_id: z.uuid() });
export type ReturnRequest = z.infer<typeof ReturnRequest>;
