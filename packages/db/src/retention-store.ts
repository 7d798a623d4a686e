import type { Pool } from "pg";

/** How long things are kept that nobody needs any more. */
export interface RetentionDays {
  evidence: number;
  attemptEvidence: number;
  workers: number;
  findings: number;
  webhooks: number;
}

/** Rows of one statement: short enough to stand in nobody's way. */
const BATCH = 500;

// The process is long gone, and nobody asks any more whether it is: no purchase of it is unsettled (the reconciler reads
// its sender here), no order is in its hands, and no retailer account waits for its browser to be proven gone.
const WORKERS = {
  name: "retain-workers",
  text: `DELETE FROM workers WHERE id IN (SELECT id FROM workers AS old
    WHERE heartbeat_at < clock_timestamp() - $1 * interval '1 day'
      AND NOT EXISTS (SELECT FROM order_submits AS submit WHERE submit.worker_id = old.id AND submit.outcome IS NULL)
      AND NOT EXISTS (SELECT FROM orders WHERE is_open AND lease_owner = old.id)
      AND NOT EXISTS (SELECT FROM account_visits AS visit WHERE visit.worker_id = old.id)
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

// What may still have to be judged by a person is kept, however long that takes.
const ATTEMPT_EVIDENCE = {
  name: "retain-attempt-evidence",
  text: `DELETE FROM attempt_evidence WHERE id IN (SELECT id FROM attempt_evidence AS old
    WHERE created_at < clock_timestamp() - $1 * interval '1 day'
      AND NOT EXISTS (SELECT FROM orders WHERE orders.id = old.order_id AND is_open)
    LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
};

const FINDINGS = {
  name: "retain-findings",
  text: `DELETE FROM audit_findings WHERE id IN (SELECT id FROM audit_findings
    WHERE cleared_at < clock_timestamp() - $1 * interval '1 day' LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)`,
};

// The log of events that are done with, and the bodies, which name the buyer. An event whose last try is gone keeps its row: the
// audit counts them. Sent again after that, its body is made anew.
const WEBHOOKS = {
  name: "retain-webhooks",
  text: `WITH gone AS (
      DELETE FROM webhook_tries WHERE id IN (SELECT id FROM webhook_tries AS old
        WHERE tried_at < clock_timestamp() - $1 * interval '1 day'
          AND EXISTS (SELECT FROM outbox WHERE outbox.id = old.outbox_id AND state <> 'due')
        ORDER BY tried_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
      RETURNING outbox_id
    ), emptied AS (
      UPDATE outbox SET body = NULL WHERE id IN (SELECT outbox_id FROM gone) AND state <> 'due'
        AND NOT EXISTS (SELECT FROM webhook_tries AS later WHERE later.outbox_id = outbox.id
          AND later.tried_at >= clock_timestamp() - $1 * interval '1 day')
    )
    SELECT count(*)::int AS gone FROM gone`,
};

/** Deletes up to a batch of what each table has kept for too long. Returns how many rows were let go of each. */
export async function letGoOfOld(pool: Pool, days: RetentionDays): Promise<Record<keyof RetentionDays, number>> {
  const evidence = await pool.query({ ...EVIDENCE, values: [days.evidence] });
  const attemptEvidence = await pool.query({ ...ATTEMPT_EVIDENCE, values: [days.attemptEvidence] });
  const workers = await pool.query({ ...WORKERS, values: [days.workers] });
  const findings = await pool.query({ ...FINDINGS, values: [days.findings] });
  const webhooks = await pool.query<{ gone: number }>({ ...WEBHOOKS, values: [days.webhooks] });
  return {
    evidence: evidence.rowCount ?? 0,
    attemptEvidence: attemptEvidence.rowCount ?? 0,
    workers: workers.rowCount ?? 0,
    findings: findings.rowCount ?? 0,
    webhooks: webhooks.rows[0]?.gone ?? 0,
  };
}

/** Whether a table may hold more than a batch took. */
export function isFullBatch(rows: number): boolean {
  return rows >= BATCH;
}
