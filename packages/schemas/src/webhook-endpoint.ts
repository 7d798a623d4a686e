import { z } from "zod";

const MAX_URL = 2_048;

/** Where it may lead to is checked by whoever stores it. */
export const ReceiverUrl = z.string().min(1).max(MAX_URL);

/** What a secret begins with, by the Standard Webhooks specification: the rest is base64 of the key. */
export const WEBHOOK_SECRET_PREFIX = "whsec_";

/** The body of `PUT /webhooks/endpoint`. */
export const WebhookEndpointUpdate = z.strictObject({ url: ReceiverUrl });
export type WebhookEndpointUpdate = z.infer<typeof WebhookEndpointUpdate>;

/** Where events are sent, and what signs them. The secret is shown once, in the answer to the request that made it. */
export const WebhookEndpoint = z.object({
  webhook_url: z.string().nullable(),
  webhook_secret: z.string().nullable(),
  /** How the secret begins: enough to tell secrets apart. */
  secret_hint: z.string().nullable(),
  /** Until then the secret before the last rotation signs beside it. */
  previous_secret_valid_until: z.iso.datetime().nullable(),
  created_at: z.iso.datetime().nullable(),
  updated_at: z.iso.datetime().nullable(),
});
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;
