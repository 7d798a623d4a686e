import type { Pool, PoolClient } from "pg";
import { IS_DUE } from "./due.ts";
import { inTransaction } from "./in-transaction.ts";

/**
 * How long an order that found no room waits for its next look, about: whoever makes room has the oldest one looked at
 * before. Spread, so that those that were deferred together do not come back together.
 */
const DEFER_MS = 15_000;
const SPREAD = 0.5;

/** A retailer that takes only so many orders at once: it has a limit, or its breaker was open and wants to be probed. */
export const HAS_LIMIT = "(max_concurrent IS NOT NULL OR open_until IS NOT NULL)";

/** Of a row of `orders`: its retailer takes as many orders as there are workers. A claim needs no lock then. */
export const IS_RETAILER_UNLIMITED = `NOT EXISTS (SELECT FROM retailers
  WHERE retailers.id = orders.retailer AND ${HAS_LIMIT})`;

const FIND = {
  name: "find-limited-retailer",
  text: `SELECT FROM orders JOIN retailers AS shop ON shop.id = orders.retailer
    WHERE orders.id = $1 AND ${HAS_LIMIT} AND ${IS_DUE}`,
};

const LOCK = {
  name: "lock-limited-retailer",
  text: `SELECT shop.id, least(max_concurrent, CASE WHEN open_until IS NOT NULL THEN 1 END) AS room
    FROM orders JOIN retailers AS shop ON shop.id = orders.retailer
    WHERE orders.id = $1 AND ${HAS_LIMIT} AND ${IS_DUE} FOR UPDATE OF shop`,
};

// A statement of its own, after the lock: it sees every claim that was made under it.
const COUNT = {
  name: "count-in-hand",
  text: `SELECT count(*)::int AS in_hand FROM orders
    WHERE is_open AND retailer = $1 AND phase IN ('working', 'submitting') AND lease_until > clock_timestamp()`,
};

// No attempt, no fence, no event: to the order nothing happened. The generation leaves the spent job behind.
const DEFER = {
  name: "defer-claim",
  text: `UPDATE orders SET dispatch_gen = dispatch_gen + 1,
      dispatch_look_at = clock_timestamp() + $2 * interval '1 millisecond'
    WHERE id = $1 AND ${IS_DUE}`,
};

/**
 * Claims an order of a retailer that takes only so many at once, over all workers: exactly so many, since every such claim
 * holds the retailer's row while it counts. Undefined when the order is not one of those, or there is no room; then its next
 * look is put off.
 */
export async function claimWithinRoom<T>(
  pool: Pool,
  orderId: string,
  claim: (client: PoolClient) => Promise<T | undefined>,
): Promise<T | undefined> {
  const limited = await pool.query({ ...FIND, values: [orderId] });
  if (limited.rowCount === 0) return undefined;
  return await inTransaction(pool, async (client) => {
    const [shop] = (await client.query<{ id: string; room: number }>({ ...LOCK, values: [orderId] })).rows;
    if (shop === undefined) return undefined;
    const [counted] = (await client.query<{ in_hand: number }>({ ...COUNT, values: [shop.id] })).rows;
    if (counted !== undefined && counted.in_hand < shop.room) return await claim(client);
    await client.query({ ...DEFER, values: [orderId, DEFER_MS * (1 + SPREAD * (Math.random() - 0.5))] });
    return undefined;
  });
}
