import {
  type Alongside,
  cancelOrder as cancel,
  type DatabaseHandle,
  isLockTimeout,
  type NotCancellable,
  type OrderScope,
} from "@cartwright/db";
import { notFound } from "../http/mount-routes.ts";
import { Problem } from "../http/problem.ts";

/**
 * Cancels an order that is not past its commit point. Throws `order_not_cancellable` for any other; an order that was cancelled
 * before is fine.
 */
export async function cancelOrder(
  { pool }: Pick<DatabaseHandle, "pool">,
  scope: OrderScope,
  orderId: string,
  alongside?: Alongside,
): Promise<void> {
  const result = await cancel(pool, scope, orderId, alongside).catch((error: unknown) => {
    if (!isLockTimeout(error)) throw error;
    throw new Problem("service_unavailable", "The order is being written to right now. Try again.", {
      headers: { "Retry-After": "1" },
      cause: error,
    });
  });
  if (result.kind === "cancelled") return;
  if (result.kind === "not_found") throw notFound("order");
  throw new Problem("order_not_cancellable", whyNot(result), { details: { status: result.status } });
}

function whyNot({ kind, status }: NotCancellable): string {
  if (kind === "quarantined") {
    return "The database was restored from a backup, and the order may have been bought since: it is being looked up first.";
  }
  if (status === "order_placed") return "The order is placed. Ask for a return instead.";
  if (status === "order_failed") return "The order has failed already: there is nothing left to cancel.";
  return "The purchase is on its way to the retailer, and cannot be called back.";
}
