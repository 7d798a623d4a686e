import type { Variant } from "@cartwright/schemas";
import { press, pressUnseen } from "./act.ts";
import { isSameLabel, type ProductOption, shortLabel } from "./product-options.ts";
import type { ProductView } from "./product-view.ts";
import type { Seen, Survey } from "./survey.ts";
import { matchVariant } from "./variants.ts";
import { look, type Walk } from "./walk.ts";
import { buttonMeaning, plain } from "./words.ts";

/**
 * Chooses from a menu that has to be opened first: "Size: M ▾", "Please choose a size". Undefined where all that is wanted
 * is in the open, or nothing that opens is called like it.
 */
export async function chooseClosed(
  walk: Walk,
  view: ProductView,
  wanted: readonly Variant[],
  options: readonly ProductOption[],
): Promise<Variant | undefined> {
  const choice = wanted.find(({ label }) => !options.some((option) => isSameLabel(option.label, label)));
  if (choice === undefined) return undefined;
  for (const opener of findOpeners(view, choice.label)) {
    await press(view.survey, opener).catch(() => pressUnseen(view.survey, opener));
    const opened = await look(walk);
    const entry = findEntry(view.survey, opened, choice);
    if (entry !== undefined) {
      walk.session.saw(`choice ${choice.label}: opened "${opener.label || opener.near}"`);
      await press(opened, entry.seen).catch(() => pressUnseen(opened, entry.seen));
    }
    if (entry !== undefined) return { label: choice.label, value: entry.value };
  }
  return undefined;
}

/** What opens a menu of this name, among what stands around the product's button. */
function findOpeners({ survey, product }: ProductView, label: string): Seen[] {
  const scope = product.candidates.find(({ isCard }) => !isCard);
  return survey.elements.filter((seen) => {
    const isOwn =
      !seen.isLandmark &&
      (scope === undefined || (seen.at >= scope.from && seen.at < scope.to)) &&
      !product.cards.some(({ from, to }) => seen.at >= from && seen.at < to);
    if (!isOwn || seen.isDisabled) return false;
    if (seen.kind !== "combobox" && (seen.kind !== "button" || buttonMeaning(seen.label) !== "other")) return false;
    return [seen.label, seen.near, seen.name].some((name) => name !== "" && isSameLabel(shortLabel(name), label));
  });
}

/** The menu's entry for the wanted value, among what was not in view before. */
function findEntry(before: Survey, opened: Survey, choice: Variant): { seen: Seen; value: string } | undefined {
  const known = new Set(before.elements.map(({ key }) => key));
  const entries = opened.elements
    .filter(
      ({ kind, key, isDisabled }) =>
        ["option", "radio", "button", "link"].includes(kind) && !known.has(key) && !isDisabled,
    )
    .map((seen) => ({ seen, value: seen.label || seen.near || seen.value }))
    .filter(({ value }) => plain(value) !== "");
  try {
    const [match] = matchVariant([{ label: choice.label, values: entries.map(({ value }) => value) }], [choice]);
    return entries.find(({ value }) => value === match?.value);
  } catch {
    // No entry is called so: another menu may have it.
    return undefined;
  }
}
