import type { Pool } from "pg";
import { holdsUp, isEndpointOf, OPEN_ENDPOINTS } from "./webhook-due.ts";

/** What a look at the events that are due found. */
export interface DueWebhooks {
  /** Those that may be sent now, and need a job. */
  ready: number[];
  /** How many were looked at: a full batch means that there may be more. */
  looked: number;
  /** How many there was nowhere to send to. */
  skipped: number;
}

// An event without an endpoint, or whose endpoint is not there any more, is never sent by itself. One behind an earlier event of
// its order, for the same endpoint, waits until that one may be tried again, and is looked at by then: whoever finishes the
// earlier one brings that forward (see SETTLE in webhook-delivery-store), but might die before it does.
const TAKE = {
  name: "take-due-webhooks",
  text: `WITH due AS MATERIALIZED (
      SELECT id, account_id, mode, order_id, sequence, face_endpoint_id FROM outbox
      WHERE state = 'due' AND look_at <= clock_timestamp() ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED
    ), seen AS (
      SELECT due.id,
        EXISTS (SELECT FROM ${OPEN_ENDPOINTS} AS endpoint WHERE ${isEndpointOf("endpoint", "due")}) AS has_endpoint,
        (SELECT next_try_at FROM outbox AS earlier WHERE ${holdsUp("earlier", "due")}
          ORDER BY sequence LIMIT 1) AS waits_until
      FROM due
    )
    UPDATE outbox SET state = (CASE WHEN has_endpoint THEN 'due' ELSE 'skipped' END)::webhook_state,
      look_at = CASE WHEN waits_until IS NULL THEN clock_timestamp() + $2 * interval '1 millisecond'
        ELSE least(greatest(waits_until, clock_timestamp() + $2 * interval '1 millisecond'),
          clock_timestamp() + $3 * interval '1 millisecond') END
    FROM seen WHERE outbox.id = seen.id
    RETURNING outbox.id, has_endpoint, waits_until IS NULL AS is_first`,
};

/**
 * Looks at up to `limit` events that are due, and keeps other dispatchers from them for `lookAgainMs`: by then a job is done,
 * or was lost. One that waits for an earlier event of its order is looked at again within `waitAtMostMs`.
 */
export async function takeDueWebhooks(
  pool: Pool,
  { limit, lookAgainMs, waitAtMostMs }: { limit: number; lookAgainMs: number; waitAtMostMs: number },
): Promise<DueWebhooks> {
  const { rows } = await pool.query<{ id: string; has_endpoint: boolean; is_first: boolean }>({
    ...TAKE,
    values: [limit, lookAgainMs, waitAtMostMs],
  });
  return {
    ready: rows.filter((row) => row.has_endpoint && row.is_first).map((row) => Number(row.id)),
    looked: rows.length,
    skipped: rows.filter((row) => !row.has_endpoint).length,
  };
}
