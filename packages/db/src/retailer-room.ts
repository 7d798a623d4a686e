import type { Pool, PoolClient } from "pg";
import { IS_DUE } from "./due.ts";
import { inTransaction } from "./in-transaction.ts";

/**
 * How long an order that found no room waits for its next look, about: whoever makes room has the oldest one looked at
 * before. Spread, so that those that were deferred together do not come back together.
 */
const DEFER_MS = 15_000;
const SPREAD = 0.5;

/**
 * A retailer that takes only so many orders at once, or so often: it has a limit, it wants to be left alone between two
 * orders, or its breaker was open and wants to be probed.
 */
export const HAS_LIMIT = "(max_concurrent IS NOT NULL OR min_interval_ms IS NOT NULL OR open_until IS NOT NULL)";

/** Of a row of `retailers`: how long until its next order may be claimed, after the last one. Null: there is no such rule. */
export const INTERVAL_LEFT_MS = "(min_interval_ms - extract(epoch FROM clock_timestamp() - last_claimed_at) * 1000)";

/** Of a row of `orders`: its retailer takes as many orders as there are workers. A claim needs no lock then. */
export const IS_RETAILER_UNLIMITED = `NOT EXISTS (SELECT FROM retailers
  WHERE retailers.id = orders.retailer AND ${HAS_LIMIT})`;

const FIND = {
  name: "find-limited-retailer",
  text: `SELECT FROM orders JOIN retailers AS shop ON shop.id = orders.retailer
    WHERE orders.id = $1 AND ${HAS_LIMIT} AND ${IS_DUE}`,
};

// `least` passes over what is null: without a limit there is always room.
const LOCK = {
  name: "lock-limited-retailer",
  text: `SELECT shop.id, least(max_concurrent, CASE WHEN open_until IS NOT NULL THEN 1 END) AS room, min_interval_ms
    FROM orders JOIN retailers AS shop ON shop.id = orders.retailer
    WHERE orders.id = $1 AND ${HAS_LIMIT} AND ${IS_DUE} FOR UPDATE OF shop`,
};

// A statement of its own, after the lock: it sees every claim that was made under it.
const COUNT = {
  name: "count-in-hand",
  text: `SELECT count(*) FILTER (WHERE phase IN ('working', 'submitting') AND lease_until > clock_timestamp())::int AS in_hand,
      count(*) FILTER (WHERE phase = 'queued' AND dispatch_look_at > clock_timestamp()
        AND next_action_at <= clock_timestamp() AND serial < (SELECT serial FROM orders WHERE id = $2))::int AS ahead,
      (SELECT greatest(0, ${INTERVAL_LEFT_MS})::float FROM retailers WHERE id = $1) AS interval_left_ms
    FROM orders WHERE is_open AND retailer = $1`,
};

const NOTE_CLAIM = {
  name: "note-retailer-claim",
  text: "UPDATE retailers SET last_claimed_at = clock_timestamp() WHERE id = $1 AND min_interval_ms IS NOT NULL",
};

// No attempt, no fence, no event: to the order nothing happened. The generation leaves the spent job behind.
const DEFER = {
  name: "defer-claim",
  text: `UPDATE orders SET dispatch_gen = dispatch_gen + 1,
      dispatch_look_at = clock_timestamp() + $2 * interval '1 millisecond'
    WHERE id = $1 AND ${IS_DUE}`,
};

interface LimitedShop {
  id: string;
  room: number | null;
  min_interval_ms: number | null;
}

interface Counted {
  in_hand: number;
  /** Older ones that could be started, and were put off before. */
  ahead: number;
  interval_left_ms: number | null;
}

/**
 * Claims an order of a retailer that takes only so many at once, or so often, over all workers: exactly so, since every such
 * claim holds the retailer's row while it counts. Undefined when the order is not one of those, or it is not its turn; then
 * its next look is put off.
 */
export async function claimWithinRoom<T>(
  pool: Pool,
  orderId: string,
  claim: (client: PoolClient) => Promise<T | undefined>,
): Promise<T | undefined> {
  const limited = await pool.query({ ...FIND, values: [orderId] });
  if (limited.rowCount === 0) return undefined;
  return await inTransaction(pool, async (client) => {
    const [shop] = (await client.query<LimitedShop>({ ...LOCK, values: [orderId] })).rows;
    if (shop === undefined) return undefined;
    const [counted] = (await client.query<Counted>({ ...COUNT, values: [shop.id, orderId] })).rows;
    if (counted === undefined) throw new Error(`nobody counted the orders of ${shop.id}`);
    const deferMs = deferralMs(shop, counted);
    if (deferMs === undefined) {
      const claimed = await claim(client);
      if (claimed !== undefined) await client.query({ ...NOTE_CLAIM, values: [shop.id] });
      return claimed;
    }
    await client.query({ ...DEFER, values: [orderId, deferMs] });
    return undefined;
  });
}

/** For how long an order is put off; undefined: it is its turn. */
function deferralMs(shop: LimitedShop, counted: Counted): number | undefined {
  if (shop.room !== null && counted.in_hand >= shop.room) return DEFER_MS * (1 + SPREAD * (Math.random() - 0.5));
  const leftMs = counted.interval_left_ms ?? 0;
  if (leftMs <= 0) return undefined;
  // Those that wait line up, an interval apart: they do not all come back for the one that can go.
  return leftMs + Math.min(counted.ahead * (shop.min_interval_ms ?? 0), DEFER_MS);
}
