import type { Concern, Concession, FailureCode, FulfillmentPreferences } from "@cartwright/schemas";

/** Which rule of an order is broken by a code, of those that its buyer may loosen. */
const CONCERN_OF: Partial<Record<FailureCode, Concern>> = {
  gift_option_unavailable: "gift",
  product_not_found: "items",
  product_out_of_stock: "items",
  product_unavailable: "items",
  product_variant_required: "items",
  product_variant_unavailable: "items",
  product_quantity_unavailable: "items",
  add_to_cart_failed: "items",
  quantity_limit_exceeded: "quantity",
};

/** The rule that a failure breaks; undefined for one that nobody may loosen, like the price. */
export function concernOf(code: FailureCode): Concern | undefined {
  return CONCERN_OF[code];
}

/** Whether an order is placed without what failed with this code, since its buyer allows it. */
export function mayConcede(preferences: FulfillmentPreferences, code: FailureCode): boolean {
  const concern = concernOf(code);
  return concern !== undefined && preferences[concern] === "best_effort";
}

/** What is left of an order's lines to be bought: without those that were skipped, in the quantities that were to be had. */
export function asConceded<Line extends { id: string; quantity: number }>(
  lines: readonly Line[],
  concessions: readonly Concession[],
): Line[] {
  const of = (concern: Concern, { id }: Line): Concession | undefined =>
    concessions.find((made) => made.concern === concern && made.item_id === id);
  return lines
    .filter((line) => of("items", line) === undefined)
    .map((line) => {
      const fulfilled = of("quantity", line)?.fulfilled_quantity ?? line.quantity;
      return fulfilled < line.quantity ? Object.assign({}, line, { quantity: fulfilled }) : line;
    });
}
