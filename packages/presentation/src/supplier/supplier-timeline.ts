import type { OrderEventRow, OrderItemRow, OrderRecord } from "@cartwright/db";
import type { SupplierOrderStatus, SupplierTimelineEntry, TimelineType } from "@cartwright/schemas";

/** When an order took each of the steps that the supplier face knows. */
export interface SupplierMoments {
  placedAt: Date;
  shippedAt: Date | null;
  deliveredAt: Date | null;
  /** By its buyer, or all of it by the retailer. */
  cancelledAt: Date | null;
  failedAt: Date | null;
}

type DatedOrder = Pick<OrderRecord, "status" | "failureCode" | "createdAt" | "updatedAt" | "finishedAt"> & {
  items: readonly Pick<OrderItemRow, "status">[];
};
type DatedEvent = Pick<OrderEventRow, "type" | "occurredAt">;

export function supplierMoments(order: DatedOrder, events: readonly DatedEvent[]): SupplierMoments {
  const first = (type: TimelineType): Date | null => events.find((event) => event.type === type)?.occurredAt ?? null;
  const isFailed = order.status === "order_failed";
  const isByBuyer = isFailed && order.failureCode === "cancelled";
  const endedAt = order.finishedAt ?? order.updatedAt;
  return {
    placedAt: order.createdAt,
    shippedAt: first("shipped"),
    deliveredAt: first("delivered"),
    cancelledAt: isByBuyer ? (first("cancelled") ?? endedAt) : cancelledByRetailerAt(order, events),
    failedAt: isFailed && !isByBuyer ? (first("order_failed") ?? endedAt) : null,
  };
}

/** When the retailer had cancelled the last of its lines; null: something of it still comes. */
function cancelledByRetailerAt(order: DatedOrder, events: readonly DatedEvent[]): Date | null {
  const isGone = order.items.every(({ status }) => status === "cancelled" || status === "skipped");
  if (order.status !== "order_placed" || !isGone) return null;
  return events.findLast(({ type }) => type === "cancelled_by_retailer")?.occurredAt ?? order.updatedAt;
}

/** A failed order is one that is cancelled, to a face that knows no failures: its timeline tells the two apart. */
export function supplierStatus(moments: SupplierMoments): SupplierOrderStatus {
  if (moments.cancelledAt !== null || moments.failedAt !== null) return "cancelled";
  if (moments.deliveredAt !== null) return "delivered";
  return moments.shippedAt === null ? "confirmed" : "shipped";
}

/** Oldest first. An order is confirmed in the moment that it is accepted: its money is reserved with it. */
export function supplierTimeline(moments: SupplierMoments): SupplierTimelineEntry[] {
  const steps = [
    ["order_placed", moments.placedAt],
    ["order_confirmed", moments.placedAt],
    ["order_shipped", moments.shippedAt],
    ["order_delivered", moments.deliveredAt],
    ["order_cancelled", moments.cancelledAt],
    ["order_failed", moments.failedAt],
  ] as const;
  return steps
    .flatMap(([event, at]) => (at === null ? [] : [{ event, at }]))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ event, at }) => ({ event, timestamp: at.toISOString() }));
}
