import { randomBytes, randomUUID } from "node:crypto";
import {
  findWebhookEndpoint,
  placeOfWebhookSecret,
  type Pool,
  rotateWebhookSecret,
  setWebhookUrl,
  type WebhookEndpointRecord,
} from "@cartwright/db";
import { WEBHOOK_SECRET_PREFIX, type WebhookEndpoint } from "@cartwright/schemas";
import { CannotOpen, type Keyring, open, seal } from "@cartwright/sealing";
import type { Caller } from "../accounts/authenticate.ts";
import { Problem } from "../http/problem.ts";

export interface EndpointDeps {
  database: { pool: Pool };
  /** Seals the secrets; without one no endpoint can be set. */
  keyring: Keyring | undefined;
}

/** By the Standard Webhooks specification: base64 of 24 to 64 random bytes. */
const SECRET_BYTES = 24;
/** The prefix and four characters: enough to tell secrets apart. */
const HINT_LENGTH = WEBHOOK_SECRET_PREFIX.length + 4;
const OLD_SECRET_SIGNS_MS = 24 * 60 * 60_000;
/** Two rotations at once: the second one reads again what the first one wrote. */
const ROTATE_TRIES = 3;

const NOT_SET: WebhookEndpoint = {
  webhook_url: null,
  webhook_secret: null,
  secret_hint: null,
  previous_secret_valid_until: null,
  created_at: null,
  updated_at: null,
};

export async function readEndpoint({ database, keyring }: EndpointDeps, caller: Caller): Promise<WebhookEndpoint> {
  const record = await findWebhookEndpoint(database.pool, caller);
  if (record === undefined) return NOT_SET;
  return present(record, { hint: keyring === undefined ? null : hintOf(keyring, record), shown: null });
}

/** Sends the caller's events there from now on. Its secret is shown when it is made, and never again. */
export async function setEndpoint(deps: EndpointDeps, caller: Caller, url: string): Promise<WebhookEndpoint> {
  const keyring = requireKeyring(deps);
  const id = randomUUID();
  const secret = newSecret();
  const sealed = seal(keyring, placeOfWebhookSecret(id, "secret"), secret);
  const fresh = { id, secret: sealed, keyId: keyring.sealsWith };
  const record = await setWebhookUrl(deps.database.pool, caller, url, fresh);
  if (record.id === id) return present(record, { hint: secret.slice(0, HINT_LENGTH), shown: secret });
  return present(record, { hint: hintOf(keyring, record), shown: null });
}

/** A new secret, shown once. The one before it signs beside it for a day, so that receivers change in their own time. */
export async function rotateSecret(deps: EndpointDeps, caller: Caller): Promise<WebhookEndpoint> {
  const keyring = requireKeyring(deps);
  const { pool } = deps.database;
  for (let tries = 0; tries < ROTATE_TRIES; tries += 1) {
    const before = await findWebhookEndpoint(pool, caller);
    if (before === undefined) throw noEndpoint();
    const secret = newSecret();
    const previous = requireOpen(keyring, before);
    const after = {
      secret: seal(keyring, placeOfWebhookSecret(before.id, "secret"), secret),
      previousSecret: seal(keyring, placeOfWebhookSecret(before.id, "previous_secret"), previous),
      keyId: keyring.sealsWith,
    };
    const record = await rotateWebhookSecret(pool, before, after, OLD_SECRET_SIGNS_MS);
    if (record !== undefined) return present(record, { hint: secret.slice(0, HINT_LENGTH), shown: secret });
  }
  throw new Problem("service_unavailable", "The secret is being rotated right now: try again in a moment.");
}

export function noEndpoint(): Problem {
  return new Problem("bad_request", "There is no webhook endpoint: set one first, with PUT /webhooks/endpoint.");
}

export const newSecret = (): string => WEBHOOK_SECRET_PREFIX + randomBytes(SECRET_BYTES).toString("base64");

export function requireKeyring({ keyring }: Pick<EndpointDeps, "keyring">): Keyring {
  if (keyring === undefined) {
    throw new Problem(
      "service_unavailable",
      "Webhook secrets cannot be kept: the operator has to set SEALING_KEYS, for the API and the workers alike.",
    );
  }
  return keyring;
}

function requireOpen(keyring: Keyring, { id, secret }: WebhookEndpointRecord): Buffer {
  try {
    return open(keyring, placeOfWebhookSecret(id, "secret"), secret);
  } catch (error) {
    if (!(error instanceof CannotOpen)) throw error;
    const message = "The secret of this endpoint cannot be opened: the operator has to give SEALING_KEYS its key back.";
    throw new Problem("service_unavailable", message, { cause: error });
  }
}

/** Null when it does not open: reading what is set must not depend on it. */
function hintOf(keyring: Keyring, { id, secret }: WebhookEndpointRecord): string | null {
  try {
    return open(keyring, placeOfWebhookSecret(id, "secret"), secret).toString("utf8").slice(0, HINT_LENGTH);
  } catch (error) {
    if (error instanceof CannotOpen) return null;
    throw error;
  }
}

function present(
  record: WebhookEndpointRecord,
  secret: { hint: string | null; shown: string | null },
): WebhookEndpoint {
  return {
    webhook_url: record.url,
    webhook_secret: secret.shown,
    secret_hint: secret.hint,
    previous_secret_valid_until: record.previousUntil?.toISOString() ?? null,
    created_at: record.createdAt.toISOString(),
    updated_at: record.updatedAt.toISOString(),
  };
}
