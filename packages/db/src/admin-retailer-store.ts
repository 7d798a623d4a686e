import type { RetailerDriverName } from "@cartwright/schemas";
import type { Pool } from "pg";

/** A retailer as operators watch it: one of the code's own catalogue, too, once it has a row. */
export interface RetailerState {
  id: string;
  name: string | null;
  /** Null: the code's own catalogue drives it. */
  driver: RetailerDriverName | null;
  platform: string | null;
  maxConcurrent: number | null;
  minIntervalMs: number | null;
  failuresInARow: number;
  /** `half_open`: its time is over, and one order goes ahead as a probe. */
  breaker: "closed" | "open" | "half_open";
  /** Until then nothing is claimed; null: the breaker is closed. */
  openUntil: Date | null;
  /** An operator's word: nothing is claimed until it is taken back. */
  disabledAt: Date | null;
  /** That are not finished. */
  openOrders: number;
  /** When its row last changed: of one in trouble, about its last failure. */
  updatedAt: Date;
}

interface StateRow {
  id: string;
  name: string | null;
  driver: RetailerDriverName | null;
  platform: string | null;
  max_concurrent: number | null;
  min_interval_ms: number | null;
  failures_in_a_row: number;
  breaker: RetailerState["breaker"];
  open_until: Date | null;
  disabled_at: Date | null;
  open_orders: number;
  updated_at: Date;
}

/** One failure is an accident, and two may be. */
const FAILURES_THAT_TELL = 3;

// The open orders, by their partial index, once for all retailers: it grows with the backlog, not with the history.
const STATES = `SELECT shop.id, name, driver, platform, max_concurrent, min_interval_ms, failures_in_a_row, open_until, disabled_at,
    CASE WHEN open_until IS NULL THEN 'closed' WHEN open_until > clock_timestamp() THEN 'open' ELSE 'half_open' END AS breaker,
    coalesce(waiting.count, 0) AS open_orders, updated_at
  FROM retailers AS shop
  LEFT JOIN (SELECT retailer, count(*)::int FROM orders WHERE is_open GROUP BY retailer) AS waiting ON waiting.retailer = shop.id`;

/** Of a row of STATES: it fails, or it is disabled and orders wait for that to end. */
const NEEDS_SOMEBODY = `(open_until IS NOT NULL OR failures_in_a_row >= ${FAILURES_THAT_TELL}
  OR (disabled_at IS NOT NULL AND waiting.count > 0))`;

const LIST = {
  name: "list-retailer-states",
  text: `${STATES} WHERE ($2::text IS NULL OR shop.id > $2) AND ($3::text IS NULL
      OR position(lower($3) in lower(shop.id)) > 0 OR position(lower($3) in lower(name)) > 0)
    ORDER BY shop.id LIMIT $1`,
};
const FIND = { name: "find-retailer-state", text: `${STATES} WHERE shop.id = $1` };
const FAILING = {
  name: "list-failing-retailers",
  text: `SELECT *, count(*) OVER ()::int AS total FROM (${STATES} WHERE ${NEEDS_SOMEBODY}) AS failing
    ORDER BY updated_at, id LIMIT $1`,
};

/** By id, after `after` where that is given; those whose id or name holds `sought`. By the key: one row a shop. */
export async function listRetailerStates(
  pool: Pool,
  page: { limit: number; after?: string | undefined; sought?: string | undefined },
): Promise<RetailerState[]> {
  const { limit, after = null, sought = null } = page;
  return (await pool.query<StateRow>({ ...LIST, values: [limit, after, sought] })).rows.map(toState);
}

export async function findRetailerState(pool: Pool, id: string): Promise<RetailerState | undefined> {
  return (await pool.query<StateRow>({ ...FIND, values: [id] })).rows.map(toState)[0];
}

/** Those that need somebody: a breaker that is open, failures in a row, or disabled while orders wait. Longest unchanged first. */
export async function listFailingRetailers(
  pool: Pool,
  limit: number,
): Promise<{ retailers: RetailerState[]; total: number }> {
  const { rows } = await pool.query<StateRow & { total: number }>({ ...FAILING, values: [limit] });
  return { retailers: rows.map(toState), total: rows[0]?.total ?? 0 };
}

/** Makes the rows of retailers of the code's own catalogue, which have none before their first limit or failure. */
export async function ensureRetailerRows(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query("INSERT INTO retailers (id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING", [ids]);
}

/** Null takes a limit away. False when there is no row of it. */
export async function setRetailerLimits(
  pool: Pool,
  id: string,
  limits: { maxConcurrent: number | null; minIntervalMs: number | null },
): Promise<boolean> {
  const changed = await pool.query(
    "UPDATE retailers SET max_concurrent = $2, min_interval_ms = $3, updated_at = clock_timestamp() WHERE id = $1",
    [id, limits.maxConcurrent, limits.minIntervalMs],
  );
  return changed.rowCount === 1;
}

const toState = (row: StateRow): RetailerState => ({
  id: row.id,
  name: row.name,
  driver: row.driver,
  platform: row.platform,
  maxConcurrent: row.max_concurrent,
  minIntervalMs: row.min_interval_ms,
  failuresInARow: row.failures_in_a_row,
  breaker: row.breaker,
  openUntil: row.open_until,
  disabledAt: row.disabled_at,
  openOrders: row.open_orders,
  updatedAt: row.updated_at,
});
