import type { KeyMode } from "@cartwright/schemas";
import type { Pool } from "pg";
import { inTransaction } from "./in-transaction.ts";

/** What became of orders in an hour, of a mode, at a retailer. Money in US cents, times in seconds. */
export interface OrderHour {
  /** When it began. */
  hour: Date;
  mode: KeyMode;
  retailer: string;
  /** Accepted in that hour; the others finished in it. */
  accepted: number;
  placed: number;
  failed: number;
  /** Of the failed ones. */
  cancelled: number;
  placedCents: number;
  placeSecondsSum: number;
  /** Null: none was placed. */
  placeSecondsP50: number | null;
  placeSecondsP95: number | null;
  failureCodes: Record<string, number>;
}

/** What one statement counts: a service that had no worker for a year catches up in days. */
const HOURS_A_WINDOW = 24;
/** One worker at a time: what the others would count is the same. */
const LOCK = "order-hours";

const TAKE_TURN = { name: "order-hours-turn", text: "SELECT pg_try_advisory_xact_lock(hashtext($1)) AS is_mine" };

// From the hour before the last one that was counted: what was about to commit then has. Never from before the first order.
const FIND_START = {
  name: "order-hours-start",
  text: `SELECT coalesce((SELECT max(hour) - interval '1 hour' FROM order_hours),
      (SELECT date_trunc('hour', created_at, 'UTC') FROM orders ORDER BY serial LIMIT 1)) AS hour`,
};

// A row that was there and has nothing any more is set to nothing: orders are never deleted while they are open, but may be later.
const COUNT = {
  name: "count-order-hours",
  text: `WITH bounds AS (
      SELECT $1::timestamptz AS since, least($1::timestamptz + $2 * interval '1 hour',
        date_trunc('hour', clock_timestamp(), 'UTC') + interval '1 hour') AS until
    ), accepted AS (
      SELECT date_trunc('hour', created_at, 'UTC') AS hour, mode, retailer, count(*)::int AS accepted
      FROM orders, bounds WHERE created_at >= since AND created_at < until GROUP BY 1, 2, 3
    ), ends AS (
      SELECT date_trunc('hour', finished_at, 'UTC') AS hour, mode, retailer, status = 'order_placed' AS is_placed, failure_code,
        placed_total_cents, extract(epoch FROM finished_at - created_at)::double precision AS seconds
      FROM orders, bounds WHERE finished_at >= since AND finished_at < until
    ), codes AS (
      SELECT hour, mode, retailer, jsonb_object_agg(failure_code, count) AS codes
      FROM (SELECT hour, mode, retailer, failure_code, count(*) FROM ends WHERE NOT is_placed GROUP BY 1, 2, 3, 4) AS counted
      GROUP BY 1, 2, 3
    ), finished AS (
      SELECT hour, mode, retailer, count(*) FILTER (WHERE is_placed)::int AS placed,
        count(*) FILTER (WHERE NOT is_placed)::int AS failed, count(*) FILTER (WHERE failure_code = 'cancelled')::int AS cancelled,
        coalesce(sum(placed_total_cents) FILTER (WHERE is_placed), 0) AS cents,
        coalesce(sum(seconds) FILTER (WHERE is_placed), 0) AS seconds,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE is_placed) AS p50,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE is_placed) AS p95
      FROM ends GROUP BY 1, 2, 3
    ), written AS (
      INSERT INTO order_hours (hour, mode, retailer, accepted, placed, failed, cancelled, placed_cents, place_seconds_sum,
          place_seconds_p50, place_seconds_p95, failure_codes)
      SELECT hour, mode, retailer, coalesce(accepted, 0), coalesce(placed, 0), coalesce(failed, 0), coalesce(cancelled, 0),
        coalesce(cents, 0), coalesce(seconds, 0), p50, p95, coalesce(codes, '{}')
      FROM accepted FULL JOIN finished USING (hour, mode, retailer) LEFT JOIN codes USING (hour, mode, retailer)
      ON CONFLICT (hour, mode, retailer) DO UPDATE SET accepted = excluded.accepted, placed = excluded.placed,
        failed = excluded.failed, cancelled = excluded.cancelled, placed_cents = excluded.placed_cents,
        place_seconds_sum = excluded.place_seconds_sum, place_seconds_p50 = excluded.place_seconds_p50,
        place_seconds_p95 = excluded.place_seconds_p95, failure_codes = excluded.failure_codes, updated_at = clock_timestamp()
    )
    SELECT until, until > clock_timestamp() AS is_now FROM bounds`,
};

