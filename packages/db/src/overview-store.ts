import type { KeyMode, OrderPhase } from "@cartwright/schemas";
import type { Pool } from "pg";

/** An order that a worker has in hand. */
export interface HeldOrder {
  orderId: string;
  serial: number;
  createdAt: Date;
  retailer: string;
  phase: OrderPhase;
  leaseUntil: Date;
}

/** A worker that has not signed off, and that nobody has proven dead. */
export interface LiveWorker {
  id: string;
  host: string;
  pid: number;
  /** Of the code that it runs; null: from before versions were noted. */
  version: string | null;
  startedAt: Date;
  heartbeatAt: Date;
  /** Since its last heartbeat, in seconds, by Postgres's clock. */
  silentS: number;
  hasBrowser: boolean;
  orders: HeldOrder[];
}

/** A worker's heart beats every fifteen seconds, unless it is told otherwise: one that was silent for longer is lost. */
export const WORKER_SILENT_S = 60;

/** What an account ordered today (UTC) in a mode, in US cents. */
export interface AccountDay {
  accountId: string;
  accountName: string;
  mode: KeyMode;
  orders: number;
  /** What placed orders cost. */
  placedCents: number;
  /** What those that are not placed yet may cost at the most. */
  reservedCents: number;
  /** Null: no limit. */
  limitCents: number | null;
  orderLimit: number | null;
}

interface WorkerRow {
  id: string;
  host: string;
  pid: number;
  version: string | null;
  started_at: Date;
  heartbeat_at: Date;
  silent_s: number;
  has_browser: boolean;
  orders: {
    id: string;
    serial: number;
    created_at: string;
    retailer: string;
    phase: OrderPhase;
    lease_until: string;
  }[];
}

// Open orders only, by their partial index.
const WORKERS = {
  name: "live-workers",
  text: `SELECT worker.id, host, pid, version, started_at, heartbeat_at, browser_pid IS NOT NULL AS has_browser,
      extract(epoch FROM clock_timestamp() - heartbeat_at)::double precision AS silent_s,
      coalesce((SELECT jsonb_agg(jsonb_build_object('id', held.id, 'serial', serial, 'created_at', created_at,
          'retailer', retailer, 'phase', phase, 'lease_until', lease_until) ORDER BY serial)
        FROM orders AS held WHERE is_open AND lease_owner = worker.id), '[]') AS orders
    FROM workers AS worker
    WHERE stopped_at IS NULL AND dead_confirmed_at IS NULL AND heartbeat_at > clock_timestamp() - $1 * interval '1 second'
    ORDER BY host, started_at`,
};

/** Those that were heard of within so many seconds, with what each does. */
export async function listLiveWorkers(pool: Pool, heardWithinS: number): Promise<LiveWorker[]> {
  const { rows } = await pool.query<WorkerRow>({ ...WORKERS, values: [heardWithinS] });
  return rows.map((row) => ({
    id: row.id,
    host: row.host,
    pid: row.pid,
    version: row.version,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    silentS: row.silent_s,
    hasBrowser: row.has_browser,
    orders: row.orders.map((order) => ({
      orderId: order.id,
      serial: order.serial,
      createdAt: new Date(order.created_at),
      retailer: order.retailer,
      phase: order.phase,
      leaseUntil: new Date(order.lease_until),
    })),
  }));
}

interface DayRow {
  account_id: string;
  account_name: string;
  mode: KeyMode;
  orders: number;
  placed_cents: string;
  reserved_cents: string;
  limit_cents: string | null;
  order_limit: number | null;
}

// As the spend limits count: what failed uncharged counts for nothing, and everything that is not placed may still cost its max_price.
const TODAY = {
  name: "money-today",
  text: `SELECT account.id AS account_id, account.name AS account_name, mode, count(*)::int AS orders,
      coalesce(sum(coalesce(placed_total_cents, max_price_cents)) FILTER (WHERE status = 'order_placed'), 0) AS placed_cents,
      coalesce(sum(max_price_cents) FILTER (WHERE status <> 'order_placed'), 0) AS reserved_cents,
      account.spend_limit_cents AS limit_cents, account.order_limit
    FROM accounts AS account JOIN orders ON orders.account_id = account.id
      AND orders.created_at >= date_trunc('day', now(), 'UTC') AND NOT (status = 'order_failed' AND charged = 'no')
    GROUP BY account.id, mode ORDER BY mode, account.name`,
};

/** Every account that ordered today, live keys and test keys apart. */
export async function readMoneyToday(pool: Pool): Promise<AccountDay[]> {
  return (await pool.query<DayRow>(TODAY)).rows.map((row) => ({
    accountId: row.account_id,
    accountName: row.account_name,
    mode: row.mode,
    orders: row.orders,
    placedCents: Number(row.placed_cents),
    reservedCents: Number(row.reserved_cents),
    limitCents: row.limit_cents === null ? null : Number(row.limit_cents),
    orderLimit: row.order_limit,
  }));
}
