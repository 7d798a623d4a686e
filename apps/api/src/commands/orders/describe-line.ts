import type { OrderLine } from "@cartwright/db";
import { formatUsd, orderNumber } from "@cartwright/orders";
import { statusWords } from "../../admin/orders/orders-page.tsx";

/** One order in one line. */
export function describeLine(order: OrderLine): string {
  const { id, serial, createdAt, accountName, mode, retailer, maxPriceCents, placedTotalCents } = order;
  const price = placedTotalCents === null ? `up to ${formatUsd(maxPriceCents)}` : formatUsd(placedTotalCents);
  const whose = `${accountName} (${mode})`;
  return [orderNumber(serial, createdAt), id, toSecond(createdAt), whose, retailer, price, statusWords(order)].join(
    "  ",
  );
}

export const lineAsJson = (order: OrderLine): Record<string, unknown> => ({
  id: order.id,
  number: orderNumber(order.serial, order.createdAt),
  account: order.accountName,
  mode: order.mode,
  status: order.status,
  phase: order.phase,
  retailer: order.retailer,
  max_price: order.maxPriceCents,
  placed_total: order.placedTotalCents,
  failure_code: order.failureCode,
  merchant_order_ids: order.merchantOrderIds,
  needs_review_at: order.needsReviewAt,
  created_at: order.createdAt,
});

/** UTC. */
export const toSecond = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, "Z");
