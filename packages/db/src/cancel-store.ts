import type { FailureCode, OrderPhase, OrderStatus } from "@cartwright/schemas";
import type { Pool, PoolClient } from "pg";
import type { Alongside } from "./accept-store.ts";
import { IS_TRUSTED } from "./due.ts";
import { inTransaction } from "./in-transaction.ts";
import type { OrderScope } from "./order-store.ts";
import { sendUntilAnswered } from "./resend.ts";
import type { FailureRecord } from "./tables/index.ts";

/**
 * `cancelled`: by this call, or by an earlier one. `too_late`: past its commit point, or done. `quarantined`: it may have been
 * bought since the backup that the database was restored from.
 */
export type CancelResult = { kind: "cancelled" } | { kind: "not_found" } | NotCancellable;

export interface NotCancellable {
  kind: "too_late" | "quarantined";
  status: OrderStatus;
}

const FAILURE: FailureRecord = { message: "Cancelled by the buyer.", observed: {} };
const REASON = "Cancelled by the buyer";

const LOCK = {
  name: "lock-order-to-cancel",
  text: `SELECT status, phase, failure_code FROM orders WHERE id = $1 AND account_id = $2 AND mode = $3 FOR NO KEY UPDATE`,
};

// The fence grows, so that whatever a worker still sends for the order finds nothing: its commit, its renewal, its outcome.
const CANCEL = {
  name: "cancel-order",
  text: `WITH cancelled AS (
      UPDATE orders SET status = 'order_failed', phase = 'done', failure_code = 'cancelled', failure = $2, charged = 'no',
        fence = fence + 1, lease_owner = NULL, lease_until = NULL, updated_at = clock_timestamp(),
        finished_at = clock_timestamp()
      WHERE id = $1 AND phase IN ('queued', 'working') AND ${IS_TRUSTED}
      RETURNING id, account_id, mode
    ), lines AS (
      UPDATE order_items SET status = 'cancelled', cancellation_reason = $3, updated_at = clock_timestamp()
      FROM cancelled WHERE order_items.order_id = cancelled.id
    ), event AS (
      INSERT INTO order_events (order_id, type, label, source)
      SELECT id, 'cancelled', $3, 'api' FROM cancelled
    ), webhook AS (
      INSERT INTO outbox (order_id, account_id, mode, event, sequence)
      SELECT id, account_id, mode, 'order.cancelled',
        1 + (SELECT coalesce(max(sequence), 0) FROM outbox WHERE order_id = $1)
      FROM cancelled
    )
    SELECT id FROM cancelled`,
};

/**
 * Cancels an order before its commit point, whoever has it in hand. Against a commit at the same moment exactly one wins.
 * Throws a lost connection only after it was sent again: that is safe, since a cancelled order stays so. `alongside` is written in
 * the same transaction, each time that the order is cancelled or was.
 */
export async function cancelOrder(
  pool: Pool,
  scope: OrderScope,
  orderId: string,
  alongside?: Alongside,
): Promise<CancelResult> {
  return await sendUntilAnswered(() =>
    inTransaction(pool, async (client) => {
      const result = await cancelOnce(client, scope, orderId);
      // By an earlier call as well: what that one wrote alongside may be another face's.
      if (result.kind === "cancelled") await alongside?.(client, orderId);
      return result;
    }),
  );
}

async function cancelOnce(client: PoolClient, scope: OrderScope, orderId: string): Promise<CancelResult> {
  // The row first, by a statement of its own: the next one then sees every webhook that others wrote while it waited.
  const locked = await client.query<{ status: OrderStatus; phase: OrderPhase; failure_code: FailureCode | null }>({
    ...LOCK,
    values: [orderId, scope.accountId, scope.mode],
  });
  const [order] = locked.rows;
  if (order === undefined) return { kind: "not_found" };
  if (order.failure_code === "cancelled") return { kind: "cancelled" };
  const { status, phase } = order;
  if (phase !== "queued" && phase !== "working") return { kind: "too_late", status };
  const cancelled = await client.query({ ...CANCEL, values: [orderId, JSON.stringify(FAILURE), REASON] });
  return cancelled.rowCount === 1 ? { kind: "cancelled" } : { kind: "quarantined", status };
}
