import { fieldMeaning } from "./field-meaning.ts";
import type { SeenProduct } from "./in-page/product.ts";
import type { Seen, Survey } from "./survey.ts";
import { buttonMeaning, plain } from "./words.ts";

/** A choice that a product page asks for: a list, radios, or buttons. */
export interface ProductOption {
  label: string;
  kind: "select" | "choices";
  values: string[];
  /** The same as the page shows them, with what each costs more. */
  texts: string[];
  /** The list itself, or one field a value, in the same order. */
  fields: Seen[];
  /** Something is chosen already that a buyer need not have thought about. */
  isSettled: boolean;
}

const PLACEHOLDER = /^$|^(-+ ?)?(please )?(choose|select|pick)\b|^-+$|^(choose|select) an? option/;
/** What a buyer has a mind of his own about, even where the page has made a choice for him. */
const OWN_MIND =
  /size|colou?r|style|material|flavou?r|scent|finish|pattern|length|width|model|type|fit|capacity|storage|variant|edition|version/;

/**
 * The choices around a product's button, in the page's order; other products' are left out. `wanted`: what the order calls
 * its choices, for options that the page gives more than one name.
 */
export function findOptions(
  survey: Survey,
  product: SeenProduct,
  add: Seen | undefined,
  wanted: readonly string[],
): ProductOption[] {
  const fields = ownFields(survey, product, add);
  // Buttons behind the one that adds do something else with the product: list it, compare it, send it to a friend.
  const buttons = add === undefined ? fields : fields.filter(({ at }) => at < add.at);
  const call = (names: readonly string[]): string => chooseLabel(names, product.heading, wanted);
  return [...findLists(fields, call), ...findRadios(fields, call), ...findSwatches(buttons, call)].toSorted(
    (one, other) => (one.fields[0]?.at ?? 0) - (other.fields[0]?.at ?? 0),
  );
}

/** Whether a list is still empty: it is filled once another choice was made. */
export const awaitsChoice = (survey: Survey, product: SeenProduct, add: Seen | undefined): boolean =>
  ownFields(survey, product, add).some(
    ({ kind, options }) => kind === "select" && options.every(({ text, value }) => value === "" || isPlaceholder(text)),
  );

const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(plain(text));

function ownFields(survey: Survey, product: SeenProduct, add: Seen | undefined): Seen[] {
  const scope = product.candidates.find(({ at }) => at === add?.at) ?? product.candidates.find(({ isCard }) => !isCard);
  const isOwn = ({ at, isLandmark, isDialog, isFloating }: Seen): boolean =>
    !isLandmark &&
    !isDialog &&
    !isFloating &&
    (scope === undefined || (at >= scope.from && at < scope.to)) &&
    !product.cards.some(({ from, to }) => at >= from && at < to);
  // Behind the button come reviews, questions and newsletters.
  const isBefore = ({ at, form }: Seen): boolean =>
    add === undefined || at < add.at || (form !== -1 && form === add.form);
  return survey.elements.filter((seen) => isOwn(seen) && isBefore(seen));
}

type Call = (names: readonly string[]) => string;

function findLists(fields: readonly Seen[], call: Call): ProductOption[] {
  return fields
    .filter((seen) => seen.kind === "select" && !["quantity", "country", "state"].includes(fieldMeaning(seen)))
    .map((seen): ProductOption => {
      const isReal = ({ text, value }: { text: string; value: string }): boolean =>
        !PLACEHOLDER.test(plain(text)) && value !== "";
      const real = seen.options.filter(isReal);
      const placeholder = seen.options.find((option) => !isReal(option))?.text ?? "";
      const label = call([seen.label, seen.near, seen.name, placeholder]);
      const isChosen = real.some(({ value }) => value === seen.value);
      const values = real.map(({ text }) => withoutPrice(text));
      const texts = real.map(({ text }) => text);
      return {
        label,
        kind: "select",
        values,
        texts,
        fields: [seen],
        isSettled: isSettled(label, isChosen, real.length),
      };
    })
    .filter(({ values }) => values.length > 0);
}

