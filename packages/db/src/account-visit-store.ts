import type { Pool } from "pg";
import type { Claim } from "./claim-store.ts";
import { IS_DUE } from "./due.ts";
import type { WorkerIdentity } from "./worker-store.ts";

/** A browser that may still be at a retailer account, although nobody holds its order any more. */
export interface LeftVisit extends Claim {
  exclusiveKey: string;
  /** `isGone`: signed off, or proven dead. */
  worker: WorkerIdentity & { isGone: boolean; heartbeatAgeMs: number };
}

// Whoever waited for the account longest is looked at now, not at their next turn.
const leaveWhere = (condition: string) => `WITH gone AS (
    DELETE FROM account_visits WHERE ${condition} RETURNING exclusive_key
  ), woken AS (
    UPDATE orders SET dispatch_look_at = clock_timestamp()
    WHERE id IN (SELECT id FROM orders JOIN gone USING (exclusive_key)
      WHERE ${IS_DUE} AND dispatch_look_at > clock_timestamp() ORDER BY serial LIMIT 1 FOR UPDATE OF orders SKIP LOCKED)
  )
  SELECT count(*)::int AS left_behind FROM gone`;

const LEAVE = { name: "leave-account", text: leaveWhere("order_id = $1 AND fence = $2") };
const FREE = { name: "free-account", text: leaveWhere("exclusive_key = $1") };

// Held by nobody: its order is over, waits, is in doubt, or its lease ran out.
const FIND = {
  name: "find-left-visits",
  text: `SELECT visit.exclusive_key, visit.order_id, visit.fence, visit.worker_id, worker.host, worker.boot_id, worker.pid,
      worker.pid_started_at, worker.stopped_at IS NOT NULL OR worker.dead_confirmed_at IS NOT NULL AS is_gone,
      extract(epoch FROM clock_timestamp() - worker.heartbeat_at) * 1000 AS heartbeat_age_ms
    FROM account_visits AS visit JOIN orders ON orders.id = visit.order_id
      JOIN workers AS worker ON worker.id = visit.worker_id
    WHERE NOT (orders.fence = visit.fence AND orders.phase IN ('working', 'submitting')
      AND orders.lease_until > clock_timestamp())
    ORDER BY visit.since LIMIT $1`,
};

interface LeftRow {
  exclusive_key: string;
  order_id: string;
  fence: string;
  worker_id: string;
  host: string;
  boot_id: string;
  pid: number;
  pid_started_at: string;
  is_gone: boolean;
  heartbeat_age_ms: string;
}

/** The claim's browser is closed, or can reach the shop no more: the account is anybody's. True when it was at one. */
export async function leaveAccount(pool: Pool, claim: Claim): Promise<boolean> {
  const { rows } = await pool.query<{ left_behind: number }>({ ...LEAVE, values: [claim.orderId, claim.fence] });
  return (rows[0]?.left_behind ?? 0) > 0;
}

/** An operator's word that no browser is at the account any more. False when none was thought to be. */
export async function freeAccount(pool: Pool, exclusiveKey: string): Promise<boolean> {
  const { rows } = await pool.query<{ left_behind: number }>({ ...FREE, values: [exclusiveKey] });
  return (rows[0]?.left_behind ?? 0) > 0;
}

/** Up to `limit` visits of claims that nobody holds any more, the oldest first. */
export async function findLeftVisits(pool: Pool, limit: number): Promise<LeftVisit[]> {
  const { rows } = await pool.query<LeftRow>({ ...FIND, values: [limit] });
  return rows.map((row) => ({
    exclusiveKey: row.exclusive_key,
    orderId: row.order_id,
    fence: Number(row.fence),
    workerId: row.worker_id,
    worker: {
      id: row.worker_id,
      host: row.host,
      bootId: row.boot_id,
      pid: row.pid,
      pidStartedAt: row.pid_started_at,
      isGone: row.is_gone,
      heartbeatAgeMs: Number(row.heartbeat_age_ms),
    },
  }));
}
