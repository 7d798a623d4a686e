import type { Database, OrderRecord } from "@cartwright/db";
import { isTerminal } from "@cartwright/orders";
import type { Caller } from "../accounts/authenticate.ts";
import { requireOrder } from "./read-order.ts";
import type { OrderWatcher } from "./watch-orders.ts";

export interface WaitDeps {
  db: Database;
  watcher: OrderWatcher;
}

export interface Waiting {
  /** 0: it does not wait. */
  forMs: number;
  /** Whether the caller has the order as it is; undefined: nothing is known of what it has. */
  isKnown: ((order: OrderRecord) => boolean) | undefined;
  /** Aborts when the caller has gone away. */
  gone: AbortSignal;
}

/**
 * The caller's order, as soon as there is news of it, or when the time is over. News is another status, or one that is final;
 * to whoever said which state it has, any other state. Throws `not_found`.
 */
export async function waitForOrder(deps: WaitDeps, caller: Caller, id: string, wait: Waiting): Promise<OrderRecord> {
  const first = await requireOrder(deps.db, caller, id);
  const isNews = (order: OrderRecord): boolean => {
    if (wait.isKnown === undefined) return isTerminal(order.status) || order.status !== first.status;
    // Nothing comes after a failure; a placed order is shipped.
    return order.status === "order_failed" || !wait.isKnown(order);
  };
  if (wait.forMs === 0 || isNews(first)) return first;

  const over = new AbortController();
  const end = (): void => over.abort();
  const timer = setTimeout(end, wait.forMs);
  wait.gone.addEventListener("abort", end);
  try {
    for await (const sign of deps.watcher.follow(first.id, over.signal)) {
      if (wait.isKnown === undefined && sign.status === first.status) continue;
      const order = await requireOrder(deps.db, caller, id);
      if (isNews(order)) return order;
    }
  } finally {
    clearTimeout(timer);
    wait.gone.removeEventListener("abort", end);
  }
  return wait.gone.aborted ? first : await requireOrder(deps.db, caller, id);
}
