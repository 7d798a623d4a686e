import { afterTrouble, type BreakerPolicy, type BreakerState } from "@cartwright/orders";
import type { Pool } from "pg";
import { IS_DUE } from "./due.ts";
import { inTransaction } from "./in-transaction.ts";
import { HAS_LIMIT } from "./retailer-room.ts";

/** What an attempt's end did to its retailer's breaker. */
export type BreakerChange = "none" | "opened" | "closed";

/** After a breaker closes, so many of the orders that wait are looked at right away; the others a moment later. */
const WAKE_AFTER_CLOSING = 500;

// A retailer that was never in trouble is not written: most successes touch no row.
const CLOSE = {
  name: "close-breaker",
  text: `UPDATE retailers SET failures_in_a_row = 0, openings = 0, open_until = NULL, updated_at = clock_timestamp()
    WHERE id = $1 AND (failures_in_a_row > 0 OR openings > 0 OR open_until IS NOT NULL)
    RETURNING (SELECT open_until IS NOT NULL FROM retailers AS before WHERE before.id = retailers.id) AS was_open`,
};

const LOCK = {
  name: "lock-breaker",
  text: `SELECT failures_in_a_row, openings,
      CASE WHEN open_until IS NULL THEN 'closed' WHEN open_until > clock_timestamp() THEN 'open' ELSE 'half_open' END AS is
    FROM retailers WHERE id = $1 FOR UPDATE`,
};

const OPEN = {
  name: "open-breaker",
  text: `UPDATE retailers SET failures_in_a_row = $2, openings = $3, updated_at = clock_timestamp(),
      open_until = coalesce(clock_timestamp() + $4 * interval '1 millisecond', open_until)
    WHERE id = $1`,
};

// Oldest first. An order that another statement holds at this moment is in no need of being woken.
const wakeWhere = (condition: string, limit: number) => `UPDATE orders SET dispatch_look_at = clock_timestamp()
  WHERE id IN (SELECT id FROM orders
    WHERE ${condition} AND ${IS_DUE} AND retailer = $1 AND dispatch_look_at > clock_timestamp()
    ORDER BY serial LIMIT ${limit} FOR UPDATE SKIP LOCKED)`;

const WAKE_ALL = { name: "wake-all-waiting", text: wakeWhere("true", WAKE_AFTER_CLOSING) };

/** Only where orders have to wait for each other at all. */
const WAKE_ONE = {
  name: "wake-one-waiting",
  text: wakeWhere(`EXISTS (SELECT FROM retailers WHERE id = $1 AND ${HAS_LIMIT})`, 1),
};

/** An attempt showed the retailer at work: its breaker closes, and what waited for it is looked at. */
export async function noteShopWorks(pool: Pool, retailer: string): Promise<BreakerChange> {
  const closed = await pool.query<{ was_open: boolean }>({ ...CLOSE, values: [retailer] });
  if (closed.rows[0]?.was_open !== true) {
    await noteRoom(pool, retailer);
    return "none";
  }
  await pool.query({ ...WAKE_ALL, values: [retailer] });
  return "closed";
}

/** An attempt showed the retailer in trouble: enough of them in a row, and nothing is claimed for a while. */
export async function noteShopTrouble(pool: Pool, retailer: string, policy: BreakerPolicy): Promise<BreakerChange> {
  const change = await inTransaction(pool, async (client) => {
    await client.query("INSERT INTO retailers (id) VALUES ($1) ON CONFLICT DO NOTHING", [retailer]);
    const locked = await client.query<{ failures_in_a_row: number; openings: number; is: BreakerState["is"] }>({
      ...LOCK,
      values: [retailer],
    });
    const [row] = locked.rows;
    if (row === undefined) throw new Error(`the retailer ${retailer} vanished while its breaker was moved`);
    const move = afterTrouble(policy, {
      failuresInARow: row.failures_in_a_row,
      openings: row.openings,
      is: row.is,
    });
    await client.query({
      ...OPEN,
      values: [retailer, move.failuresInARow, move.openings, move.openForMs ?? null],
    });
    return move.openForMs === undefined ? "none" : "opened";
  });
  await noteRoom(pool, retailer);
  return change;
}

/** One order less is worked on: where others had to wait for that, the oldest of them is looked at now. */
export async function noteRoom(pool: Pool, retailer: string): Promise<void> {
  await pool.query({ ...WAKE_ONE, values: [retailer] });
}
