import type { CheckoutOrder, OrderedItem, WantedProduct } from "./driver.ts";

/** What every order says. */
type Plain = Pick<CheckoutOrder, "address" | "email" | "marker"> & {
  items: (WantedProduct & Partial<OrderedItem>)[];
} & Partial<Omit<CheckoutOrder, "items">>;

/** An order that asks for nothing special, for trials and tests: each says only what matters to it. */
export function plainOrder({ items, ...order }: Plain): CheckoutOrder {
  return {
    poNumber: null,
    handlingDaysMax: null,
    isGift: false,
    giftMessage: null,
    fulfillment: {},
    ...order,
    items: items.map((item, index) => ({
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
      conditionIn: null,
      conditionNotIn: null,
      ...item,
    })),
  };
}
