import type { KeyMode, ReturnReason } from "@cartwright/schemas";
import type { Pool } from "pg";
import type { SubmitEvidence } from "./tables/index.ts";

/** What is known of an order in doubt, for whoever has to settle it. */
export interface LastSeen {
  orderId: string;
  /** Of the newest entry of the timeline that says why a person is asked. */
  why: string | null;
  /** Of its last purchase; null: none was committed to. */
  purchase: { expectedTotalCents: number; intentAt: Date; evidence: SubmitEvidence | null } | null;
}

/** A return that nobody has answered yet. */
export interface OpenReturn {
  id: string;
  orderId: string;
  orderSerial: number;
  orderCreatedAt: Date;
  retailer: string;
  accountName: string;
  mode: KeyMode;
  reason: ReturnReason;
  /** The buyer's own words. */
  notes: string | null;
  /** What goes back: the title as it was read at the shop, else the product's address. */
  items: { quantity: number; title: string }[];
  createdAt: Date;
}

/** What the auditor found that must never be, and that holds still. */
export interface OpenFinding {
  rule: string;
  orderId: string;
  /** Null: the order is not there any more. */
  order: { serial: number; createdAt: Date } | null;
  foundAt: Date;
}

// By order_submits_number and order_events_by_order, an order at a time.
const LAST_SEEN = {
  name: "last-seen-of-orders",
  text: `SELECT wanted.id AS order_id, told.label AS why, submit.expected_total_cents, submit.intent_at, submit.evidence
    FROM unnest($1::uuid[]) AS wanted(id)
    LEFT JOIN LATERAL (SELECT expected_total_cents, intent_at, evidence FROM order_submits
      WHERE order_id = wanted.id ORDER BY submit_no DESC LIMIT 1) AS submit ON true
    LEFT JOIN LATERAL (SELECT label FROM order_events WHERE order_id = wanted.id AND type IN ('in_doubt', 'needs_review')
      ORDER BY id DESC LIMIT 1) AS told ON true`,
};

// By return_requests_open.
const RETURNS = {
  name: "list-open-returns",
  text: `SELECT asked.id, order_id, serial, orders.created_at AS order_created_at, retailer, account.name AS account_name, asked.mode,
      reason, notes, asked.created_at,
      coalesce((SELECT jsonb_agg(jsonb_build_object('quantity', back.quantity,
          'title', coalesce(price_components -> 'cart_items' -> position ->> 'title', url)) ORDER BY position)
        FROM jsonb_to_recordset(asked.items) AS back(order_item_id uuid, quantity int)
        JOIN order_items AS item ON item.id = back.order_item_id), '[]') AS items
    FROM return_requests AS asked JOIN orders ON orders.id = order_id JOIN accounts AS account ON account.id = asked.account_id
    WHERE asked.status = 'open' ORDER BY asked.created_at, asked.id LIMIT $1`,
};

// By audit_findings_once, which holds what is not cleared: nothing, in a healthy service.
const FINDINGS = {
  name: "list-open-findings",
  text: `SELECT rule, order_id, serial, created_at, found_at FROM audit_findings LEFT JOIN orders ON orders.id = order_id
    WHERE cleared_at IS NULL ORDER BY found_at, audit_findings.id LIMIT $1`,
};

const COUNT = {
  name: "count-needs",
  text: `SELECT (SELECT count(*)::int FROM orders WHERE is_open AND (needs_review_at IS NOT NULL OR phase = 'in_doubt')) AS orders,
    (SELECT count(*)::int FROM return_requests WHERE status = 'open') AS returns,
    (SELECT count(*)::int FROM audit_findings WHERE cleared_at IS NULL) AS findings`,
};

interface SeenRow {
  order_id: string;
  why: string | null;
  expected_total_cents: number | null;
  intent_at: Date | null;
  evidence: SubmitEvidence | null;
}

/** What was seen of each of these orders last. */
export async function listLastSeen(pool: Pool, orderIds: readonly string[]): Promise<LastSeen[]> {
  const { rows } = await pool.query<SeenRow>({ ...LAST_SEEN, values: [orderIds] });
  return rows.map(({ order_id, why, expected_total_cents, intent_at, evidence }) => ({
    orderId: order_id,
    why,
    purchase:
      expected_total_cents === null || intent_at === null
        ? null
        : { expectedTotalCents: expected_total_cents, intentAt: intent_at, evidence },
  }));
}

interface ReturnRow {
  id: string;
  order_id: string;
  serial: string;
  order_created_at: Date;
  retailer: string;
  account_name: string;
  mode: KeyMode;
  reason: ReturnReason;
  notes: string | null;
  items: { quantity: number; title: string }[];
  created_at: Date;
}

/** Of all accounts, oldest first. */
export async function listOpenReturns(pool: Pool, limit: number): Promise<OpenReturn[]> {
  return (await pool.query<ReturnRow>({ ...RETURNS, values: [limit] })).rows.map((row) => ({
    id: row.id,
    orderId: row.order_id,
    orderSerial: Number(row.serial),
    orderCreatedAt: row.order_created_at,
    retailer: row.retailer,
    accountName: row.account_name,
    mode: row.mode,
    reason: row.reason,
    notes: row.notes,
    items: row.items,
    createdAt: row.created_at,
  }));
}

interface FindingRow {
  rule: string;
  order_id: string;
  serial: string | null;
  created_at: Date | null;
  found_at: Date;
}

/** Oldest first. */
export async function listOpenFindings(pool: Pool, limit: number): Promise<OpenFinding[]> {
  const { rows } = await pool.query<FindingRow>({ ...FINDINGS, values: [limit] });
  return rows.map(({ rule, order_id, serial, created_at, found_at }) => ({
    rule,
    orderId: order_id,
    order: serial === null || created_at === null ? null : { serial: Number(serial), createdAt: created_at },
    foundAt: found_at,
  }));
}

/** However many of each are shown. */
export async function countNeeds(pool: Pool): Promise<{ orders: number; returns: number; findings: number }> {
  const [counts] = (await pool.query<{ orders: number; returns: number; findings: number }>(COUNT)).rows;
  return counts ?? { orders: 0, returns: 0, findings: 0 };
}
