import type { OrderItemStatus, ReturnStatus } from "@cartwright/schemas";

/** How a return request may go on. A credit is the end of one that was approved; a refusal is final. */
export const RETURN_MOVES = {
  open: ["approved", "denied"],
  approved: ["credited", "denied"],
  denied: [],
  credited: [],
} as const satisfies Record<ReturnStatus, readonly ReturnStatus[]>;

export function canMoveReturn(from: ReturnStatus, to: ReturnStatus): boolean {
  const moves: readonly ReturnStatus[] = RETURN_MOVES[from];
  return moves.includes(to);
}

/** A line of an order as far as its return is concerned. */
export interface ReturnableLine {
  id: string;
  quantity: number;
  status: OrderItemStatus;
}

interface ReturnedItem {
  order_item_id: string;
  quantity: number;
}

/** What is wrong with one item of a request for a return. */
export interface ReturnFault {
  /** In the request's items. */
  index: number;
  reason: "unknown_item" | "twice" | "not_bought" | "too_many";
  /** How many of it could still be returned. */
  available: number;
}

const BOUGHT: ReadonlySet<OrderItemStatus> = new Set(["ordered", "shipped", "delivered"]);

/**
 * What of a request cannot be returned: only what was bought goes back, and no more of it than was bought. `earlier` are the
 * items of the order's other requests that were not denied.
 */
export function findReturnFaults(
  items: readonly ReturnedItem[],
  lines: readonly ReturnableLine[],
  earlier: readonly ReturnedItem[],
): ReturnFault[] {
  const seen = new Set<string>();
  return items.flatMap(({ order_item_id: id, quantity }, index): ReturnFault[] => {
    const line = lines.find((candidate) => candidate.id === id);
    if (line === undefined) return [{ index, reason: "unknown_item", available: 0 }];
    if (seen.has(id)) return [{ index, reason: "twice", available: 0 }];
    seen.add(id);
    if (!BOUGHT.has(line.status)) return [{ index, reason: "not_bought", available: 0 }];
    const taken = earlier.filter((item) => item.order_item_id === id).reduce((sum, item) => sum + item.quantity, 0);
    const available = Math.max(0, line.quantity - taken);
    return quantity > available ? [{ index, reason: "too_many", available }] : [];
  });
}
