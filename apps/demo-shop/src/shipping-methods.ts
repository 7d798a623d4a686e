/** Standard shipping costs nothing from this subtotal on. */
const FREE_STANDARD_FROM_CENTS = 7_500;

export const SHIPPING_METHODS = [
  { id: "standard", name: "Standard", priceCents: 595, businessDays: 5, estimate: "4–5 business days" },
  { id: "expedited", name: "Expedited", priceCents: 1_495, businessDays: 2, estimate: "2 business days" },
  { id: "overnight", name: "Overnight", priceCents: 2_995, businessDays: 1, estimate: "Next business day" },
] as const;

export type ShippingMethod = (typeof SHIPPING_METHODS)[number];

export function findShippingMethod(id: string | undefined): ShippingMethod | undefined {
  return SHIPPING_METHODS.find((method) => method.id === id);
}

/** The price of a method for a cart of this subtotal (after any discount), in cents. */
export function shippingCents(method: ShippingMethod, subtotalCents: number): number {
  return method.id === "standard" && subtotalCents >= FREE_STANDARD_FROM_CENTS ? 0 : method.priceCents;
}

/** The last day a parcel sent now should arrive, as YYYY-MM-DD in UTC. Weekends do not count. */
export function estimatedDelivery(placedAt: Date, method: ShippingMethod): string {
  const day = new Date(placedAt);
  let left: number = method.businessDays;
  while (left > 0) {
    day.setUTCDate(day.getUTCDate() + 1);
    if (day.getUTCDay() !== 0 && day.getUTCDay() !== 6) left -= 1;
  }
  return day.toISOString().slice(0, 10);
}
