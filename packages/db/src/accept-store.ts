import { randomBytes } from "node:crypto";
import type {
  AddressValidation,
  FulfillmentPreferences,
  KeyMode,
  ProductCondition,
  ShippingAddress,
  Variant,
} from "@cartwright/schemas";
import type { SpendBreach } from "@cartwright/orders";
import type { Pool } from "pg";
import { isConnectionLoss, isLockTimeout, isUniqueViolation } from "./errors.ts";
import { inTransaction } from "./in-transaction.ts";
import { sendUntilAnswered } from "./resend.ts";
import { requireWithinLimits, SpendLimitReached } from "./spend-store.ts";

export interface NewOrder {
  /** Made by the caller, so that a lost answer can be told from somebody else's order. */
  id: string;
  accountId: string;
  mode: KeyMode;
  idempotencyKey: string;
  fingerprint: string;
  retailer: string;
  maxPriceCents: number;
  shippingAddress: ShippingAddress;
  addressSent: Record<string, unknown>;
  addressValidation: AddressValidation;
  metadata: Record<string, unknown>;
  poNumber: string | null;
  /** The API key that it came with; absent: none that spend limits could count for. */
  apiKeyId?: string | undefined;
  /** Known to have no spend limit, its key and its account: then nothing is counted. Absent: the limits are looked up. */
  isUnlimited?: boolean | undefined;
  /** The most days that the seller may take to hand the parcel over; absent: as many as it likes. */
  handlingDaysMax?: number | null | undefined;
  isGift?: boolean | undefined;
  giftMessage?: string | null | undefined;
  /** Which rules may be relaxed; absent: none. */
  fulfillment?: FulfillmentPreferences | undefined;
  /** The failed order that this one is the one retry of. */
  retryOf?: string | undefined;
  /** The managed account at the retailer that it is placed with; absent: as a guest. One order at a time shops with it. */
  retailerAccountId?: string | undefined;
  /** Of the request that it came with, to go on in its trace; absent: it is not traced. */
  traceContext?: string | null | undefined;
  items: NewOrderItem[];
}

export interface NewOrderItem {
  url: string;
  quantity: number;
  variant: Variant[] | null;
  conditionIn?: ProductCondition[] | null | undefined;
  conditionNotIn?: ProductCondition[] | null | undefined;
}

/**
 * `created`: committed by this call. `exists`: another order holds the key, or is the one retry of the failed order.
 * `in_flight`: another such request is being accepted right now. `over_limit`: nothing was stored, a spend limit is reached.
 * `busy`: nothing was stored, too many orders of the account are being counted. `unavailable`: the database gave no answer
 * and, as far as could be asked, holds no order.
 */
export type AcceptResult =
  | { kind: "created" | "exists"; orderId: string }
  | { kind: "in_flight" }
  | { kind: "busy" }
  | { kind: "over_limit"; breach: SpendBreach; resetsAt: Date }
  | { kind: "unavailable"; cause: unknown };

/**
 * What else is written in the transaction that accepts the order, and only if this call does accept it. What it throws, nothing is
 * stored; an answer that was lost may have it run again, in a transaction that then finds the order there and writes nothing.
 */
export type Alongside = (client: Pick<Pool, "query">, orderId: string) => Promise<void>;

/** The accepting process adds the order's first job itself: the dispatcher keeps out of its way for this long. */
const FIRST_JOB_GRACE_MS = 2_000;

const MARKER_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const MARKER_LENGTH = 10;

// Order, lines, first event and the webhook due in one statement, so in one transaction and one round trip. Named, so
// that Postgres plans it once a connection.
const ACCEPT = {
  name: "accept-order",
  text: `WITH accepted AS (
      INSERT INTO orders (id, account_id, mode, idempotency_key, fingerprint, retailer, max_price_cents,
          shipping_address, address_sent, address_validation, metadata, po_number, marker, dispatch_look_at,
          retailer_account_id, exclusive_key, api_key_id, handling_days_max, is_gift, gift_message, fulfillment, retry_of,
          trace_context)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, now() + $15 * interval '1 millisecond',
        $16, $16::uuid::text, $17, $18, $19, $20, $21, $22, $23)
      ON CONFLICT (account_id, mode, idempotency_key) DO NOTHING
      RETURNING id, account_id, mode
    ), lines AS (
      INSERT INTO order_items (order_id, position, url, quantity, variant, condition_in, condition_not_in)
      SELECT accepted.id, line.position, line.url, line.quantity, line.variant, line.condition_in, line.condition_not_in
      FROM accepted, jsonb_to_recordset($14) AS line(position int, url text, quantity int, variant jsonb,
        condition_in jsonb, condition_not_in jsonb)
    ), event AS (
      INSERT INTO order_events (order_id, type, label, source)
      SELECT id, 'order_created', 'Order accepted', 'api' FROM accepted
    ), webhook AS (
      INSERT INTO outbox (order_id, account_id, mode, event, sequence)
      SELECT id, account_id, mode, 'order.created', 1 FROM accepted
    )
    SELECT id FROM accepted`,
};

