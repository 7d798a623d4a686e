import { IS_DUE } from "./due.ts";

/** What must hold of every order. */
export interface AuditRule {
  name: string;
  /** The rule in a sentence: what the log says when it is broken. */
  sentence: string;
  /** True of a row of `orders` that breaks it, in SQL. */
  isBroken: string;
}

/** Past this, what somebody should have looked at was not looked at. Longer than any pause between looks. */
const LOOKED_AT_WITHIN = "interval '10 minutes'";

const submits = (condition: string) =>
  `(SELECT count(*) FROM order_submits AS submit WHERE submit.order_id = orders.id AND ${condition})`;
const events = (types: string) =>
  `(SELECT count(*) FROM order_events AS event WHERE event.order_id = orders.id AND event.type IN (${types}))`;
const webhooks = (condition: string) =>
  `(SELECT count(*) FROM outbox WHERE outbox.order_id = orders.id AND face_endpoint_id IS NULL AND (${condition}))`;

/** A cancelled order is a failed one whose end has a name of its own. */
const IS_CANCELLED = "failure_code IS NOT DISTINCT FROM 'cancelled'";

/** Somebody was there to look: no order is to blame for a time in which no worker ran. */
const IS_WATCHED = `EXISTS (SELECT FROM workers WHERE stopped_at IS NULL AND dead_confirmed_at IS NULL
  AND heartbeat_at > clock_timestamp() - ${LOOKED_AT_WITHIN} AND started_at < clock_timestamp() - ${LOOKED_AT_WITHIN})`;

/** Nothing held the order back a moment ago that does not hold it back now: a breaker, or a quarantine. */
const IS_LONG_FREE = `NOT EXISTS (SELECT FROM retailers WHERE retailers.id = orders.retailer
    AND open_until > clock_timestamp() - ${LOOKED_AT_WITHIN})
  AND NOT EXISTS (SELECT FROM quarantines WHERE ended_at > clock_timestamp() - ${LOOKED_AT_WITHIN})`;

/**
 * One row a rule. Each is asked of one order at a time, by its id, and every table below is indexed by order. A move of an
 * order is one transaction, so that a rule that holds between moves holds whenever it is looked at.
 */
export const AUDIT_RULES = [
  {
    name: "placed_by_one_submit",
    sentence: "A placed order has exactly one submit that is recorded as placed.",
    isBroken: `status = 'order_placed' AND ${submits("outcome = 'placed'")} <> 1`,
  },
  {
    name: "released_once",
    sentence: "At most one purchase of an order was ever released.",
    isBroken: `${submits("outcome IS DISTINCT FROM 'not_released'")} > 1`,
  },
  {
    name: "released_within_max_price",
    sentence: "No purchase was committed to whose total is above max_price.",
    isBroken: `${submits("expected_total_cents > orders.max_price_cents AND outcome IS DISTINCT FROM 'not_released'")} > 0`,
  },
  {
    name: "charged_within_max_price",
    sentence: "The retailer charged no more than max_price.",
    isBroken: "status = 'order_placed' AND placed_total_cents > max_price_cents",
  },
  {
    name: "failed_is_not_bought",
    sentence: "An order that failed uncharged has no submit that is open or recorded as placed.",
    isBroken: `status = 'order_failed' AND charged = 'no' AND ${submits("(outcome IS NULL OR outcome = 'placed')")} > 0`,
  },
  {
    name: "charged_is_placed",
    sentence: "Exactly the placed orders were charged.",
    isBroken: "phase = 'done' AND (charged = 'yes') <> (status = 'order_placed')",
  },
  {
    name: "one_end_in_timeline",
    sentence: "A finished order has exactly one terminal event, of its own outcome; an open one has none.",
    isBroken: `${events("'order_placed', 'order_failed', 'cancelled'")} <> CASE WHEN phase = 'done' THEN 1 ELSE 0 END
      OR (phase = 'done' AND ${events(`CASE WHEN ${IS_CANCELLED} THEN 'cancelled' ELSE orders.status::text END::timeline_type`)} <> 1)`,
  },
  {
    // Counts rows that were never sent as well: it stands as long as whoever delivers webhooks marks rows, and deletes none.
    name: "one_terminal_webhook",
    sentence: "A finished order has exactly one terminal webhook, of its own outcome; an open one has none.",
    // A retailer may cancel what is placed: that is told of by order.cancelled as well, and ends nothing.
    isBroken: `${webhooks("event IN ('order.placed', 'order.failed') OR (event = 'order.cancelled' AND orders.status <> 'order_placed')")}
        <> CASE WHEN phase = 'done' THEN 1 ELSE 0 END
      OR (phase = 'done' AND ${webhooks(`event = 'order.' || CASE WHEN ${IS_CANCELLED} THEN 'cancelled'
        ELSE split_part(orders.status::text, '_', 2) END`)} <> 1)`,
  },
  {
    name: "webhooks_without_gap",
    sentence: "The webhooks of an order are numbered without a gap.",
    isBroken:
      "EXISTS (SELECT FROM outbox WHERE outbox.order_id = orders.id AND face_endpoint_id IS NULL HAVING max(sequence) - min(sequence) + 1 <> count(*))",
  },
  {
    name: "committed_is_in_journal",
    sentence: "An order past its commit point has an open row in the journal.",
    isBroken: `phase IN ('submitting', 'in_doubt') AND ${submits("outcome IS NULL")} = 0`,
  },
  {
    name: "journal_is_committed",
    sentence: "An open row in the journal belongs to an order past its commit point.",
    isBroken: `phase NOT IN ('submitting', 'in_doubt') AND ${submits("outcome IS NULL")} > 0`,
  },
  {
    name: "submit_under_fence",
    sentence: "No open submit has a fence that the order never had.",
    isBroken: `${submits("outcome IS NULL AND submit.fence > orders.fence")} > 0`,
  },
  {
    name: "doubt_is_told",
    sentence: "A purchase that is in doubt for a day is in front of a person.",
    isBroken: `phase = 'in_doubt' AND needs_review_at IS NULL
      AND ${submits("outcome IS NULL AND intent_at < clock_timestamp() - interval '1 day'")} > 0`,
  },
  {
    name: "due_is_looked_at",
    sentence: "An order that is due is looked at within ten minutes.",
    isBroken: `${IS_DUE} AND CASE WHEN phase = 'working' THEN lease_until ELSE next_action_at END
        < clock_timestamp() - ${LOOKED_AT_WITHIN}
      AND dispatch_look_at NOT BETWEEN clock_timestamp() - ${LOOKED_AT_WITHIN} AND clock_timestamp() + interval '1 hour'
      AND ${IS_LONG_FREE} AND ${IS_WATCHED}`,
  },
  {
    name: "silent_purchase_is_doubted",
    sentence: "A purchase whose worker's lease ran out is in doubt within ten minutes.",
    isBroken: `phase = 'submitting' AND lease_until < clock_timestamp() - ${LOOKED_AT_WITHIN} AND ${IS_WATCHED}`,
  },
] as const satisfies readonly AuditRule[];

export type AuditRuleName = (typeof AUDIT_RULES)[number]["name"];
