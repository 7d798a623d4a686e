import { z } from "zod";
import { Order } from "./order.ts";
import { OrderStatus } from "./order-status.ts";
import { WebhookEvent, WebhookState } from "./webhook-event.ts";

/** What is sent to an endpoint. Its bytes are the same at every try. */
export const WebhookPayload = z.strictObject({
  event: WebhookEvent,
  /** The same at every try: what a receiver knows an event again by. */
  id: z.uuid(),
  /** Grows by one with each event of an order; 0 for a test. */
  sequence: z.int().min(0),
  /** When it happened. */
  timestamp: z.iso.datetime(),
  order_id: z.uuid().nullable(),
  status: OrderStatus.nullable(),
  /** The order as it was when the event was first sent; of a test, nothing. */
  data: z.union([Order, z.strictObject({})]),
});
export type WebhookPayload = z.infer<typeof WebhookPayload>;

const WebhookAttempt = z.object({
  /** Of the schedule that it belongs to: counted from 1 anew when an event is sent again. */
  try_no: z.int(),
  /** Without its query. */
  url: z.string(),
  /** Null: there was no answer. */
  status_code: z.int().nullable(),
  error: z.string().nullable(),
  /** How the answer began. */
  answer: z.string().nullable(),
  duration_ms: z.int(),
  tried_at: z.iso.datetime(),
});

/** An event, and what became of sending it. */
export const WebhookDelivery = z.object({
  /** The `webhook-id` that the receiver sees. */
  id: z.uuid(),
  event: WebhookEvent,
  sequence: z.int(),
  order_id: z.uuid().nullable(),
  state: WebhookState,
  /** So far, of the schedule that it is in. */
  tries: z.int(),
  /** Null: it is not tried any more. */
  next_try_at: z.iso.datetime().nullable(),
  delivered_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  /** The last twenty, oldest first. */
  attempts: z.array(WebhookAttempt),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

export const WebhookDeliveryList = z.object({
  deliveries: z.array(WebhookDelivery),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  /** Of the next page; null on the last one. */
  next_cursor: z.string().nullable(),
});
export type WebhookDeliveryList = z.infer<typeof WebhookDeliveryList>;
