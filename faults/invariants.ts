import type { Pool } from "@cartwright/db";

/** One purchase as the retailer's own ledger has it. Money is in US cents. */
export interface Sale {
  marker: string;
  totalCents: number;
  quantity: number;
}

export interface Violation {
  rule: string;
  /** The order, by the idempotency key it was posted with, and what is wrong with it. */
  order: string;
  detail: string;
}

export interface Evidence {
  pool: Pool;
  /** Asked after the orders were read: whoever is placed there stands in the ledger by then. */
  readSales: () => Promise<readonly Sale[]>;
  /** The keys of the orders that the API has acknowledged. */
  acknowledged: readonly string[];
  leaseMs: number;
}

interface Row {
  key: string;
  marker: string;
  status: string;
  phase: string;
  charged: string | null;
  max: number;
  quantity: number;
  has_lease: boolean;
  submits_open: number;
  submits_placed: number;
  terminal_events: number;
  terminal_webhooks: number;
  webhook_gap: boolean;
}

const ROWS = `SELECT o.idempotency_key AS key, o.marker, o.status, o.phase, o.charged, o.max_price_cents AS max,
    (SELECT sum(quantity)::int FROM order_items WHERE order_id = o.id) AS quantity, o.lease_owner IS NOT NULL AS has_lease,
    s.open::int AS submits_open, s.placed::int AS submits_placed, e.terminal::int AS terminal_events,
    w.terminal::int AS terminal_webhooks, w.total <> w.highest AS webhook_gap
  FROM orders o
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE outcome IS NULL) AS open,
    count(*) FILTER (WHERE outcome = 'placed') AS placed FROM order_submits WHERE order_id = o.id) s
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE type IN ('order_placed', 'order_failed', 'cancelled')) AS terminal
    FROM order_events WHERE order_id = o.id) e
  CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE event IN ('order.placed', 'order.failed', 'order.cancelled')) AS terminal,
    count(*) AS total, max(sequence) AS highest FROM outbox WHERE order_id = o.id AND face_endpoint_id IS NULL) w`;

// An attempt that did not say that it gave the order back keeps it for its lease at least.
const TWO_HANDS = `SELECT o.idempotency_key AS key, round(extract(epoch FROM started - before) * 1000)::int AS after_ms,
    turns.fence
  FROM (SELECT order_id, type, occurred_at AS started, detail->>'fence' AS fence,
      lag(type) OVER every_turn AS last_turn, lag(occurred_at) OVER every_turn AS before
    FROM order_events WHERE type IN ('attempt_started', 'attempt_returned', 'purchase_not_released')
    WINDOW every_turn AS (PARTITION BY order_id ORDER BY id)) turns
  JOIN orders o ON o.id = order_id
  WHERE type = 'attempt_started' AND last_turn = 'attempt_started'
    AND started - before < $1 * interval '1 millisecond'`;

/** No violation as long as orders are under way. */
export const STUCK = "stuck";

/** A millisecond here and there: the claim and its event are written by one statement, at two moments. */
const TOLERANCE_MS = 100;

/** Everything that must hold once all is healed. An empty list is the promise kept. */
export async function findViolations(evidence: Evidence): Promise<Violation[]> {
  const { rows } = await evidence.pool.query<Row>(ROWS);
  const sales = await evidence.readSales();
  const salesOf = new Map<string, Sale[]>();
  for (const sale of sales) salesOf.set(sale.marker, [...(salesOf.get(sale.marker) ?? []), sale]);
  const known = new Map(rows.map((row) => [row.key, row]));
  const lost = evidence.acknowledged
    .filter((key) => !known.has(key))
    .map((key) => ({ rule: "acknowledged, then lost", order: key, detail: "there is no such order" }));
  const markers = new Set(rows.map(({ marker }) => marker));
  const unknown = sales
    .filter(({ marker }) => !markers.has(marker))
    .map(({ marker }) => ({ rule: "bought by nobody", order: marker, detail: "no order has this marker" }));
  const perOrder = rows.flatMap((row) => violationsOf(row, salesOf.get(row.marker) ?? []));
  const found = [...lost, ...unknown, ...perOrder, ...(await findTwoHands(evidence))];
  // What is stuck may only be so because of what is wrong: that comes first.
  return found.sort((one, other) => Number(one.rule === STUCK) - Number(other.rule === STUCK));
}

function violationsOf(row: Row, sales: readonly Sale[]): Violation[] {
  const found: Violation[] = [];
  const unless = (holds: boolean, rule: string, detail: string): void => {
    if (!holds) found.push({ rule, order: row.key, detail });
  };
  const isPlaced = row.status === "order_placed";
  unless(sales.length <= 1, "bought twice", `${sales.length} purchases, ${row.status}`);
  unless(row.phase === "done", STUCK, `${row.status} (${row.phase})`);
  if (row.phase === "done") {
    unless(!isPlaced || sales.length > 0, "placed but not bought", `charged ${row.charged}`);
    unless(isPlaced || sales.length === 0, "failed but bought", `charged ${row.charged}`);
    unless(
      row.charged === (isPlaced ? "yes" : "no"),
      "charged says otherwise",
      `${row.status}, charged ${row.charged}`,
    );
    unless(row.terminal_events === 1, "not one terminal event", `${row.terminal_events}`);
    unless(row.terminal_webhooks === 1, "not one terminal webhook", `${row.terminal_webhooks}`);
    unless(!row.has_lease, "a lease is left", row.status);
    unless(row.submits_open === 0, "a submit is open", row.status);
    unless(row.submits_placed === (isPlaced ? 1 : 0), "the journal says otherwise", `${row.submits_placed} placed`);
  }
  unless(!row.webhook_gap, "a webhook's sequence has a gap", row.status);
  for (const sale of sales) {
    unless(sale.totalCents <= row.max, "bought above max_price", `${sale.totalCents} of ${row.max} cents`);
    unless(sale.quantity === row.quantity, "bought something else", `${sale.quantity}, not ${row.quantity}`);
  }
  return found;
}

/** An order is in one pair of hands at a time. */
async function findTwoHands({ pool, leaseMs }: Evidence): Promise<Violation[]> {
  const { rows } = await pool.query<{ key: string; after_ms: number; fence: string }>(TWO_HANDS, [
    leaseMs - TOLERANCE_MS,
  ]);
  return rows.map(({ key, after_ms, fence }) => ({
    rule: "two pairs of hands",
    order: key,
    detail: `fence ${fence} ${after_ms} ms after the one before, whose lease held`,
  }));
}
