import type { KeyMode, OrderFace } from "@cartwright/schemas";
import type { Pool } from "pg";
import { followsOn, holdsUp, isEndpointOf, OPEN_ENDPOINTS } from "./webhook-due.ts";

/** A worker's hold on an event: worth something as long as the row still says so. */
interface WebhookHold {
  outboxId: number;
  /** Postgres's own text of `held_until`, to the microsecond: no two holds have the same. */
  hold: string;
  /** Tries before this one. */
  tries: number;
}

/** Where an event goes. The secrets are sealed. */
export interface ClaimedEndpoint {
  id: string;
  /** Whose words it is told in; null: the native ones. */
  face: OrderFace | null;
  url: string;
  secret: Buffer;
  previousSecret: Buffer | null;
}

/** An event in a worker's hands, and where it goes. */
export interface ClaimedWebhook extends WebhookHold {
  webhookId: string;
  accountId: string;
  mode: KeyMode;
  orderId: string | null;
  /** In the words of its endpoint's face. */
  event: string;
  sequence: number;
  createdAt: Date;
  /** By Postgres's clock, in seconds since 1970. */
  claimedAtS: number;
  /** Of an earlier try: sent again to the byte. */
  body: string | null;
  endpoint: ClaimedEndpoint;
}

/** How a try ended, for the delivery log. */
export interface WebhookTry {
  url: string;
  statusCode: number | null;
  error: string | null;
  answer: string | null;
  durationMs: number;
}

/** What becomes of the event. */
export type WebhookVerdict =
  | { state: "delivered" }
  | { state: "gave_up" }
  /** Tried again after that long. */
  | { state: "due"; delayMs: number };

interface ClaimedRow {
  id: string;
  hold: string;
  tries: number;
  webhook_id: string;
  account_id: string;
  mode: KeyMode;
  order_id: string | null;
  event: string;
  sequence: number;
  created_at: Date;
  claimed_at_s: string;
  body: string | null;
  endpoint_id: string;
  face: OrderFace | null;
  url: string;
  secret: Buffer;
  previous_secret: Buffer | null;
}

// A compare-and-set that one caller wins. Per order and endpoint strictly in sequence: what was given up or skipped holds
// nothing up, and an endpoint that is down no other one.
const CLAIM = {
  name: "claim-webhook",
  text: `UPDATE outbox SET held_until = clock_timestamp() + $2 * interval '1 millisecond',
      look_at = clock_timestamp() + $2 * interval '1 millisecond'
    FROM ${OPEN_ENDPOINTS} AS endpoint
    WHERE outbox.id = $1 AND state = 'due' AND next_try_at <= clock_timestamp()
      AND (held_until IS NULL OR held_until <= clock_timestamp())
      AND ${isEndpointOf("endpoint", "outbox")}
      AND NOT EXISTS (SELECT FROM outbox AS earlier WHERE ${holdsUp("earlier", "outbox")})
    RETURNING outbox.id, held_until::text AS hold, tries, webhook_id, outbox.account_id, outbox.mode, order_id, event,
      sequence, outbox.created_at, extract(epoch FROM clock_timestamp())::bigint AS claimed_at_s, body, endpoint.id AS endpoint_id, face, url, secret,
      CASE WHEN previous_until > clock_timestamp() THEN previous_secret END AS previous_secret`,
};

const KEEP_BODY = {
  name: "keep-webhook-body",
  text: "UPDATE outbox SET body = $3 WHERE id = $1 AND held_until = $2::timestamptz AND body IS NULL",
};

