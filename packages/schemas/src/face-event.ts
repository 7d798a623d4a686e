import type { WebhookEvent } from "./webhook-event.ts";

/**
 * The webhook events of the two other faces, each with the native events that it tells of. The trigger that writes them into the
 * outbox has the same table (a test compares the two). Of `order.cancelled` it tells once nothing of the order is left.
 */
export const FACE_EVENTS = {
  supplier: {
    "order.confirmed": ["order.created"],
    "order.shipped": ["order.shipped"],
    "order.delivered": ["order.delivered"],
    "order.cancelled": ["order.cancelled", "order.failed"],
  },
  platform: {
    "order.placed": ["order.created"],
    "order.paid": ["order.placed"],
    "order.shipped": ["order.shipped"],
    "order.canceled": ["order.cancelled", "order.failed"],
  },
} as const satisfies Record<string, Record<string, readonly WebhookEvent[]>>;

export type OrderFace = keyof typeof FACE_EVENTS;
export const ORDER_FACES = ["supplier", "platform"] as const satisfies readonly OrderFace[];
