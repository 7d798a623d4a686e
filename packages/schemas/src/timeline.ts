import { z } from "zod";

/** The entries of an order's timeline. Append only; the label is for a human. */
export const TIMELINE_TYPES = [
  "order_created",
  "attempt_started",
  "attempt_returned",
  "review_read",
  "purchase_committed",
  "purchase_not_released",
  "in_doubt",
  "needs_review",
  "resolved",
  "order_placed",
  "order_failed",
  "price_alarm",
  "cancelled",
  "tracking_acquired",
  "shipped",
  "delivered",
  "undeliverable",
  "cancelled_by_retailer",
  "return_requested",
  "return_resolved",
] as const;
export const TimelineType = z.enum(TIMELINE_TYPES);
export type TimelineType = z.infer<typeof TimelineType>;

export const Milestone = z.object({
  type: TimelineType,
  label: z.string(),
  occurred_at: z.iso.datetime(),
  source: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type Milestone = z.infer<typeof Milestone>;
