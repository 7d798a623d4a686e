import type { CheckoutOrder } from "../driver.ts";

/** The client's own reference in front and whole, ours behind it. */
export function referenceOf({ poNumber, marker }: Pick<CheckoutOrder, "poNumber" | "marker">): string {
  return poNumber === null ? marker : `${poNumber} ${marker}`;
}

/** Whether a reference that the shop shows carries our marker, and not only the beginning of a longer one. */
export function carries(reference: string | null | undefined, marker: string): boolean {
  return (reference ?? "").split(/\s+/).includes(marker);
}
