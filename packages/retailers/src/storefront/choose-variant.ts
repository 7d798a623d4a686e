import { CheckoutFailure } from "@cartwright/orders";
import type { Variant } from "@cartwright/schemas";
import { chooseOption, press, pressUnseen } from "./act.ts";
import type { WantedProduct } from "../driver.ts";
import { awaitsChoice, findOptions, isSameLabel, type ProductOption } from "./product-options.ts";
import { chooseClosed } from "./closed-choices.ts";
import { awaitButton, type ProductView, refuseSoldOut, viewProduct } from "./product-view.ts";
import type { Survey } from "./survey.ts";
import { matchVariant } from "./variants.ts";
import type { Walk } from "./walk.ts";

/** A product asks for no more choices than this. */
const MOST_OPTIONS = 12;

/** Chooses what was ordered, and answers with the shop's own words for it and the page as it is then. */
export async function chooseVariant(
  walk: Walk,
  first: ProductView,
  item: WantedProduct,
): Promise<[string[], ProductView]> {
  let wanted: readonly Variant[] = item.variant ?? [];
  const chosen: string[] = [];
  const closed: string[] = [];
  let view = first;
  // What is chosen in one may change what there is in the next, so each is looked up anew.
  for (let round = 0; round < MOST_OPTIONS; round += 1) {
    const options = findOptions(
      view.survey,
      view.product,
      view.add,
      wanted.map(({ label }) => label),
    )
      .filter(({ label }) => !closed.some((one) => isSameLabel(one, label)))
      .map((option, _, all) => (all.length === 1 ? named(option, wanted) : option));
    if (round === 0) refuseSoldOut(view, options.length > 0 && wanted.length > 0);
    const fromMenu = await chooseClosed(walk, view, wanted, options);
    if (fromMenu !== undefined) {
      chosen.push(fromMenu.value);
      closed.push(fromMenu.label);
      wanted = wanted.filter(({ label }) => label !== fromMenu.label);
      view = await viewProduct(walk);
      continue;
    }
    const needed = options.filter(
      (option) => !option.isSettled || wanted.some(({ label }) => isSameLabel(label, option.label)),
    );
    const offered = needed.map(({ label, values }) => ({ label, values }));
    // A list that is filled by another choice is not there to be matched yet.
    const isLater = awaitsChoice(view.survey, view.product, view.add);
    const open = wanted.filter(({ label }) => !isLater || options.some((option) => isSameLabel(label, option.label)));
    const values = matchVariant(offered, open).map(({ value }) => value);
    const next = needed[chosen.length - closed.length];
    const value = values[chosen.length - closed.length];
    if (next === undefined || value === undefined) {
      matchVariant(offered, wanted);
      break;
    }
    walk.session.saw(`choice ${next.label}: ${next.values.length} values`);
    await choose(walk, view.survey, next, value);
    chosen.push(value);
    view = await viewProduct(walk);
  }
  if (chosen.length > 0) {
    view = await awaitButton(walk, view);
    refuseSoldOut(view, false);
  }
  return [chosen, view];
}

/** The one choice of a product, which its page calls no more than "Variants", is what the order means by the one it makes. */
function named(option: ProductOption, wanted: readonly Variant[]): ProductOption {
  const [only, ...others] = wanted;
  const isNameless = /^(variants?|options?|product options?|selection)?$/.test(option.label.trim().toLowerCase());
  return only !== undefined && others.length === 0 && isNameless ? { ...option, label: only.label } : option;
}

async function choose(walk: Walk, survey: Survey, option: ProductOption, value: string): Promise<void> {
  const index = option.values.indexOf(value);
  const [field] = option.fields;
  if (option.kind === "select" && field !== undefined) {
    await chooseOption(survey, field, [option.texts[index] ?? value]);
    return;
  }
  const button = option.fields[index];
  if (button === undefined || button.isOn) return;
  if (button.isDisabled) {
    throw new CheckoutFailure("product_out_of_stock", `The product is not to be had in ${option.label} "${value}".`);
  }
  await press(survey, button).catch(() => pressUnseen(survey, button));
  await walk.pulse.settle();
}
