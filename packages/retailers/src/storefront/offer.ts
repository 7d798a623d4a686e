import { requireCondition, requireHandling, type ShownCondition } from "@cartwright/orders";
import type { OrderedItem } from "../driver.ts";
import { conditionWords, handlingDaysIn, readCondition } from "../offer-words.ts";
import type { ProductView } from "./product-view.ts";
import { plain } from "./words.ts";

/** Throws where the offer in view is in another condition, or takes longer to be handed over, than was ordered. */
export function requireOffer({ product }: ProductView, item: OrderedItem, handlingDaysMax: number | null): void {
  requireCondition(item, shownCondition(product, item));
  const structured = ownOffer(product)?.handlingDays ?? [];
  const shown = [...structured, handlingDaysIn(product.lines) ?? []].flat();
  requireHandling(handlingDaysMax, shown.length === 0 ? undefined : Math.max(...shown));
}

/** A condition that was chosen like a size counts; else all that the page says of one, in data and in words. */
function shownCondition(product: ProductView["product"], { variant }: OrderedItem): ShownCondition | undefined {
  const chosen = (variant ?? []).filter(({ label }) => /\bcondition\b/.test(plain(label))).map(({ value }) => value);
  if (chosen.length > 0) return readCondition(chosen);
  const { heading, lines, openGraph } = product;
  return readCondition([
    ...(ownOffer(product)?.conditions ?? []),
    openGraph.condition,
    ...conditionWords(heading, lines),
  ]);
}

/** Pages list other products in their data, too. */
const ownOffer = ({
  structured,
  heading,
}: ProductView["product"]): ProductView["product"]["structured"][number] | undefined =>
  structured.find(({ name }) => plain(name) === plain(heading)) ?? structured[0];
