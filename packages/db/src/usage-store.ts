import type { Pool } from "pg";
import type { OrderScope } from "./order-store.ts";

/** The orders that were created on one day (UTC), as they stand now. Money is in US cents. */
export interface UsageDay {
  created: number;
  placed: number;
  failed: number;
  /** What the placed ones cost. */
  spentCents: number;
  /** What those that are not done may still cost at the most. */
  reservedCents: number;
}

export interface Usage {
  /** When the oldest of `days` began. */
  since: Date;
  /** One a day, oldest first; the last one is today. */
  days: UsageDay[];
}

export interface RecentOrder {
  createdAt: Date;
  retailer: string;
  /** The page of the first product. */
  url: string;
  lines: number;
}

interface DayRow {
  since: Date;
  day: number;
  created: number;
  placed: number;
  failed: number;
  spent: string;
  reserved: string;
}

// A day of UTC has 24 hours, always.
const FIRST_DAY = "date_trunc('day', now(), 'UTC') - ($3::int - 1) * interval '24 hours'";

const BY_DAY = {
  name: "usage-by-day",
  text: `SELECT since, day, count(id)::int AS created, count(*) FILTER (WHERE status = 'order_placed')::int AS placed,
      count(*) FILTER (WHERE status = 'order_failed')::int AS failed,
      coalesce(sum(coalesce(placed_total_cents, max_price_cents)) FILTER (WHERE status = 'order_placed'), 0) AS spent,
      coalesce(sum(max_price_cents) FILTER (WHERE status NOT IN ('order_placed', 'order_failed')), 0) AS reserved
    FROM (SELECT ${FIRST_DAY} AS since) AS start
    LEFT JOIN orders ON account_id = $1 AND mode = $2 AND created_at >= ${FIRST_DAY}
    CROSS JOIN LATERAL (SELECT coalesce(floor(extract(epoch FROM created_at - since) / 86400)::int, 0) AS day) AS place
    GROUP BY since, day`,
};

const RECENT = {
  name: "recent-orders",
  text: `SELECT created_at, retailer, line.url, line.lines
    FROM orders CROSS JOIN LATERAL (SELECT min(url) FILTER (WHERE position = 0) AS url, count(*)::int AS lines
      FROM order_items WHERE order_id = orders.id) AS line
    WHERE account_id = $1 AND mode = $2 ORDER BY serial DESC LIMIT $3`,
};

const NOTHING: UsageDay = { created: 0, placed: 0, failed: 0, spentCents: 0, reservedCents: 0 };

/** Of the last `days` days, today's among them. */
export async function readUsage(pool: Pool, scope: OrderScope, days: number): Promise<Usage> {
  const { rows } = await pool.query<DayRow>({ ...BY_DAY, values: [scope.accountId, scope.mode, days] });
  const [first] = rows;
  if (first === undefined) throw new Error("a day without orders is a row all the same");
  const known = new Map(rows.map((row) => [row.day, toDay(row)]));
  return { since: first.since, days: Array.from({ length: days }, (_, day) => known.get(day) ?? NOTHING) };
}

function toDay({ created, placed, failed, spent, reserved }: DayRow): UsageDay {
  return { created, placed, failed, spentCents: Number(spent), reservedCents: Number(reserved) };
}

/** The last orders that were accepted, newest first. */
export async function listRecentOrders(pool: Pool, scope: OrderScope, limit: number): Promise<RecentOrder[]> {
  const { rows } = await pool.query<{ created_at: Date; retailer: string; url: string; lines: number }>({
    ...RECENT,
    values: [scope.accountId, scope.mode, limit],
  });
  return rows.map(({ created_at: createdAt, retailer, url, lines }) => ({ createdAt, retailer, url, lines }));
}
