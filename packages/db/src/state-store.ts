import type { Pool } from "pg";
import { IS_DUE } from "./due.ts";

/** The whole service's state, as an operator watches it. Ages are in seconds; 0 where there is nothing to be old. */
export interface ServiceState {
  needsReview: number;
  inDoubt: number;
  inDoubtOldestS: number;
  due: number;
  dueOldestS: number;
  isQuarantined: boolean;
  /** By rule; a rule without findings is left out. */
  auditFindings: Record<string, number>;
  /** Placed for more than their max_price: how many ever, and how many cents too much in all. */
  overcharged: number;
  overchargedCents: number;
  /** Webhook events that are still to be sent, and how long the first of them has waited for a dispatcher to look at it. */
  webhooksDue: number;
  webhooksDueOldestS: number;
  /** Those that nobody tries any more, ever. */
  webhooksGaveUp: number;
  /** How many retailers' breakers are open. */
  breakersOpen: number;
  /** Of a hundred retailers at the most, open ones first, by retailer: true from the moment its breaker opens until a success closes it, probes in between included. */
  breakerOpen: Record<string, boolean>;
}

interface StateRow {
  needs_review: number;
  in_doubt: number;
  in_doubt_oldest_s: number;
  due: number;
  due_oldest_s: number;
  is_quarantined: boolean;
  overcharged: number;
  overcharged_cents: string;
  webhooks_due: number;
  webhooks_due_oldest_s: number;
  webhooks_gave_up: number;
  breakers_open: number;
  audit_findings: Record<string, number> | null;
  breaker_open: Record<string, boolean> | null;
}

/** Where any shop may be ordered from there is no end of retailers, and each would be a series. */
const MOST_BREAKERS = 100;

// Open orders only, by their partial index, and by such indexes the overcharged ones and the webhooks: what it costs grows with the backlog, not with the history. A due order waits
// since its time came, an abandoned one since its lease ran out, a doubt since its purchase was committed to.
const READ = {
  name: "read-service-state",
  text: `SELECT
      (SELECT count(*)::int FROM orders WHERE is_open AND needs_review_at IS NOT NULL) AS needs_review,
      doubts.count AS in_doubt, doubts.oldest_s AS in_doubt_oldest_s, due.count AS due, due.oldest_s AS due_oldest_s,
      EXISTS (SELECT FROM quarantines WHERE ended_at IS NULL) AS is_quarantined,
      (SELECT jsonb_object_agg(rule, count) FROM (SELECT rule, count(*) FROM audit_findings WHERE cleared_at IS NULL
        GROUP BY rule) AS findings) AS audit_findings,
      (SELECT count(*)::int FROM retailers WHERE open_until IS NOT NULL) AS breakers_open,
      (SELECT jsonb_object_agg(id, is_open) FROM (SELECT id, open_until IS NOT NULL AS is_open FROM retailers
        ORDER BY open_until IS NULL, id LIMIT ${MOST_BREAKERS}) AS retailer) AS breaker_open,
      overcharged.count AS overcharged, overcharged.cents AS overcharged_cents,
      webhooks.count AS webhooks_due, webhooks.oldest_s AS webhooks_due_oldest_s,
      (SELECT count(*)::int FROM outbox WHERE state = 'gave_up') AS webhooks_gave_up
    FROM (
      SELECT count(*)::int, coalesce(max(extract(epoch FROM clock_timestamp() - submit.intent_at)), 0)::float AS oldest_s
      FROM orders LEFT JOIN order_submits AS submit ON submit.order_id = orders.id AND submit.outcome IS NULL
      WHERE is_open AND phase = 'in_doubt'
    ) AS doubts, (
      SELECT count(*)::int, coalesce(max(extract(epoch FROM clock_timestamp()
        - CASE WHEN phase = 'working' THEN lease_until ELSE next_action_at END)), 0)::float AS oldest_s
      FROM orders WHERE ${IS_DUE}
    ) AS due, (
      SELECT count(*)::int, coalesce(sum(placed_total_cents - max_price_cents), 0) AS cents
      FROM orders WHERE placed_total_cents > max_price_cents
    ) AS overcharged, (
      SELECT count(*)::int, greatest(0, coalesce(max(extract(epoch FROM clock_timestamp() - look_at)), 0))::float AS oldest_s
      FROM outbox WHERE state = 'due'
    ) AS webhooks`,
};

export async function readServiceState(pool: Pool): Promise<ServiceState> {
  const [row] = (await pool.query<StateRow>(READ)).rows;
  if (row === undefined) throw new Error("the service's state was not told");
  return {
    needsReview: row.needs_review,
    inDoubt: row.in_doubt,
    inDoubtOldestS: row.in_doubt_oldest_s,
    due: row.due,
    dueOldestS: row.due_oldest_s,
    isQuarantined: row.is_quarantined,
    overcharged: row.overcharged,
    overchargedCents: Number(row.overcharged_cents),
    webhooksDue: row.webhooks_due,
    webhooksDueOldestS: row.webhooks_due_oldest_s,
    webhooksGaveUp: row.webhooks_gave_up,
    breakersOpen: row.breakers_open,
    auditFindings: row.audit_findings ?? {},
    breakerOpen: row.breaker_open ?? {},
  };
}
