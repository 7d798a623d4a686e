import { z } from "zod";

/** What a client sees of an order. It never goes backwards. */
export const ORDER_STATUSES = ["pending", "in_progress", "order_placed", "order_failed"] as const;
export const OrderStatus = z.enum(ORDER_STATUSES);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** Where an order stands inside: `submitting` lies past the commit point, `in_doubt` waits for evidence. */
export const ORDER_PHASES = ["queued", "working", "submitting", "in_doubt", "done"] as const;
export const OrderPhase = z.enum(ORDER_PHASES);
export type OrderPhase = z.infer<typeof OrderPhase>;

export const ORDER_ITEM_STATUSES = [
  "pending",
  "processing",
  "ordered",
  "shipped",
  "delivered",
  "cancelled",
  "failed",
  "skipped",
] as const;
export const OrderItemStatus = z.enum(ORDER_ITEM_STATUSES);
export type OrderItemStatus = z.infer<typeof OrderItemStatus>;

/**
 * How the one purchase request of an order ended. `not_released`: held, then dropped, so nothing left the browser;
 * `declined`: the shop answered with a refusal that is known to store no order; `absent`: proven missing later.
 */
export const SUBMIT_OUTCOMES = ["placed", "absent", "declined", "not_released"] as const;
export const SubmitOutcome = z.enum(SUBMIT_OUTCOMES);
export type SubmitOutcome = z.infer<typeof SubmitOutcome>;

/** Live keys buy for real; test keys reach only sandbox retailers and see only their own data. */
export const KEY_MODES = ["live", "test"] as const;
export const KeyMode = z.enum(KEY_MODES);
export type KeyMode = z.infer<typeof KeyMode>;

/** How a batch of orders from a CSV goes. `failed`: not one of its rows became an order. */
export const BULK_STATUSES = ["pending", "processing", "completed", "failed"] as const;
export const BulkStatus = z.enum(BULK_STATUSES);
export type BulkStatus = z.infer<typeof BulkStatus>;

export const BULK_ROW_STATUSES = ["pending", "placed", "failed"] as const;
export const BulkRowStatus = z.enum(BULK_ROW_STATUSES);
export type BulkRowStatus = z.infer<typeof BulkRowStatus>;
