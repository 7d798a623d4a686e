import type { PriceComponents } from "@cartwright/schemas";
import { CheckoutFailure } from "./failure.ts";
import { formatUsd } from "./money.ts";

/**
 * The last gate in front of somebody's money: throws unless the total that the final review page shows was read, is in
 * US dollars, agrees with its own parts, and is within `maxPriceCents`. Returns that total in cents.
 */
export function requireAffordable(shown: PriceComponents, maxPriceCents: number): number {
  const { total, currency } = shown;
  if (total === null || total <= 0) {
    throw new CheckoutFailure("checkout_failed", "The total on the review page could not be read.", {
      observed: { shown },
    });
  }
  if (currency !== "USD") {
    throw new CheckoutFailure(
      "checkout_failed",
      `The shop charges in ${currency ?? "an unknown currency"}, not in USD.`,
      {
        observed: { shown },
      },
    );
  }
  const sum = sumOfParts(shown);
  if (sum !== undefined && sum !== total) {
    throw new CheckoutFailure(
      "checkout_failed",
      `The review page's parts add up to ${formatUsd(sum)}, but it shows a total of ${formatUsd(total)}.`,
      { observed: { shown } },
    );
  }
  if (total > maxPriceCents) {
    throw new CheckoutFailure(
      "max_price_exceeded",
      `The total of ${formatUsd(total)} is above the order's max_price of ${formatUsd(maxPriceCents)}.`,
      { observed: { observed_total: total, exceeded_by: total - maxPriceCents, price_components: shown } },
    );
  }
  return total;
}

/** Undefined when the subtotal was not shown: the other parts are 0 where a shop leaves them out. */
function sumOfParts(shown: PriceComponents): number | undefined {
  if (shown.subtotal === null) return undefined;
  return shown.subtotal + (shown.tax ?? 0) + (shown.shipping ?? 0) + (shown.fees ?? 0) - (shown.discount ?? 0);
}
