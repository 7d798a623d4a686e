import type { Pool } from "pg";
import type { OrderScope } from "./order-store.ts";

/** Where an account's events go. The secrets are sealed. */
export interface WebhookEndpointRecord {
  id: string;
  /** Null: nothing is sent. */
  url: string | null;
  secret: Buffer;
  /** The one before the last rotation, as long as it still signs. */
  previousSecret: Buffer | null;
  previousUntil: Date | null;
  createdAt: Date;
  updatedAt: Date;
}

/** Sealed with the master key `keyId`. */
export interface SealedSecrets {
  secret: Buffer;
  previousSecret: Buffer | null;
  keyId: string;
}

interface EndpointRow {
  id: string;
  url: string | null;
  secret: Buffer;
  previous_secret: Buffer | null;
  previous_until: Date | null;
  created_at: Date;
  updated_at: Date;
}

const STILL_SIGNS = "previous_until > clock_timestamp()";
const COLUMNS = `id, url, secret, CASE WHEN ${STILL_SIGNS} THEN previous_secret END AS previous_secret,
  CASE WHEN ${STILL_SIGNS} THEN previous_until END AS previous_until, created_at, updated_at`;

const FIND = {
  name: "find-webhook-endpoint",
  text: `SELECT ${COLUMNS} FROM webhook_endpoints WHERE account_id = $1 AND mode = $2`,
};

// The secret stays the one that its owner knows.
const SET_URL = {
  name: "set-webhook-url",
  text: `INSERT INTO webhook_endpoints (account_id, mode, url, id, secret, key_id) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (account_id, mode) DO UPDATE SET url = excluded.url, updated_at = clock_timestamp()
    RETURNING ${COLUMNS}`,
};

const ROTATE = {
  name: "rotate-webhook-secret",
  text: `UPDATE webhook_endpoints SET secret = $3, previous_secret = $4, key_id = $5,
      previous_until = clock_timestamp() + $6 * interval '1 millisecond', updated_at = clock_timestamp()
    WHERE id = $1 AND secret = $2 RETURNING ${COLUMNS}`,
};

const CLEAR = {
  name: "clear-webhook-url",
  text: `UPDATE webhook_endpoints SET url = NULL, updated_at = clock_timestamp()
    WHERE account_id = $1 AND mode = $2 AND url IS NOT NULL`,
};

export async function findWebhookEndpoint(pool: Pool, scope: OrderScope): Promise<WebhookEndpointRecord | undefined> {
  return (await pool.query<EndpointRow>({ ...FIND, values: [scope.accountId, scope.mode] })).rows.map(toRecord)[0];
}

/** Sends events there from now on. `fresh` is kept where there is no secret yet: the record's id is then its own. */
export async function setWebhookUrl(
  pool: Pool,
  scope: OrderScope,
  url: string,
  fresh: { id: string; secret: Buffer; keyId: string },
): Promise<WebhookEndpointRecord> {
  const values = [scope.accountId, scope.mode, url, fresh.id, fresh.secret, fresh.keyId];
  const [record] = (await pool.query<EndpointRow>({ ...SET_URL, values })).rows.map(toRecord);
  if (record === undefined) throw new Error("the webhook endpoint is not there right after it was set");
  return record;
}

/** Undefined when its secret is not the one that was read any more: the caller reads it again. */
export async function rotateWebhookSecret(
  pool: Pool,
  before: Pick<WebhookEndpointRecord, "id" | "secret">,
  after: SealedSecrets,
  previousForMs: number,
): Promise<WebhookEndpointRecord | undefined> {
  const values = [before.id, before.secret, after.secret, after.previousSecret, after.keyId, previousForMs];
  return (await pool.query<EndpointRow>({ ...ROTATE, values })).rows.map(toRecord)[0];
}

/** Nothing is sent any more. The secret is kept for the day that an address is set again. */
export async function clearWebhookUrl(pool: Pool, scope: OrderScope): Promise<void> {
  await pool.query({ ...CLEAR, values: [scope.accountId, scope.mode] });
}

function toRecord(row: EndpointRow): WebhookEndpointRecord {
  return {
    id: row.id,
    url: row.url,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousUntil: row.previous_until,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
