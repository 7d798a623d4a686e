import type { FailureCode, KeyMode, OrderPhase, OrderStatus } from "@cartwright/schemas";
import { asc, eq } from "drizzle-orm";
import type { Pool } from "pg";
import type { Database, Executor } from "./client.ts";
import { type OrderRecord, withItems } from "./order-record.ts";
import { accounts, orders, orderSubmits, outbox } from "./tables/index.ts";

/** An order as a list of an operator shows it: of any account, of either mode. */
export interface OrderLine {
  id: string;
  serial: number;
  accountName: string;
  mode: KeyMode;
  status: OrderStatus;
  phase: OrderPhase;
  retailer: string;
  maxPriceCents: number;
  placedTotalCents: number | null;
  failureCode: FailureCode | null;
  merchantOrderIds: string[];
  needsReviewAt: Date | null;
  createdAt: Date;
}

/** What an operator looks for; each is found by an index. */
export type OrderSought =
  | { by: "latest" }
  | { by: "id"; id: string }
  /** The serial that is in every number of ours: `ORD-2026-000042`, `ord_2026_0042`, `R200000042`. */
  | { by: "serial"; serial: number }
  /** The number of a platform cart: `R100000042`. */
  | { by: "cart"; number: string }
  /** What the retailer or the carrier call it, or the marker that we left with the retailer: whole, in any case. */
  | { by: "number"; number: string }
  | { by: "metadata"; key: string; value: string };

interface LineRow {
  id: string;
  serial: string;
  account_name: string;
  mode: KeyMode;
  status: OrderStatus;
  phase: OrderPhase;
  retailer: string;
  max_price_cents: number;
  placed_total_cents: number | null;
  failure_code: FailureCode | null;
  merchant_order_ids: string[] | null;
  needs_review_at: Date | null;
  created_at: Date;
}

const LINES = `SELECT orders.id, serial, accounts.name AS account_name, mode, status, phase, retailer, max_price_cents, placed_total_cents,
    failure_code, confirmation -> 'merchant_order_ids' AS merchant_order_ids, needs_review_at, orders.created_at
  FROM orders JOIN accounts ON accounts.id = orders.account_id`;

const SOUGHT: Record<OrderSought["by"], string> = {
  latest: "WHERE $1::text = ''",
  id: "WHERE orders.id = $1::uuid",
  serial: "WHERE serial = $1::bigint",
  cart: "WHERE orders.id IN (SELECT order_id FROM platform_carts WHERE number = $1)",
  number: `WHERE (marker = upper($1) OR orders.id IN (SELECT order_id FROM tracking_numbers WHERE lower(tracking_number) = lower($1))
    OR (confirmation IS NOT NULL AND replace((confirmation -> 'merchant_order_ids')::text, '-', '')::jsonb ? replace($1, '-', '')))`,
  metadata: "WHERE metadata <> '{}' AND metadata @> $1::jsonb",
};

/** Which of those that were found are listed. */
interface SearchPage {
  limit: number;
  /** Older than the order with that serial. */
  before?: number | undefined;
  status?: OrderStatus | undefined;
  accountName?: string | undefined;
}

/** Newest first. */
export async function searchAnyOrders(pool: Pool, sought: OrderSought, page: SearchPage): Promise<OrderLine[]> {
  const { rows } = await pool.query<LineRow>({
    name: `search-any-orders-by-${sought.by}`,
    text: `${LINES} ${SOUGHT[sought.by]} AND ($3::bigint IS NULL OR serial < $3)
      AND ($4::order_status IS NULL OR status = $4) AND ($5::text IS NULL OR accounts.name = $5)
      ORDER BY serial DESC LIMIT $2`,
    values: [valueOf(sought), page.limit, page.before ?? null, page.status ?? null, page.accountName ?? null],
  });
  return rows.map(toLine);
}

function valueOf(sought: OrderSought): string {
  switch (sought.by) {
    case "latest":
      return "";
    case "id":
      return sought.id;
    case "serial":
      return String(sought.serial);
    case "cart":
    case "number":
      return sought.number;
    case "metadata":
      return JSON.stringify({ [sought.key]: sought.value });
  }
}

const NEEDY = {
  name: "needy-orders",
  text: `${LINES} WHERE is_open AND (needs_review_at IS NOT NULL OR phase = 'in_doubt')
    ORDER BY needs_review_at NULLS LAST, serial LIMIT $1`,
};

/** Orders that are in doubt, or that wait for a person, those first that have waited longest. */
export async function listNeedyOrders(pool: Pool, limit: number): Promise<OrderLine[]> {
  return (await pool.query<LineRow>({ ...NEEDY, values: [limit] })).rows.map(toLine);
}

function toLine(row: LineRow): OrderLine {
  return {
    id: row.id,
    serial: Number(row.serial),
    accountName: row.account_name,
    mode: row.mode,
    status: row.status,
    phase: row.phase,
    retailer: row.retailer,
    maxPriceCents: row.max_price_cents,
    placedTotalCents: row.placed_total_cents,
    failureCode: row.failure_code,
    merchantOrderIds: row.merchant_order_ids ?? [],
    needsReviewAt: row.needs_review_at,
    createdAt: row.created_at,
  };
}

export type SubmitRow = typeof orderSubmits.$inferSelect;
export type WebhookRow = typeof outbox.$inferSelect;

/** An order of anybody, with whose it is. */
export async function findAnyOrder(
  db: Executor,
  id: string,
): Promise<{ order: OrderRecord; accountName: string } | undefined> {
  const rows = await db
    .select({ order: orders, accountName: accounts.name })
    .from(orders)
    .innerJoin(accounts, eq(accounts.id, orders.accountId))
    .where(eq(orders.id, id));
  const [row] = rows;
  if (row === undefined) return undefined;
  const [order] = await withItems(db, [row.order]);
  return order === undefined ? undefined : { order, accountName: row.accountName };
}

/** What was committed to at the retailer, and the webhooks that tell of the order, each in its sequence. */
export async function listOrderTraces(
  db: Database,
  orderId: string,
): Promise<{ submits: SubmitRow[]; webhooks: WebhookRow[] }> {
  const [submits, webhooks] = await Promise.all([
    db.select().from(orderSubmits).where(eq(orderSubmits.orderId, orderId)).orderBy(asc(orderSubmits.submitNo)),
    db.select().from(outbox).where(eq(outbox.orderId, orderId)).orderBy(asc(outbox.sequence), asc(outbox.id)),
  ]);
  return { submits, webhooks };
}