function findRadios(fields: readonly Seen[], call: Call): ProductOption[] {
  const groups = new Map<string, Seen[]>();
  for (const seen of fields.filter(({ kind }) => kind === "radio")) {
    const group = seen.name || seen.group || String(seen.around[1]);
    groups.set(group, [...(groups.get(group) ?? []), seen]);
  }
  return [...groups.values()].map((radios) =>
    toChoices(radios, call, (radio) => radio.label || radio.near || radio.value),
  );
}

/** Buttons side by side with short names, none of which does anything else. */
function findSwatches(fields: readonly Seen[], call: Call): ProductOption[] {
  const groups: Seen[][] = [];
  const buttons = fields.filter(isSwatch);
  for (const level of [0, 1]) {
    for (const button of buttons) {
      if (groups.some((group) => group.includes(button))) continue;
      const kin = buttons.filter((other) => other.around[level] === button.around[level]);
      if (kin.length > 1) groups.push(kin);
    }
  }
  return groups.map((group) => toChoices(group, call, ({ label }) => label));
}

function isSwatch({ kind, label, isExpander }: Seen): boolean {
  if (isExpander) return false;
  if ((kind !== "button" && kind !== "option") || label === "" || label.length > 29) return false;
  if (!["other", "confirm"].includes(buttonMeaning(label))) return false;
  return !/[+−–-]$|wish|share|zoom|next|previous|play|show|picture|image|review|quantity|compare|upload|browse/i.test(
    label,
  );
}

function toChoices(fields: Seen[], call: Call, valueOf: (seen: Seen) => string): ProductOption {
  const [first] = fields;
  const texts = fields.map(valueOf);
  // What stands beside the first may be what it is called itself, and not what they are all about.
  const near = first === undefined || first.near === texts[0] ? "" : first.near;
  const label = call([first?.group ?? "", near, first?.name ?? "", first?.section ?? ""]);
  const isChosen = fields.some(({ isOn }) => isOn);
  return {
    label,
    kind: "choices",
    values: texts.map(withoutPrice),
    texts,
    fields,
    isSettled: isSettled(label, isChosen, fields.length),
  };
}

function isSettled(label: string, isChosen: boolean, values: number): boolean {
  return isChosen && (values === 1 || !OWN_MIND.test(plain(label)));
}

/** "Large [+$5.00]" → "Large". */
const withoutPrice = (text: string): string =>
  text.replace(/\s*(?:[[(]\s*[-+−]?\s*(?:US\s?)?\$\s?[\d.,]+\s*[\])]|[-+−]\s?\$\s?[\d.,]+)\s*$/, "") || text;

/** Of the names that a choice may go by, the one that the order knows; else the first that is no price and no title. */
function chooseLabel(names: readonly string[], heading: string, wanted: readonly string[]): string {
  const labels = names.map(labelOf).filter((label) => label !== "" && label !== heading && !/[$€£]|price/i.test(label));
  const known =
    labels.find((label) => wanted.some((word) => isSameLabel(word, label))) ??
    // A field's name says of what it is a part first: "add_to_cart[item][variant]".
    wanted.find((word) => word !== "" && labels.some((label) => spelt(label).endsWith(` ${spelt(word)}`)));
  return known ?? labels.find((label) => OWN_MIND.test(plain(label))) ?? labels[0] ?? "";
}

export const isSameLabel = (one: string, other: string): boolean => spelt(one) === spelt(other);
const spelt = (label: string): string => plain(label).replaceAll("colour", "color");

/** What a button that opens a menu is about: "Please choose Size" → "Size". */
export const shortLabel = (text: string): string => labelOf(text);

/** "Size: M *" → "Size"; "product_attribute_Size" → "Size"; "Choose a size" → "size". */
function labelOf(text: string): string {
  const words = (text.split(/[:*(]/)[0] ?? "").replaceAll(/[_[\]-]+/g, " ").trim();
  return words
    .replace(/^((opt(ion)?s?|attributes?|variants?|groups?|product|super|pa|select|data)\s+)+/i, "")
    .replace(/^(please )?(choose|select|pick) (an? |your |the )?/i, "")
    .trim();
}