/**
 * Counts the last hours anew, and whatever was not counted before them, up to this hour. Undefined: another worker is at it. Otherwise
 * how many windows of up to a day it took.
 */
export async function countOrderHours(pool: Pool): Promise<number | undefined> {
  let since = (await pool.query<{ hour: Date | null }>(FIND_START)).rows[0]?.hour ?? null;
  let windows = 0;
  while (since !== null) {
    const until = await countWindow(pool, since);
    if (until === undefined) return undefined;
    windows += 1;
    since = until.isNow ? null : until.at;
  }
  return windows;
}

/** The window from there on, or from the first order after it. */
async function countWindow(pool: Pool, from: Date): Promise<{ at: Date; isNow: boolean } | undefined> {
  return await inTransaction(pool, async (client) => {
    const turn = await client.query<{ is_mine: boolean }>({ ...TAKE_TURN, values: [LOCK] });
    if (turn.rows[0]?.is_mine !== true) return undefined;
    const next = await client.query<{ hour: Date }>({ ...FIND_NEXT, values: [from, HOURS_A_WINDOW] });
    const since = next.rows[0]?.hour ?? from;
    const counted = await client.query<{ until: Date; is_now: boolean }>({ ...COUNT, values: [since, HOURS_A_WINDOW] });
    const [window] = counted.rows;
    if (window === undefined) throw new Error("a window of hours has no end");
    return { at: window.until, isNow: window.is_now };
  });
}

// Where the window from there on holds no order at all, the hour of the first one after it.
const FIND_NEXT = {
  name: "order-hours-next",
  text: `SELECT CASE WHEN EXISTS (SELECT FROM orders WHERE created_at >= $1 AND created_at < $1::timestamptz + $2 * interval '1 hour')
        OR EXISTS (SELECT FROM orders WHERE finished_at >= $1 AND finished_at < $1::timestamptz + $2 * interval '1 hour')
        THEN $1::timestamptz
      ELSE least((SELECT date_trunc('hour', min(created_at), 'UTC') FROM orders WHERE created_at >= $1),
        (SELECT date_trunc('hour', min(finished_at), 'UTC') FROM orders WHERE finished_at >= $1),
        date_trunc('hour', clock_timestamp(), 'UTC')) END AS hour`,
};

interface HourRow {
  hour: Date;
  mode: KeyMode;
  retailer: string;
  accepted: number;
  placed: number;
  failed: number;
  cancelled: number;
  placed_cents: string;
  place_seconds_sum: number;
  place_seconds_p50: number | null;
  place_seconds_p95: number | null;
  failure_codes: Record<string, number>;
}

const READ = {
  name: "read-order-hours",
  text: `SELECT hour, mode, retailer, accepted, placed, failed, cancelled, placed_cents, place_seconds_sum, place_seconds_p50,
      place_seconds_p95, failure_codes FROM order_hours
    WHERE hour > date_trunc('hour', clock_timestamp(), 'UTC') - $1 * interval '1 hour' ORDER BY hour, mode, retailer`,
};

/** The last so many hours, this one among them, oldest first. An hour without orders has no rows. */
export async function readOrderHours(pool: Pool, hours: number): Promise<OrderHour[]> {
  const { rows } = await pool.query<HourRow>({ ...READ, values: [hours] });
  return rows.map((row) => ({
    hour: row.hour,
    mode: row.mode,
    retailer: row.retailer,
    accepted: row.accepted,
    placed: row.placed,
    failed: row.failed,
    cancelled: row.cancelled,
    placedCents: Number(row.placed_cents),
    placeSecondsSum: row.place_seconds_sum,
    placeSecondsP50: row.place_seconds_p50,
    placeSecondsP95: row.place_seconds_p95,
    failureCodes: row.failure_codes,
  }));
}
