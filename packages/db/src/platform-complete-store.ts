import type { QuotedAmounts } from "@cartwright/orders";
import type { CartState } from "@cartwright/schemas";
import type { Pool } from "pg";
import type { Alongside } from "./accept-store.ts";
import { inTransaction } from "./in-transaction.ts";
import { insertQuote, type NewOrderQuote, type NewOrderQuoteLine, type OrderQuoteRecord } from "./order-quote-store.ts";
import type { PlatformCart } from "./platform-cart-record.ts";
import { CartRefusal } from "./platform-cart-refusal.ts";

// What is written of a cart in the transaction that accepts, or cancels, its native order: see Alongside.

type Client = Pick<Pool, "query">;

export interface Completion {
  /** As it was read when the order was made of it: any write since then is a new version. */
  cart: PlatformCart;
  /** The states up to `complete`, in turn. */
  way: readonly CartState[];
  amounts: QuotedAmounts;
  quote: Omit<NewOrderQuote, "orderId">;
  lines: readonly NewOrderQuoteLine[];
}

const COMPLETE = {
  name: "complete-platform-cart",
  text: `UPDATE platform_carts SET state = 'complete', order_id = $3, completed_at = clock_timestamp(),
      state_lock_version = state_lock_version + $4, shipment_total_cents = $5, tax_total_cents = $6, total_cents = $7,
      store_credit_cents = least(store_credit_cents, $7), updated_at = clock_timestamp()
    WHERE id = $1 AND state_lock_version = $2 AND order_id IS NULL`,
};

/** The cart becomes its native order. Throws a CartRefusal, so that there is no order, if anybody has changed the cart since. */
export const completeCart =
  ({ cart, way, amounts, quote, lines }: Completion): Alongside =>
  async (client, orderId) => {
    const { rowCount } = await client.query({
      ...COMPLETE,
      values: [
        cart.id,
        cart.stateLockVersion,
        orderId,
        way.length,
        amounts.shippingCents,
        amounts.taxCents,
        amounts.totalCents,
      ],
    });
    if (rowCount !== 1) throw new CartRefusal("moved");
    await noteStates(client, cart.id, [cart.state, ...way]);
    await insertQuote(client, { ...quote, orderId }, lines);
  };

interface HeldCart {
  id: number;
  state: CartState;
  canceled_at: Date | null;
  state_lock_version: number;
  store_credit_cents: number;
}

const HOLD = {
  name: "hold-platform-cart-of-order",
  text: `SELECT id::int AS id, state, canceled_at, state_lock_version, store_credit_cents FROM platform_carts
    WHERE order_id = $1 FOR NO KEY UPDATE`,
};

const CANCEL = {
  name: "cancel-platform-cart",
  text: `UPDATE platform_carts SET canceled_at = clock_timestamp(), canceler_id = $2,
      state_lock_version = state_lock_version + 1, updated_at = clock_timestamp() WHERE id = $1`,
};

/** That its order was cancelled, and by whom: once. An order that never was a cart has nothing of it. */
export const cancelCart =
  ({ cancelerId, version }: { cancelerId: string | null; version: number | undefined }): Alongside =>
  async (client, orderId) => {
    const { rows } = await client.query<HeldCart>({ ...HOLD, values: [orderId] });
    const [cart] = rows;
    if (cart === undefined || cart.canceled_at !== null) return;
    requireSeen(cart, version);
    await client.query({ ...CANCEL, values: [cart.id, cancelerId] });
    await noteStates(client, cart.id, [cart.state, "canceled"]);
  };

const HOLD_ACCOUNT = {
  name: "hold-account-of-platform-cart",
  text: `SELECT account.store_credit_cents FROM accounts AS account JOIN platform_carts AS cart ON cart.account_id = account.id
    WHERE cart.order_id = $1 FOR NO KEY UPDATE OF account`,
};

const HELD_BY_OTHERS = {
  name: "store-credit-held-by-others",
  text: `SELECT coalesce(sum(other.store_credit_cents), 0)::int AS held
    FROM platform_carts AS cart JOIN platform_carts AS other
      ON other.account_id = cart.account_id AND other.mode = cart.mode AND other.id <> cart.id
      LEFT JOIN orders AS o ON o.id = other.order_id
    WHERE cart.id = $1 AND other.store_credit_cents > 0
      AND NOT (coalesce(o.status = 'order_failed', false) AND coalesce(o.charged = 'no', false))`,
};

const RESUME = {
  name: "resume-platform-cart",
  text: `UPDATE platform_carts SET state = 'resumed', order_id = $2, canceled_at = NULL, canceler_id = NULL, store_credit_cents = $3,
      state_lock_version = state_lock_version + $4, updated_at = clock_timestamp() WHERE id = $1`,
};

export interface Resumption {
  /** The order that failed. */
  failedId: string;
  version: number | undefined;
  /** Of the order that failed: the new one is quoted alike. */
  quote: OrderQuoteRecord | undefined;
}

/** The cart is, from now on, the new order. What it had of store credit, it has where nobody has taken it in between. */
export const resumeCart =
  ({ failedId, version, quote }: Resumption): Alongside =>
  async (client, orderId) => {
    const account = await client.query<{ store_credit_cents: number }>({ ...HOLD_ACCOUNT, values: [failedId] });
    const { rows } = await client.query<HeldCart>({ ...HOLD, values: [failedId] });
    const [cart] = rows;
    if (cart === undefined) throw new CartRefusal("moved");
    requireSeen(cart, version);
    const others = await client.query<{ held: number }>({ ...HELD_BY_OTHERS, values: [cart.id] });
    const left = (account.rows[0]?.store_credit_cents ?? 0) - (others.rows[0]?.held ?? 0);
    const credit = Math.max(0, Math.min(cart.store_credit_cents, left));
    // One that failed by itself was never told to be cancelled.
    const way: CartState[] = cart.canceled_at === null ? [cart.state, "canceled", "resumed"] : ["canceled", "resumed"];
    await client.query({ ...RESUME, values: [cart.id, orderId, credit, way.length - 1] });
    await noteStates(client, cart.id, way);
    if (quote !== undefined) await insertQuote(client, { ...quote, orderId }, quote.lines);
  };

/** The same, with an order that was placed for the failed one through another face. Who was here before has done it already. */
export async function adoptRetry(pool: Pool, resumption: Resumption, orderId: string): Promise<void> {
  await inTransaction(pool, (client) => resumeCart(resumption)(client, orderId)).catch((error: unknown) => {
    if (!(error instanceof CartRefusal && error.kind === "moved")) throw error;
  });
}

function requireSeen(cart: HeldCart, version: number | undefined): void {
  if (version !== undefined && version !== cart.state_lock_version) {
    throw new CartRefusal("stale", [], cart.state_lock_version);
  }
}

const NOTE_STATES = {
  name: "note-platform-states",
  text: `INSERT INTO platform_state_changes (cart_id, previous_state, next_state)
    SELECT $1, move.previous_state, move.next_state
    FROM unnest($2::cart_state[], $3::cart_state[]) WITH ORDINALITY AS move (previous_state, next_state, place)
    ORDER BY move.place`,
};

/** The moves from each of these states to the one behind it. */
async function noteStates(client: Client, cartId: number, states: readonly CartState[]): Promise<void> {
  await client.query({ ...NOTE_STATES, values: [cartId, states.slice(0, -1), states.slice(1)] });
}
