import { CheckoutFailure, requireCondition } from "@cartwright/orders";
import type { CheckoutSession, OrderedItem } from "./driver.ts";

type Options = Pick<CheckoutSession, "order" | "concede">;

/**
 * Puts an order's lines into the cart with `put`, one after the other. A line that fails is left out, or bought as often as the
 * shop allows, where the order's buyer takes that. Returns what was put in; where that is nothing, throws the last failure.
 */
export async function fillCart(
  { order, concede }: Options,
  put: (item: OrderedItem) => Promise<void>,
): Promise<OrderedItem[]> {
  const bought: OrderedItem[] = [];
  let last: CheckoutFailure | undefined;
  for (const item of order.items) {
    try {
      bought.push(await putAsManyAsAllowed(concede, item, put));
    } catch (error) {
      if (!(error instanceof CheckoutFailure) || !concede(error, { item })) throw error;
      last = error;
    }
  }
  if (bought.length === 0 && last !== undefined) throw last;
  return bought;
}

async function putAsManyAsAllowed(
  concede: Options["concede"],
  item: OrderedItem,
  put: (item: OrderedItem) => Promise<void>,
): Promise<OrderedItem> {
  try {
    await put(item);
    return item;
  } catch (error) {
    if (!(error instanceof CheckoutFailure) || error.code !== "quantity_limit_exceeded") throw error;
    const { limit } = error.observed;
    if (typeof limit !== "number" || !concede(error, { item, fulfilledQuantity: limit })) throw error;
    const capped = { ...item, quantity: limit };
    await put(capped);
    return capped;
  }
}

/** For a shop without a gift option: a gift is not bought there, unless its buyer takes it as no gift. */
export function refuseGift({ order, concede }: Options, message: string): void {
  if (!order.isGift) return;
  const failure = new CheckoutFailure("gift_option_unavailable", message);
  if (!concede(failure)) throw failure;
}

/** For a way to buy that reads nothing of an offer's condition: it counts as new. */
export function refuseUnlessNew(item: OrderedItem): void {
  requireCondition(item);
}
