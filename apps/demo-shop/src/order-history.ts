import { normalEmail } from "./accounts.ts";
import type { Ledger, Purchase } from "./ledger.ts";
import { estimatedDelivery, findShippingMethod } from "./shipping-methods.ts";

/** One page of a history. */
export const ORDERS_PER_PAGE = 50;

/** An order leaves the warehouse a day after it was placed. */
const SHIPPED_AFTER_MS = 24 * 60 * 60 * 1_000;

export interface PurchaseFilter {
  email?: string | undefined;
  reference?: string | undefined;
  orderNumber?: string | undefined;
}

/** The purchases a filter leaves, oldest first. An email finds guests' orders too. */
export function findPurchases(ledger: Ledger, filter: PurchaseFilter): Purchase[] {
  const email = filter.email === undefined ? undefined : normalEmail(filter.email);
  return ledger
    .purchases()
    .filter(
      (purchase) =>
        (email === undefined || normalEmail(purchase.email) === email) &&
        (filter.reference === undefined || purchase.reference === filter.reference) &&
        (filter.orderNumber === undefined || purchase.order_number === filter.orderNumber),
    );
}

/** The day an order should arrive, as YYYY-MM-DD. */
export function deliveryOf(purchase: Purchase): string {
  const method = findShippingMethod(purchase.shipping_method);
  const placed = new Date(purchase.placed_at);
  return method === undefined ? purchase.placed_at.slice(0, 10) : estimatedDelivery(placed, method);
}

export type OrderState = "Processing" | "Shipped" | "Delivered";

/** Nobody packs these parcels: an order's state is only its age. */
export function orderState(purchase: Purchase, now: Date): OrderState {
  if (now.toISOString().slice(0, 10) > deliveryOf(purchase)) return "Delivered";
  return now.getTime() - Date.parse(purchase.placed_at) > SHIPPED_AFTER_MS ? "Shipped" : "Processing";
}
