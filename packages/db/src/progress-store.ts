import type { Pool } from "pg";
import { IS_ACCOUNT_LEFT, IS_DUE } from "./due.ts";
import { INTERVAL_LEFT_MS } from "./retailer-room.ts";

/** Whether orders are worked on at all, seen from outside the worker. */
export interface ProgressLook {
  /** An order is due that any worker with a free hand could take now. */
  isWorkWaiting: boolean;
  /** Some worker has claimed some order since the event that was given. */
  isClaimedSince: boolean;
  newestEventId: number;
}

/** No other order of its retailer account is in hand or in doubt, and no browser may still be there. */
const IS_ACCOUNT_FREE = `${IS_ACCOUNT_LEFT} AND NOT EXISTS (SELECT FROM orders AS busy
  WHERE busy.exclusive_hold = orders.exclusive_key AND busy.id <> orders.id)`;

/** Its retailer takes one more order now: there is no limit, or it is not reached. `least` passes over what is null. */
const HAS_ROOM = `NOT EXISTS (SELECT FROM retailers WHERE retailers.id = orders.retailer
  AND (${INTERVAL_LEFT_MS} > 0 OR (SELECT count(*) FROM orders AS held WHERE held.is_open AND held.retailer = retailers.id
      AND held.phase IN ('working', 'submitting') AND held.lease_until > clock_timestamp())
    >= least(max_concurrent, CASE WHEN open_until IS NOT NULL THEN 1 END)))`;

const LOOK = {
  name: "look-at-progress",
  text: `SELECT
    EXISTS (SELECT FROM orders WHERE ${IS_DUE} AND ${IS_ACCOUNT_FREE} AND ${HAS_ROOM}) AS waiting,
    EXISTS (SELECT FROM order_events WHERE id > $1 AND type = 'attempt_started') AS claimed,
    (SELECT coalesce(max(id), 0) FROM order_events) AS newest`,
};

/** Looks whether work is waiting, and whether anything was claimed after the given event of the timeline. */
export async function lookAtProgress(pool: Pool, sinceEventId: number): Promise<ProgressLook> {
  const [row] = (
    await pool.query<{ waiting: boolean; claimed: boolean; newest: string }>({ ...LOOK, values: [sinceEventId] })
  ).rows;
  if (row === undefined) throw new Error("a look at the progress brought no row");
  return { isWorkWaiting: row.waiting, isClaimedSince: row.claimed, newestEventId: Number(row.newest) };
}
