import { CheckoutFailure } from "@cartwright/orders";
import type { Variant } from "@cartwright/schemas";
import type { WantedProduct } from "../driver.ts";
import { matchVariant } from "../storefront/variants.ts";

/** A variant as a store API tells of it: its id, and a value for each of its product's options. */
export interface OfferedVariant {
  id: string;
  choices: Variant[];
}

/** The variant that an order's line means, among all of a product's. Throws CheckoutFailure where it means none. */
export function requireVariant<V extends OfferedVariant>(variants: readonly V[], item: WantedProduct): V {
  const labels = [...new Set(variants.flatMap(({ choices }) => choices.map(({ label }) => label)))];
  const options = labels.map((label) => ({ label, values: valuesOf(variants, label) }));
  const chosen = matchVariant(options, item.variant ?? []);
  const [found, another] = variants.filter(({ choices }) =>
    chosen.every(({ label, value }) => choices.some((own) => own.label === label && own.value === value)),
  );
  if (another !== undefined) {
    throw new CheckoutFailure(
      "product_variant_required",
      "The product comes in several variants that nothing tells apart.",
    );
  }
  if (found !== undefined) return found;
  const words = chosen.map(({ label, value }) => `${label} ${value}`).join(", ");
  throw new CheckoutFailure("product_variant_unavailable", `The product does not come in ${words}.`, {
    observed: { available: variants.map(({ choices }) => choices) },
  });
}

function valuesOf(variants: readonly OfferedVariant[], label: string): string[] {
  const all = variants.flatMap(({ choices }) => choices.filter((choice) => choice.label === label));
  return [...new Set(all.map(({ value }) => value))];
}

/**
 * Which page of the order each variant in the cart was put there for. A cart names variants by id: that is what ties its
 * lines to what was ordered.
 */
export interface OrderedVariants {
  note: (variant: OfferedVariant, item: WantedProduct) => void;
  /** The ordered product page; null for what nobody ordered. */
  urlOf: (variantId: string) => string | null;
  /** The shop's words, and the client's where they are others: "Small / Navy (S / Navy)". */
  describe: (variantId: string, shown: string | null) => string | null;
}

export function openOrderedVariants(): OrderedVariants {
  const noted = new Map<string, { variant: OfferedVariant; item: WantedProduct }>();
  return {
    note: (variant, item) => {
      noted.set(variant.id, { variant, item });
    },
    urlOf: (variantId) => noted.get(variantId)?.item.url ?? null,
    describe: (variantId, shown) => {
      const known = noted.get(variantId);
      if (known === undefined) return shown;
      const values = (choices: readonly Variant[]): string => choices.map(({ value }) => value).join(" / ");
      const [offered, ordered] = [values(known.variant.choices), values(known.item.variant ?? [])];
      if (offered === "") return shown;
      return ordered === "" || ordered === offered ? offered : `${offered} (${ordered})`;
    },
  };
}
