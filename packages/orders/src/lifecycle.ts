import type { OrderPhase, OrderStatus } from "@cartwright/schemas";

/** Where an order may go from each phase. The database's guard trigger holds the same line below us. */
export const PHASE_MOVES = {
  // queued → done: cancelled before any worker took it.
  queued: ["working", "done"],
  // working → queued: a retry, a drained worker, or a dead one. working → done: failed before the commit point.
  working: ["queued", "submitting", "done"],
  // submitting → queued: only when the purchase request is known never to have left the browser.
  submitting: ["in_doubt", "queued", "done"],
  // in_doubt → queued: likewise, said by the worker that held the request, late.
  in_doubt: ["queued", "done"],
  done: [],
} as const satisfies Record<OrderPhase, readonly OrderPhase[]>;

export function canMove(from: OrderPhase, to: OrderPhase): boolean {
  const moves: readonly OrderPhase[] = PHASE_MOVES[from];
  return moves.includes(to);
}

export function isTerminal(status: OrderStatus): boolean {
  return status === "order_placed" || status === "order_failed";
}
