import type { Pool } from "pg";

/** How long things are kept that nobody needs any more. */
export interface RetentionDays {
  evidence: number;
  workers: number;
  findings: number;
}

/** Rows of one statement: short enough to stand in nobody's way. */
const BATCH = 500;

// The process is long gone, and nobody asks any more whether it is: no purchase of it is unsettled (the reconciler reads
// its sender here), and no order is in its hands.
const WORKERS = {
  name: "retain-workers",
  text: `DELETE FROM workers WHERE id IN (SELECT id FROM workers AS old
    WHERE heartbeat_at < clock_timestamp() - $1 * interval '1 day'
      AND NOT EXISTS (SELECT FROM order_submits AS submit WHERE submit.worker_id = old.id AND submit.outcome IS NULL)
      AND NOT EXISTS (SELECT FROM orders WHERE is_open AND lease_owner = old.id)
    LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
};

// A page's text names the buyer. What it proved stands in the order; where and when it was seen is kept.
const EVIDENCE = {
  name: "retain-evidence",
  text: `UPDATE order_submits SET evidence = jsonb_set(evidence, '{text}', '""')
    WHERE id IN (SELECT id FROM order_submits
      WHERE outcome IS NOT NULL AND settled_at < clock_timestamp() - $1 * interval '1 day' AND evidence ->> 'text' <> ''
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
};

const FINDINGS = {
  name: "retain-findings",
  text: `DELETE FROM audit_findings WHERE id IN (SELECT id FROM audit_findings
    WHERE cleared_at < clock_timestamp() - $1 * interval '1 day' LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
};

/** Deletes up to a batch of what each table has kept for too long. Returns how many rows were let go of each. */
export async function letGoOfOld(pool: Pool, days: RetentionDays): Promise<Record<keyof RetentionDays, number>> {
  const evidence = await pool.query({ ...EVIDENCE, values: [days.evidence] });
  const workers = await pool.query({ ...WORKERS, values: [days.workers] });
  const findings = await pool.query({ ...FINDINGS, values: [days.findings] });
  return { evidence: evidence.rowCount ?? 0, workers: workers.rowCount ?? 0, findings: findings.rowCount ?? 0 };
}

/** Whether a table may hold more than a batch took. */
export function isFullBatch(rows: number): boolean {
  return rows >= BATCH;
}
