import { randomUUID } from "node:crypto";
import { createFaceEndpoint, type FaceEndpointRecord, placeOfFaceSecret } from "@cartwright/db";
import type { OrderFace } from "@cartwright/schemas";
import { seal } from "@cartwright/sealing";
import type { Caller } from "../accounts/authenticate.ts";
import { newSecret, requireKeyring } from "../webhooks/endpoint.ts";
import { requireReceiverUrl } from "../webhooks/receiver-url.ts";
import type { WebhooksDeps } from "../webhooks/routes.ts";

/** Of one account, mode and face: each is sent every event that it asks for. */
export const MAX_ENDPOINTS = 20;

export interface WantedEndpoint {
  url: string;
  events: readonly string[];
  isActive: boolean;
  /** Absent: one is made. */
  secret: string | null | undefined;
}

/** With the secret in the clear, to be shown this once. */
export interface KeptEndpoint {
  record: FaceEndpointRecord;
  secret: string;
}

/**
 * Sends what happens to the caller's orders there from now on. Undefined when there are as many as there may be. Throws
 * `validation_error` for an address that nothing can be sent to, and `service_unavailable` where no secret can be kept.
 */
export async function keepEndpoint(
  { database, keyring: maybeKeyring, webhooksAllowLocal }: WebhooksDeps,
  caller: Caller,
  face: OrderFace,
  wanted: WantedEndpoint,
): Promise<KeptEndpoint | undefined> {
  const url = requireReceiverUrl(wanted.url, webhooksAllowLocal);
  const keyring = requireKeyring({ keyring: maybeKeyring });
  const id = randomUUID();
  const secret = wanted.secret ?? newSecret();
  const fresh = {
    id,
    url,
    events: [...new Set(wanted.events)],
    isActive: wanted.isActive,
    secret: seal(keyring, placeOfFaceSecret(id), secret),
    keyId: keyring.sealsWith,
  };
  const { accountId, mode } = caller;
  const record = await createFaceEndpoint(database.pool, { accountId, mode, face }, fresh, MAX_ENDPOINTS);
  return record === undefined ? undefined : { record, secret };
}
