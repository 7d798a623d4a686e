import { CheckoutFailure } from "@cartwright/orders";
import type { Variant } from "@cartwright/schemas";

/** One choice that a product asks for, in the shop's own words: "Size" with "S", "M", "L". */
export interface ProductOption {
  label: string;
  values: string[];
}

/** One size by its names. What a shop calls "2XL", a client may call "XXL". */
const SIZES = [
  ["xxs", "2xs", "xx small", "extra extra small"],
  ["xs", "x small", "xsmall", "extra small"],
  ["s", "sm", "small"],
  ["m", "md", "med", "medium"],
  ["l", "lg", "large"],
  ["xl", "x large", "xlarge", "extra large"],
  ["xxl", "2xl", "2x", "xx large", "extra extra large"],
  ["xxxl", "3xl", "3x", "xxx large"],
  ["4xl", "4x", "xxxxl"],
  ["5xl", "5x", "xxxxxl"],
  ["one size", "onesize", "os", "one size fits all", "uni"],
];
const SIZE_OF = new Map(SIZES.flatMap(([name = "", ...others]) => [name, ...others].map((word) => [word, name])));

/** British words in American spelling, whole words only. */
const SPELLINGS: Record<string, string> = { colour: "color", colours: "colors", grey: "gray", fibre: "fiber" };

/**
 * Finds what was ordered among what a product offers: one value for each of its options, in the shop's own words and in the
 * order of `options`. An option with a single value needs no word from the client. Throws product_variant_required where a
 * choice is missing and product_variant_unavailable where it is not offered; `observed.available` names what there is.
 */
export function matchVariant(options: readonly ProductOption[], wanted: readonly Variant[]): Variant[] {
  const taken = new Map<ProductOption, Variant>();
  for (const choice of wanted) {
    const option = findOption(options, choice.label);
    if (option === undefined) throw unavailable(`The product has no choice called "${choice.label}".`, options);
    const before = taken.get(option);
    const value = findValue(option.values, choice.value);
    if (value === undefined) throw unavailable(`There is no ${option.label} "${choice.value}".`, option);
    if (before !== undefined && before.value !== value) {
      throw unavailable(`Two values were ordered for ${option.label}.`, option);
    }
    taken.set(option, { label: option.label, value });
  }
  return options.map((option) => {
    const [only, ...others] = option.values;
    const chosen = taken.get(option);
    if (chosen !== undefined) return chosen;
    if (only !== undefined && others.length === 0) return { label: option.label, value: only };
    throw new CheckoutFailure("product_variant_required", `The product needs a choice of ${option.label}.`, {
      observed: { available: option },
    });
  });
}

function findOption(options: readonly ProductOption[], label: string): ProductOption | undefined {
  const wanted = fold(label);
  const same = options.find((option) => fold(option.label) === wanted);
  if (same !== undefined) return same;
  // "Size" is meant by "Choose a size", as long as nothing else is.
  const near = options.filter((option) => holds(fold(option.label), wanted) || holds(wanted, fold(option.label)));
  return near.length === 1 ? near[0] : undefined;
}

/** The most literal reading first: a shop may offer both "S" and "Small", and mean two things. */
function findValue(values: readonly string[], wanted: string): string | undefined {
  const readings = [(text: string) => text, (text: string) => text.trim().toLowerCase(), fold, sizeOf];
  for (const read of readings) {
    const found = values.filter((value) => read(value) === read(wanted));
    if (found.length === 1) return found[0];
    if (found.length > 1) return undefined;
  }
  return undefined;
}

function sizeOf(value: string): string {
  const folded = fold(value);
  return SIZE_OF.get(folded) ?? folded;
}

/** Case, accents, punctuation, spacing and the British spelling taken away. */
function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .split(" ")
    .map((word) => SPELLINGS[word] ?? word)
    .join(" ");
}

function holds(text: string, words: string): boolean {
  return words !== "" && ` ${text} `.includes(` ${words} `);
}

function unavailable(message: string, available: ProductOption | readonly ProductOption[]): CheckoutFailure {
  return new CheckoutFailure("product_variant_unavailable", message, { observed: { available } });
}
