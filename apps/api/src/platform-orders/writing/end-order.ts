import { adoptRetry, cancelCart, findOrderByRetry, findQuotes, type PlatformCart, resumeCart } from "@cartwright/db";
import { Problem } from "../../http/problem.ts";
import type { AcceptOrderDeps } from "../../orders/accept-order.ts";
import { cancelOrder as cancelNative } from "../../orders/cancel-order.ts";
import { retryOrder } from "../../orders/retry-order.ts";
import type { Completed } from "./complete-order.ts";
import type { MoveRequest } from "./move-order.ts";
import { requireFound } from "./order-ref.ts";
import { refusal, refusing } from "./refusals.ts";

/** Cancels the native order before its commit point, whichever face it came through. Throws a Problem for any other. */
export async function cancelOrder(
  database: AcceptOrderDeps["database"],
  { caller, given, version, cancelerId }: MoveRequest & { cancelerId: string | null | undefined },
): Promise<void> {
  const { cart, orderId } = await requireFound(database.db, caller, given);
  if (orderId === null) {
    const message = `is ${cart?.state ?? "cart"}: only a complete order is canceled, a cart is deleted`;
    throw refusal({ field: "state", message });
  }
  const alongside = cancelCart({ cancelerId: cancelerId ?? null, version });
  await refusing(() => cancelNative(database, caller, orderId, alongside)).catch((error: unknown) => {
    throw error instanceof Problem && error.code === "order_not_cancellable" ? tooLate(error) : error;
  });
}

function tooLate({ message, details }: Problem): Problem {
  const why = `${message.slice(0, 1).toLowerCase()}${message.slice(1)}`;
  const state = details["status"] === "order_failed" ? "is canceled" : "is complete, and too late to cancel";
  return refusal({ field: "state", message: `${state}: ${why}` });
}

/** Places an order that failed, and cost nothing, once more: the cart is the new order from then on. Throws a Problem otherwise. */
export async function resumeOrder(deps: AcceptOrderDeps, { caller, given, version }: MoveRequest): Promise<Completed> {
  const { db } = deps.database;
  const { cart, orderId: failedId } = await requireFound(db, caller, given);
  if (cart === undefined || failedId === null) throw notToResume(cart);
  requireFailed(cart);
  const quote = (await findQuotes(db, [failedId])).get(failedId);
  const earlier = await findOrderByRetry(db, caller, failedId);
  if (earlier !== undefined) {
    const isQuoted = (await findQuotes(db, [earlier.id])).has(earlier.id);
    const resumption = { failedId, version, quote: isQuoted ? undefined : quote };
    await refusing(() => adoptRetry(deps.database.pool, resumption, earlier.id));
    return { orderId: earlier.id, isNew: false };
  }
  const alongside = resumeCart({ failedId, version, quote });
  const retry = { caller, orderId: failedId, changes: {}, body: {}, alongside };
  const { order, isNew } = await refusing(() => retryOrder(deps, retry));
  return { orderId: order.id, isNew };
}

function requireFailed({ native }: PlatformCart): void {
  if (native?.status !== "order_failed") throw refusal(ONLY_CANCELED);
  if (native.charged === "no") return;
  const message = "is canceled, but it is not proven that it cost nothing: a new order might buy the same thing twice";
  throw refusal({ field: "state", message });
}

const ONLY_CANCELED = {
  field: "state",
  message: "is not canceled: only an order that failed, or was canceled, is resumed",
};

function notToResume(cart: PlatformCart | undefined): Problem {
  if (cart !== undefined) return refusal(ONLY_CANCELED);
  const message = "is of another face: an order that never was a cart is retried through the native API";
  return refusal({ field: "state", message });
}
