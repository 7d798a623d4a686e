import { normalEmail } from "./accounts.ts";
import type { Ledger, Purchase } from "./ledger.ts";
import { type LineState, lineState, type Shipments } from "./shipments.ts";
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

type OrderState = "Processing" | "Partly shipped" | "Shipped" | "Delivered" | "Cancelled";

/** How a purchase stands; `now` counts where nothing was recorded of it. */
export interface Fulfilment {
  state: OrderState;
  lineState: (sku: string) => LineState;
  shipments: Shipments | undefined;
}

/** Nobody packs these parcels: as long as nothing is recorded of an order, its state is only its age. */
export function fulfilmentOf(purchase: Purchase, shipments: Shipments | undefined, now: Date): Fulfilment {
  if (shipments === undefined) {
    const state = stateByAge(purchase, now);
    const everyLine = LINE_STATES[state];
    return { state, lineState: () => everyLine, shipments };
  }
  const ofLine = (sku: string): LineState => lineState(shipments, sku);
  return { state: stateOf(purchase.items.map(({ sku }) => ofLine(sku))), lineState: ofLine, shipments };
}

const LINE_STATES = { Processing: "ordered", Shipped: "shipped", Delivered: "delivered" } as const;

function stateByAge(purchase: Purchase, now: Date): keyof typeof LINE_STATES {
  if (now.toISOString().slice(0, 10) > deliveryOf(purchase)) return "Delivered";
  return now.getTime() - Date.parse(purchase.placed_at) > SHIPPED_AFTER_MS ? "Shipped" : "Processing";
}

function stateOf(lines: readonly LineState[]): OrderState {
  const left = lines.filter((line) => line !== "cancelled");
  if (left.length === 0) return "Cancelled";
  if (left.every((line) => line === "delivered")) return "Delivered";
  if (left.every((line) => line !== "ordered")) return "Shipped";
  return left.every((line) => line === "ordered") ? "Processing" : "Partly shipped";
}
