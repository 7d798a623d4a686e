import type { OrderRecord, SubmitRow } from "@cartwright/db";
import { PriceComponents } from "@cartwright/schemas";

/** What is known of an order's money, in US cents, to be held against its `max_price`. */
export interface OrderFigures {
  /** As the shop showed them: what it was placed at, or what it failed at. Undefined: no attempt came that far. */
  seen: PriceComponents | undefined;
  /** Of its last purchase that was released; undefined: none was. */
  committedCents: number | undefined;
}

export function orderFigures(order: OrderRecord, submits: readonly SubmitRow[]): OrderFigures {
  return {
    seen: order.priceComponents ?? PriceComponents.safeParse(order.failure?.observed["price_components"]).data,
    committedCents: submits.findLast(({ outcome }) => outcome !== "not_released")?.expectedTotalCents,
  };
}
