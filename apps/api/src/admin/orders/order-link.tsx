import { orderNumber } from "@cartwright/orders";
import type { VNode } from "preact";

export const pageOf = (orderId: string): string => `/admin/orders/${orderId}`;

interface LinkedOrder {
  id: string;
  serial: number;
  createdAt: Date;
}

/** An order by its number. */
export function OrderLink({ order: { id, serial, createdAt } }: { order: LinkedOrder }): VNode {
  return <a href={pageOf(id)}>{orderNumber(serial, createdAt)}</a>;
}
