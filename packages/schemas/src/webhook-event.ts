/** The events that an order's life sends to a client's webhook endpoint. */
export const WEBHOOK_EVENTS = [
  "order.created",
  "order.started",
  "order.placed",
  "order.failed",
  "order.needs_review",
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
