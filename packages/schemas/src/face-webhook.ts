import { z } from "zod";
import { SupplierOrder } from "./supplier-order.ts";
import { FACE_EVENTS } from "./face-event.ts";
import { ReceiverUrl, WEBHOOK_SECRET_PREFIX } from "./webhook-endpoint.ts";

/** Where the two other faces are told of their orders, each in its own words. */

const EVENTS = {
  supplier: Object.keys(FACE_EVENTS.supplier) as [keyof typeof FACE_EVENTS.supplier],
  platform: Object.keys(FACE_EVENTS.platform) as [keyof typeof FACE_EVENTS.platform],
};

/** By the Standard Webhooks specification. */
const KEY_BYTES = { min: 24, max: 64 };
/** Of a text that is a key itself. */
const OWN_SECRET = /^[!-~]{16,128}$/;

/**
 * What signs the events: base64 of 24 to 64 bytes after "whsec_", as the Standard Webhooks libraries take it, or a text that is the
 * key itself, byte for byte.
 */
export const WebhookSecret = z.string().superRefine((secret, context) => {
  const refuse = (message: string): void => context.addIssue({ code: "custom", message });
  if (!secret.startsWith(WEBHOOK_SECRET_PREFIX)) {
    if (!OWN_SECRET.test(secret))
      refuse("must have 16 to 128 characters of ASCII, without spaces, or begin with whsec_");
    return;
  }
  const given = secret.slice(WEBHOOK_SECRET_PREFIX.length);
  const key = Buffer.from(given, "base64");
  if (key.toString("base64") !== given || key.length < KEY_BYTES.min || key.length > KEY_BYTES.max)
    refuse(`must be base64 of ${KEY_BYTES.min} to ${KEY_BYTES.max} bytes after whsec_`);
});

export const SupplierEvent = z.enum(EVENTS.supplier);

/** The body of `POST /api/v1/webhooks`. */
export const CreateSupplierWebhook = z.strictObject({
  url: ReceiverUrl,
  events: z.array(SupplierEvent).min(1).max(EVENTS.supplier.length),
  /** Absent: one is made. */
  secret: WebhookSecret.nullish(),
});
export type CreateSupplierWebhook = z.infer<typeof CreateSupplierWebhook>;

export const SupplierWebhook = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(SupplierEvent),
  created_at: z.iso.datetime(),
});
export type SupplierWebhook = z.infer<typeof SupplierWebhook>;

/** With its secret, which is shown when it is made and never again. */
export const NewSupplierWebhook = SupplierWebhook.extend({ secret: z.string() });
export type NewSupplierWebhook = z.infer<typeof NewSupplierWebhook>;

/** What a supplier webhook is sent. Its bytes are the same at every try. */
export const SupplierWebhookPayload = z.strictObject({
  event: SupplierEvent,
  /** The same at every try: what a receiver knows an event again by. */
  id: z.uuid(),
  /** Grows with each event of an order. */
  sequence: z.int().min(1),
  /** When it happened. */
  created_at: z.iso.datetime(),
  /** The order as it was when the event was first sent. */
  data: SupplierOrder,
});
export type SupplierWebhookPayload = z.infer<typeof SupplierWebhookPayload>;

/** "*": all of them. */
export const PlatformSubscription = z.enum([...EVENTS.platform, "*"]);

/**
 * What a platform subscriber is sent: the order's document as it was when the event was first sent, which JSON:API clients read as
 * they read an answer, and beside it, as that platform does it, what happened. Its bytes are the same at every try.
 */
export const PlatformWebhookPayload = z.strictObject({
  event_type: z.enum(EVENTS.platform),
  /** The same at every try: what a receiver knows an event again by. */
  event_id: z.uuid(),
  /** Grows with each event of an order. */
  event_sequence: z.int().min(1),
  /** When it happened. */
  event_created_at: z.iso.datetime(),
  data: z.looseObject({ id: z.string(), type: z.literal("order") }),
  /** Its lines, shipments, payments and addresses. */
  included: z.array(z.looseObject({ id: z.string(), type: z.string() })),
});
export type PlatformWebhookPayload = z.infer<typeof PlatformWebhookPayload>;

const subscriber = {
  url: ReceiverUrl,
  active: z.boolean(),
  subscriptions: z
    .array(PlatformSubscription)
    .min(1)
    .max(EVENTS.platform.length + 1),
};

/** The body of `POST /api/v2/platform/webhooks/subscribers`. */
export const CreatePlatformSubscriber = z.strictObject({
  subscriber: z.strictObject({
    url: subscriber.url,
    active: subscriber.active.default(true),
    subscriptions: subscriber.subscriptions.default(["*"]),
    secret_key: WebhookSecret.nullish(),
  }),
});

/** The body of a change: what is left out stays as it is. */
export const ChangePlatformSubscriber = z.strictObject({ subscriber: z.strictObject(subscriber).partial() });

const PlatformSubscriber = z.object({
  id: z.string(),
  type: z.literal("subscriber"),
  attributes: z.object({
    url: z.string(),
    active: z.boolean(),
    subscriptions: z.array(PlatformSubscription),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
    /** In the answer to the request that made it alone. */
    secret_key: z.string().optional(),
  }),
});
export type PlatformSubscriber = z.infer<typeof PlatformSubscriber>;

export const PlatformSubscriberDocument = z.object({ data: PlatformSubscriber });

/** All of them are one page. */
export const PlatformSubscriberList = z.object({
  data: z.array(PlatformSubscriber),
  meta: z.object({ count: z.int(), total_count: z.int(), total_pages: z.int() }),
  links: z.object({ self: z.string(), next: z.string(), prev: z.string(), last: z.string(), first: z.string() }),
});
