import type { KeyMode, OrderFace } from "@cartwright/schemas";
import type { Pool } from "pg";
import { FRESH_SCHEDULE, isEndpointOf, OPEN_ENDPOINTS } from "./webhook-due.ts";

/** Where events go: an account's own endpoint in the native words, which has no id of its own here, or one of another face. */
export interface EndpointRef {
  accountId: string;
  mode: KeyMode;
  faceEndpointId: string | null;
}

/** An endpoint that events were given up for. */
export interface GaveUpEndpoint extends EndpointRef {
  accountName: string;
  /** Null: the native words. */
  face: OrderFace | null;
  /** Of the newest ones of all endpoints: `isMore` says that there are others that were not looked at. */
  count: number;
  oldestAt: Date;
  /** The newest one of them, and what its last try met with. */
  newest: { webhookId: string; url: string | null; statusCode: number | null; error: string | null };
}

/** How many of the newest are looked at: a receiver that has been down for months must not make the page slow. */
const LOOKED_AT = 5_000;
/** What was given up longer ago than that is on the webhooks page alone: nobody wants to be told of it for ever. */
const RECENT_DAYS = 14;
/** At once: they are sent as fast as the workers can. */
const RESENT_AT_ONCE = 1_000;

// By outbox_gave_up. An event that was given up is not tried again, so that next_try_at is when that was. Those that have nowhere
// to go any more are nobody's matter.
const LIST = {
  name: "list-gave-up-endpoints",
  text: `WITH newest AS (
      SELECT * FROM outbox WHERE state = 'gave_up' ORDER BY id DESC LIMIT ${LOOKED_AT}
    ), per AS (
      SELECT account_id, mode, face_endpoint_id, count(*)::int, min(next_try_at) AS oldest_at, max(id) AS newest_id
      FROM newest WHERE next_try_at > clock_timestamp() - interval '${RECENT_DAYS} days' GROUP BY 1, 2, 3
    )
    SELECT per.account_id, per.mode, per.face_endpoint_id, account.name AS account_name, endpoint.face, per.count, oldest_at,
      event.webhook_id, tried.url, status_code, error, (SELECT count(*) = ${LOOKED_AT} FROM newest) AS is_more
    FROM per JOIN accounts AS account ON account.id = per.account_id JOIN outbox AS event ON event.id = newest_id
    JOIN ${OPEN_ENDPOINTS} AS endpoint ON ${isEndpointOf("endpoint", "per")}
    LEFT JOIN LATERAL (SELECT url, status_code, error FROM webhook_tries WHERE outbox_id = newest_id
      ORDER BY id DESC LIMIT 1) AS tried ON true
    ORDER BY oldest_at, per.account_id, per.mode, per.face_endpoint_id`,
};

const HAS_ENDPOINT = `EXISTS (SELECT FROM ${OPEN_ENDPOINTS} AS endpoint WHERE ${isEndpointOf("endpoint", "outbox")})`;

const RESEND = {
  name: "resend-any-webhook",
  text: `UPDATE outbox SET ${FRESH_SCHEDULE} WHERE webhook_id = $1 AND ${HAS_ENDPOINT}`,
};

// By outbox_gave_up, oldest first: an order's events arrive in their order.
const RESEND_ALL = {
  name: "resend-gave-up",
  text: `UPDATE outbox SET ${FRESH_SCHEDULE} WHERE id IN (
      SELECT id FROM outbox WHERE state = 'gave_up' AND account_id = $1 AND mode = $2
        AND face_endpoint_id IS NOT DISTINCT FROM $3::uuid ORDER BY id LIMIT ${RESENT_AT_ONCE} FOR UPDATE SKIP LOCKED)
    AND ${HAS_ENDPOINT}`,
};

interface EndpointRow {
  account_id: string;
  mode: KeyMode;
  face_endpoint_id: string | null;
  account_name: string;
  face: OrderFace | null;
  count: number;
  oldest_at: Date;
  webhook_id: string;
  url: string | null;
  status_code: number | null;
  error: string | null;
  is_more: boolean;
}

/** Every endpoint that is there still and that events were given up for lately, the one that has waited longest first. */
export async function listGaveUpEndpoints(pool: Pool): Promise<{ endpoints: GaveUpEndpoint[]; isMore: boolean }> {
  const { rows } = await pool.query<EndpointRow>(LIST);
  const endpoints = rows.map((row) => ({
    accountId: row.account_id,
    mode: row.mode,
    faceEndpointId: row.face_endpoint_id,
    accountName: row.account_name,
    face: row.face,
    count: row.count,
    oldestAt: row.oldest_at,
    newest: { webhookId: row.webhook_id, url: row.url, statusCode: row.status_code, error: row.error },
  }));
  return { endpoints, isMore: rows[0]?.is_more === true };
}

/** Gives an event of anybody a fresh schedule, whatever became of it before. False when it is not there, or has nowhere to go. */
export async function resendAnyWebhook(pool: Pool, webhookId: string): Promise<boolean> {
  return (await pool.query({ ...RESEND, values: [webhookId] })).rowCount === 1;
}

/** The same for what was given up of one endpoint, the oldest first, up to a thousand at once. Returns how many it was. */
export async function resendGaveUp(pool: Pool, { accountId, mode, faceEndpointId }: EndpointRef): Promise<number> {
  return (await pool.query({ ...RESEND_ALL, values: [accountId, mode, faceEndpointId] })).rowCount ?? 0;
}