// Sent again by its owner in the middle of a try, it has a fresh schedule (tries = 0) that a failure must not shorten. The try
// is logged in any case: the receiver saw it.
const SETTLE = {
  name: "settle-webhook",
  text: `WITH settled AS (
      UPDATE outbox SET tries = tries + 1, held_until = NULL, state = $4::webhook_state,
        delivered_at = CASE WHEN $4 = 'delivered' THEN clock_timestamp() END,
        next_try_at = clock_timestamp() + $5 * interval '1 millisecond',
        look_at = clock_timestamp() + $5 * interval '1 millisecond'
      WHERE id = $1 AND held_until = $2::timestamptz AND ($4 = 'delivered' OR tries = $3)
      RETURNING order_id, face_endpoint_id, sequence, state
    ), next AS (
      UPDATE outbox SET look_at = greatest(next_try_at, clock_timestamp())
      WHERE id = (SELECT later.id FROM outbox AS later JOIN settled ON ${followsOn("later", "settled")}
        WHERE settled.state <> 'due' ORDER BY later.sequence LIMIT 1)
      RETURNING id
    ), log AS (
      INSERT INTO webhook_tries (outbox_id, try_no, url, status_code, error, answer, duration_ms)
      VALUES ($1, $3 + 1, $6, $7, $8, $9, $10)
    )
    SELECT EXISTS (SELECT FROM settled) AS is_settled, (SELECT id FROM next) AS next_id`,
};

const RETURN = {
  name: "return-webhook",
  text: `UPDATE outbox SET held_until = NULL, next_try_at = clock_timestamp() + $3 * interval '1 millisecond',
      look_at = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE id = $1 AND held_until = $2::timestamptz`,
};

/**
 * Takes an event to send it, for at most `holdMs`. Undefined when there is nothing to take: it is done, not due yet, in
 * somebody's hands, behind an earlier event of its order, or its endpoint is not there any more.
 */
export async function claimWebhook(pool: Pool, outboxId: number, holdMs: number): Promise<ClaimedWebhook | undefined> {
  const [row] = (await pool.query<ClaimedRow>({ ...CLAIM, values: [outboxId, holdMs] })).rows;
  if (row === undefined) return undefined;
  return {
    outboxId: Number(row.id),
    hold: row.hold,
    tries: row.tries,
    webhookId: row.webhook_id,
    accountId: row.account_id,
    mode: row.mode,
    orderId: row.order_id,
    event: row.event,
    sequence: row.sequence,
    createdAt: row.created_at,
    claimedAtS: Number(row.claimed_at_s),
    body: row.body,
    endpoint: {
      id: row.endpoint_id,
      face: row.face,
      url: row.url,
      secret: row.secret,
      previousSecret: row.previous_secret,
    },
  };
}

/** Keeps what is about to be sent for the first time. False when the hold is lost: then nothing may be sent. */
export async function keepWebhookBody(pool: Pool, claim: WebhookHold, body: string): Promise<boolean> {
  const kept = await pool.query({ ...KEEP_BODY, values: [claim.outboxId, claim.hold, body] });
  return kept.rowCount === 1;
}

/**
 * Logs a try and moves its event on. Returns the next event of the same order that is due, where this one does not hold it up
 * any more.
 */
export async function settleWebhook(
  pool: Pool,
  claim: WebhookHold,
  tried: WebhookTry,
  verdict: WebhookVerdict,
): Promise<number | undefined> {
  const delayMs = verdict.state === "due" ? verdict.delayMs : 0;
  const { url, statusCode, error, answer, durationMs } = tried;
  const moved = [claim.outboxId, claim.hold, claim.tries, verdict.state, delayMs];
  const { rows } = await pool.query<{ is_settled: boolean; next_id: string | null }>({
    ...SETTLE,
    values: [...moved, url, statusCode, error, answer, durationMs],
  });
  // Whose schedule was begun anew meanwhile is due at once.
  if (rows[0]?.is_settled === false) await returnWebhook(pool, claim, 0);
  const nextId = rows[0]?.next_id ?? undefined;
  return nextId === undefined ? undefined : Number(nextId);
}

/** Gives an event back that was not sent, or of which nobody can tell. No try is counted. */
export async function returnWebhook(pool: Pool, claim: WebhookHold, delayMs: number): Promise<void> {
  await pool.query({ ...RETURN, values: [claim.outboxId, claim.hold, delayMs] });
}
