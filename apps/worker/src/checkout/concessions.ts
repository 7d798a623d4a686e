import { type CheckoutFailure, concernOf, mayConcede } from "@cartwright/orders";
import type { CheckoutOrder, CheckoutSession, ConcededLine } from "@cartwright/retailers/driver";
import type { Concern, Concession, FailureCode } from "@cartwright/schemas";

/** What one attempt has given up of its order so far. A new attempt starts with nothing given up. */
export interface Concessions extends Pick<CheckoutSession, "concede"> {
  made: () => readonly Concession[];
}

/**
 * `isRetried`: whether an attempt that fails with this code is followed by another. What may heal by then is given up by the
 * last attempt alone.
 */
export function openConcessions(
  order: Pick<CheckoutOrder, "items" | "fulfillment">,
  isRetried: (code: FailureCode) => boolean,
): Concessions {
  let made: Concession[] = [];
  return {
    made: () => made,
    concede: (failure, about) => {
      const concern = concernOf(failure.code);
      if (concern === undefined || !mayConcede(order.fulfillment, failure.code) || isRetried(failure.code))
        return false;
      if (!isAbout(concern, about)) return false;
      if (about !== undefined && !order.items.some(({ id }) => id === about.item.id)) {
        throw new Error("a driver gave up a line that is none of its order's", { cause: failure });
      }
      // A line that was to be bought in part, and cannot be bought at all, is left out.
      made = made.filter(({ item_id: id }) => about === undefined || id !== about.item.id);
      made.push(toConcession(concern, failure, about));
      return true;
    },
  };
}

function isAbout(concern: Concern, about: ConcededLine | undefined): boolean {
  if (concern === "gift") return about === undefined;
  if (about === undefined) return false;
  const { item, fulfilledQuantity } = about;
  if (concern === "items") return fulfilledQuantity === undefined;
  return fulfilledQuantity !== undefined && fulfilledQuantity >= 1 && fulfilledQuantity < item.quantity;
}

function toConcession(concern: Concern, failure: CheckoutFailure, about: ConcededLine | undefined): Concession {
  return {
    concern,
    code: failure.code,
    message: failure.message,
    item_id: about?.item.id ?? null,
    url: about?.item.url ?? null,
    requested_quantity: about?.item.quantity ?? null,
    fulfilled_quantity: about === undefined ? null : (about.fulfilledQuantity ?? 0),
  };
}
