import type { KeyMode } from "@cartwright/schemas";
import type { Pool } from "pg";

/** What became of orders ever, and lately: from the rollup of hours, however many orders there are. */
export interface OrderTotals {
  byMode: ModeTotals[];
  /** Of the last day, the retailers with the most orders; all others together are "other". */
  lastDay: RetailerDay[];
}

/** Ever, of keys of a mode. */
interface ModeTotals {
  mode: KeyMode;
  accepted: number;
  placed: number;
  placedCents: number;
  /** How many failed, by code. */
  failed: Record<string, number>;
}

interface RetailerDay {
  retailer: string;
  placed: number;
  failed: number;
  /** From accepted to placed, in seconds, all together. */
  placeSecondsSum: number;
}

/** Each is a series or three: where any shop may be ordered from there is no end of retailers. */
const MOST_RETAILERS = 50;
const OTHER_RETAILERS = "other";

interface ModeRow {
  mode: KeyMode;
  accepted: string;
  placed: string;
  placed_cents: string;
  failed: Record<string, number> | null;
}

const BY_MODE = {
  name: "order-totals",
  text: `SELECT mode, sum(accepted) AS accepted, sum(placed) AS placed, sum(placed_cents) AS placed_cents,
      (SELECT jsonb_object_agg(code, count) FROM (
        SELECT code, sum(count::int) AS count FROM order_hours AS same, jsonb_each_text(failure_codes) AS failed(code, count)
        WHERE same.mode = order_hours.mode GROUP BY code) AS codes) AS failed
    FROM order_hours GROUP BY mode`,
};

// A retailer that is called "other" would be counted among them: none can be, its id is a host or one of ours.
const LAST_DAY = {
  name: "retailers-last-day",
  text: `WITH day AS (
      SELECT retailer, sum(placed) AS placed, sum(failed - cancelled) AS failed, sum(place_seconds_sum) AS seconds,
        row_number() OVER (ORDER BY sum(accepted) + sum(placed) + sum(failed) DESC, retailer) AS rank
      FROM order_hours WHERE hour > clock_timestamp() - interval '24 hours' GROUP BY retailer
    )
    SELECT CASE WHEN rank <= $1 THEN retailer ELSE $2 END AS retailer, sum(placed)::int AS placed, sum(failed)::int AS failed,
      sum(seconds) AS seconds
    FROM day GROUP BY 1`,
};

export async function readOrderTotals(pool: Pool): Promise<OrderTotals> {
  const { rows } = await pool.query<ModeRow>(BY_MODE);
  const day = await pool.query<{ retailer: string; placed: number; failed: number; seconds: number }>({
    ...LAST_DAY,
    values: [MOST_RETAILERS, OTHER_RETAILERS],
  });
  return {
    byMode: rows.map((row) => ({
      mode: row.mode,
      accepted: Number(row.accepted),
      placed: Number(row.placed),
      placedCents: Number(row.placed_cents),
      failed: row.failed ?? {},
    })),
    lastDay: day.rows.map(({ retailer, placed, failed, seconds }) => {
      return { retailer, placed, failed, placeSecondsSum: seconds };
    }),
  };
}