const BY_KEY = {
  name: "order-id-by-key",
  text: "SELECT id FROM orders WHERE account_id = $1 AND mode = $2 AND idempotency_key = $3",
};

const BY_RETRY = {
  name: "order-id-by-retry",
  text: "SELECT id FROM orders WHERE account_id = $1 AND mode = $2 AND retry_of = $3",
};

/**
 * Accepts an order durably, once per key. Sending it again after a lost answer is safe: the key finds what the first one
 * wrote, and waits for it where it is still being written.
 */
export async function acceptOrder(pool: Pool, order: NewOrder, alongside?: Alongside): Promise<AcceptResult> {
  try {
    return await sendUntilAnswered(() => acceptOnce(pool, order, alongside));
  } catch (error) {
    if (error instanceof SpendLimitReached)
      return { kind: "over_limit", breach: error.breach, resetsAt: error.resetsAt };
    if (error instanceof AccountBusy) return { kind: "busy" };
    if (isLockTimeout(error)) return { kind: "in_flight" };
    if (!isConnectionLoss(error)) throw error;
    return { kind: "unavailable", cause: error };
  }
}

async function acceptOnce(pool: Pool, order: NewOrder, alongside: Alongside | undefined): Promise<AcceptResult> {
  const isInserted = await insertUnlessRetried(pool, order, alongside);
  if (isInserted) return { kind: "created", orderId: order.id };
  const orderId = (await findByKey(pool, order)) ?? (await findByRetry(pool, order));
  if (orderId === undefined) throw new Error(`no order holds what refused order ${order.id}`);
  return { kind: orderId === order.id ? "created" : "exists", orderId };
}

/** False when another order is there in its place. */
async function insertUnlessRetried(pool: Pool, order: NewOrder, alongside: Alongside | undefined): Promise<boolean> {
  try {
    // The usual case: one statement, and no round trip but its own.
    if (order.isUnlimited === true && alongside === undefined) return await insertOrder(pool, order);
    return await inTransaction(pool, async (client) => {
      const isInserted =
        order.isUnlimited === true ? await insertOrder(client, order) : await insertWithinLimits(client, order);
      if (isInserted) await alongside?.(client, order.id);
      return isInserted;
    });
  } catch (error) {
    if (order.retryOf !== undefined && isUniqueViolation(error)) return false;
    throw error;
  }
}

/** The order is written before it is counted: a key that is there already costs nothing, limit or no limit. */
async function insertWithinLimits(client: Pick<Pool, "query">, order: NewOrder): Promise<boolean> {
  if (!(await insertOrder(client, order))) return false;
  const { accountId, mode, apiKeyId: keyId } = order;
  try {
    await requireWithinLimits(client, { accountId, mode, keyId }, order);
  } catch (error) {
    throw isLockTimeout(error) ? new AccountBusy() : error;
  }
  return true;
}

class AccountBusy extends Error {}

async function insertOrder(on: Pick<Pool, "query">, order: NewOrder): Promise<boolean> {
  const inserted = await on.query({
    ...ACCEPT,
    values: [
      order.id,
      order.accountId,
      order.mode,
      order.idempotencyKey,
      order.fingerprint,
      order.retailer,
      order.maxPriceCents,
      JSON.stringify(order.shippingAddress),
      JSON.stringify(order.addressSent),
      JSON.stringify(order.addressValidation),
      JSON.stringify(order.metadata),
      order.poNumber,
      newMarker(),
      JSON.stringify(order.items.map(toLine)),
      FIRST_JOB_GRACE_MS,
      order.retailerAccountId ?? null,
      order.apiKeyId ?? null,
      order.handlingDaysMax ?? null,
      order.isGift ?? false,
      order.giftMessage ?? null,
      JSON.stringify(order.fulfillment ?? {}),
      order.retryOf ?? null,
      order.traceContext ?? null,
    ],
  });
  return inserted.rowCount === 1;
}

async function findByKey(pool: Pool, order: NewOrder): Promise<string | undefined> {
  const holder = await pool.query<{ id: string }>({
    ...BY_KEY,
    values: [order.accountId, order.mode, order.idempotencyKey],
  });
  return holder.rows[0]?.id;
}

async function findByRetry(pool: Pool, order: NewOrder): Promise<string | undefined> {
  if (order.retryOf === undefined) return undefined;
  const retry = await pool.query<{ id: string }>({
    ...BY_RETRY,
    values: [order.accountId, order.mode, order.retryOf],
  });
  return retry.rows[0]?.id;
}

function toLine({ url, quantity, variant, conditionIn, conditionNotIn }: NewOrderItem, position: number): object {
  return { position, url, quantity, variant, condition_in: conditionIn, condition_not_in: conditionNotIn };
}

/** Short enough for a shop's reference field, and without letters that a person would misread. */
function newMarker(): string {
  const letters = Array.from(randomBytes(MARKER_LENGTH), (byte) => MARKER_ALPHABET[byte % MARKER_ALPHABET.length]);
  return `CW-${letters.join("")}`;
}
