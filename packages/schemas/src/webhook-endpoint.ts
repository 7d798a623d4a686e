import { z } from "zod";

const MAX_URL = 2_048;

/** The body of `PUT /webhooks/endpoint`. Where it may lead to is checked by whoever stores it. */
export const WebhookEndpointUpdate = z.strictObject({ url: z.string().min(1).max(MAX_URL) });
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
