import type { Pool } from "pg";
import { AUDIT_RULES, type AuditRule, type AuditRuleName } from "./audit-rules.ts";

/** How far an auditor has come. What it has forgotten (with its process) costs a wider look, and nothing else. */
export interface AuditProgress {
  /** The timeline's newest entry that is old enough for none before it to be still uncommitted. Undefined: not begun. */
  sinceEvent?: number;
  /** The round through all orders, by id: ids are random, so that it may begin anywhere. */
  sweptTo: string;
}

export interface AuditFinding {
  rule: AuditRuleName;
  orderId: string;
}

/** A transaction that took its number in the timeline and committed later than this does not exist: statements end sooner. */
const OVERLAP = "interval '5 minutes'";
/** How far back a fresh auditor looks: some thousand orders. The sweep comes round to the others. */
const FIRST_LOOK_EVENTS = 20_000;
/** Orders of the sweep in one look: a million in a day and a half, at a look a minute. */
const SWEEP = 500;
const LOWEST_ID = "00000000-0000-0000-0000-000000000000";

// Every move of an order stands in the timeline, whose key grows with time: what moved since is a range of it. A newest
// entry that is older than the last look means that the database was exchanged.
const SINCE = {
  name: "audit-since",
  text: `SELECT least($1::bigint, max(id)) AS since, max(id) - $2::int AS first FROM order_events`,
};

const TOUCHED = {
  name: "audit-touched",
  text: `SELECT DISTINCT order_id AS id FROM order_events WHERE id > $1::bigint
    UNION SELECT id FROM orders WHERE is_open
    UNION SELECT order_id FROM audit_findings WHERE cleared_at IS NULL`,
};

const SETTLED_UP_TO = {
  name: "audit-settled-up-to",
  text: `SELECT coalesce(max(id), $1::bigint) AS id FROM order_events
    WHERE id > $1::bigint AND occurred_at < clock_timestamp() - ${OVERLAP}`,
};

const SWEPT = {
  name: "audit-swept",
  text: "SELECT id FROM orders WHERE id > $1 ORDER BY id LIMIT $2",
};

const rules: readonly AuditRule[] = AUDIT_RULES;

// All rules in one pass over the orders; what they say is written in the same statement, so that it is of one moment.
const AUDIT = {
  name: "audit-orders",
  text: `WITH broken AS (
      SELECT rule, id AS order_id, jsonb_build_object('status', status, 'phase', phase, 'fence', fence) AS detail
      FROM orders CROSS JOIN LATERAL (VALUES
        ${rules.map(({ name, isBroken }) => `('${name}', (${isBroken}))`).join(",\n        ")}
      ) AS checked(rule, is_broken)
      WHERE id = ANY($1::uuid[]) AND is_broken
    ), noted AS (
      INSERT INTO audit_findings (rule, order_id, detail) SELECT rule, order_id, detail FROM broken
      ON CONFLICT (rule, order_id) WHERE cleared_at IS NULL
      DO UPDATE SET last_seen_at = clock_timestamp(), detail = excluded.detail
      RETURNING rule, order_id, xmax = 0 AS is_new
    ), cleared AS (
      UPDATE audit_findings SET cleared_at = clock_timestamp()
      WHERE cleared_at IS NULL AND order_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT FROM broken
        WHERE broken.rule = audit_findings.rule AND broken.order_id = audit_findings.order_id)
      RETURNING rule, order_id
    )
    SELECT 'found' AS what, rule, order_id FROM noted WHERE is_new
    UNION ALL SELECT 'cleared', rule, order_id FROM cleared`,
};

/** Which orders are to be audited now, and how far that brings the auditor. */
export async function findOrdersToAudit(
  pool: Pool,
  progress: AuditProgress,
): Promise<{ orderIds: string[]; progress: AuditProgress }> {
  const begun = await pool.query<{ since: string | null; first: string | null }>({
    ...SINCE,
    values: [progress.sinceEvent ?? null, FIRST_LOOK_EVENTS],
  });
  const { since, first } = begun.rows[0] ?? { since: null, first: null };
  const sinceEvent = Number((progress.sinceEvent === undefined ? first : since) ?? 0);
  // Asked before the orders are: what is committed in between is looked at twice, not never.
  const settled = await pool.query<{ id: string }>({ ...SETTLED_UP_TO, values: [sinceEvent] });
  const touched = await pool.query<{ id: string }>({ ...TOUCHED, values: [sinceEvent] });
  const swept = await pool.query<{ id: string }>({ ...SWEPT, values: [progress.sweptTo, SWEEP] });
  return {
    orderIds: [...new Set([...touched.rows, ...swept.rows].map(({ id }) => id))],
    progress: {
      sinceEvent: Number(settled.rows[0]?.id ?? sinceEvent),
      sweptTo: swept.rows.length < SWEEP ? LOWEST_ID : (swept.rows.at(-1)?.id ?? LOWEST_ID),
    },
  };
}

/** Holds every rule against these orders. Returns what is newly broken, and what holds again. */
export async function auditOrders(
  pool: Pool,
  orderIds: readonly string[],
): Promise<{ found: AuditFinding[]; cleared: AuditFinding[] }> {
  const { rows } = await pool.query<{ what: "found" | "cleared"; rule: AuditRuleName; order_id: string }>({
    ...AUDIT,
    values: [orderIds],
  });
  const pick = (what: "found" | "cleared") =>
    rows.filter((row) => row.what === what).map((row) => ({ rule: row.rule, orderId: row.order_id }));
  return { found: pick("found"), cleared: pick("cleared") };
}
