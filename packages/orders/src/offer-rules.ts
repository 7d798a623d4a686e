import type { ProductCondition } from "@cartwright/schemas";
import { CheckoutFailure } from "./failure.ts";

/** What a shop says of an offer's condition. */
export interface ShownCondition {
  /** The shop's own words. */
  words: string;
  /** Every condition that they may mean: "Used" is any of four. None: it is in no condition that can be ordered. */
  mayBe: readonly ProductCondition[];
}

interface WantedCondition {
  conditionIn: readonly ProductCondition[] | null;
  conditionNotIn: readonly ProductCondition[] | null;
}

/** A shop that sells nothing but new goods does not say so. */
const NOT_SHOWN: ShownCondition = { words: "New", mayBe: ["New"] };

/** Throws unless an offer is in a condition that was ordered, whichever its words mean. Undefined: the shop shows none. */
export function requireCondition(wanted: WantedCondition, shown: ShownCondition = NOT_SHOWN): void {
  const [allowed, refused] = [wanted.conditionIn ?? [], wanted.conditionNotIn ?? []];
  if (allowed.length === 0 && refused.length === 0) return;
  const isWanted = (condition: ProductCondition): boolean =>
    (allowed.length === 0 || allowed.includes(condition)) && !refused.includes(condition);
  if (shown.mayBe.length > 0 && shown.mayBe.every(isWanted)) return;
  throw new CheckoutFailure(
    "product_unavailable",
    `The offer's condition, "${shown.words}", is not one that was ordered.`,
    {
      observed: { condition: shown.words, condition_in: wanted.conditionIn, condition_not_in: wanted.conditionNotIn },
    },
  );
}

/** Throws where a shop shows that it takes longer to hand the parcel over than was ordered. Undefined: it shows nothing of it. */
export function requireHandling(maxDays: number | null, shownDays: number | undefined): void {
  if (maxDays === null || shownDays === undefined || shownDays <= maxDays) return;
  throw new CheckoutFailure(
    "product_unavailable",
    `The shop takes up to ${shownDays} days to hand the parcel over; the order allows ${maxDays}.`,
    { observed: { handling_days: shownDays, handling_days_max: maxDays } },
  );
}
