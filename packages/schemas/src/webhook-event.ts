import { z } from "zod";

/** The events that are sent to a client's webhook endpoint. `webhook.test` is sent on request, and is of no order. */
export const WEBHOOK_EVENTS = [
  "order.created",
  "order.started",
  "order.placed",
  "order.failed",
  "order.cancelled",
  "order.tracking_received",
  "order.shipped",
  "order.delivered",
  "order.needs_review",
  "return.requested",
  "return.approved",
  "return.denied",
  "return.credited",
  "webhook.test",
] as const;
export const WebhookEvent = z.enum(WEBHOOK_EVENTS);
export type WebhookEvent = z.infer<typeof WebhookEvent>;

/** What became of an event: still to be delivered, delivered, given up, or never sent because there was nowhere to send it. */
export const WEBHOOK_STATES = ["due", "delivered", "gave_up", "skipped"] as const;
export const WebhookState = z.enum(WEBHOOK_STATES);
export type WebhookState = z.infer<typeof WebhookState>;
