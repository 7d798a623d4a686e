import { setTimeout as sleep } from "node:timers/promises";
import { CheckoutFailure } from "@cartwright/orders";
import type { ElementHandle } from "puppeteer";
import { findOption } from "../storefront/act.ts";
import { isSameValue } from "../storefront/address-values.ts";
import { matchVariant } from "../storefront/variants.ts";

/** States may be fetched only once the country is chosen. */
const OPTIONS_WITHIN_MS = 5_000;
const FILL_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 100;

interface Field {
  isSelect: boolean;
  maxLength: number;
  options: { value: string; text: string }[];
}

/**
 * Types or chooses a value, written in one of the ways of `values`, and answers with what the field shows for it. `variant`:
 * what the choice is called, where it is one of a product's. Throws CheckoutFailure where the field does not take it.
 */
export async function fillElement(
  element: ElementHandle,
  values: readonly string[],
  variant: string | undefined,
): Promise<string | undefined> {
  try {
    const field = await readField(element);
    return field.isSelect ? await choose(element, values, variant) : await type(element, values, field.maxLength);
  } catch (error) {
    if (error instanceof CheckoutFailure) throw error;
    throw new CheckoutFailure("checkout_failed", "it could not be filled in", { cause: error });
  } finally {
    await element.dispose().catch(() => undefined);
  }
}

async function readField(element: ElementHandle): Promise<Field> {
  return await element.evaluate((node) => ({
    isSelect: node instanceof HTMLSelectElement,
    maxLength: node instanceof HTMLInputElement ? node.maxLength : -1,
    options:
      node instanceof HTMLSelectElement
        ? [...node.options].filter(({ disabled }) => !disabled).map(({ value, text }) => ({ value, text }))
        : [],
  }));
}

async function choose(element: ElementHandle, values: readonly string[], variant: string | undefined): Promise<string> {
  const until = performance.now() + OPTIONS_WITHIN_MS;
  for (;;) {
    const { options } = await readField(element);
    const option = findOption(options, values) ?? findVariant(options, values, variant, performance.now() > until);
    if (option !== undefined) {
      await element.select(option.value);
      return option.text.trim();
    }
    if (performance.now() > until) {
      const available = options.map(({ text }) => text.slice(0, 80)).slice(0, 60);
      throw new CheckoutFailure("form_validation_error", `the list has no "${values.join('" or "')}"`, {
        observed: { available },
      });
    }
    await sleep(LOOK_EVERY_MS);
  }
}

/** What a client calls "medium" a shop may call "M". Where it is `final`, throws when the shop has none. */
function findVariant(
  options: Field["options"],
  [value = ""]: readonly string[],
  label: string | undefined,
  isFinal: boolean,
): Field["options"][number] | undefined {
  if (label === undefined) return undefined;
  const real = options.filter((option) => option.value !== "");
  try {
    const [match] = matchVariant([{ label, values: real.map(({ text }) => text) }], [{ label, value }]);
    return real.find(({ text }) => text === match?.value);
  } catch (error) {
    if (isFinal) throw error;
    return undefined;
  }
}

async function type(element: ElementHandle, values: readonly string[], maxLength: number): Promise<string | undefined> {
  const [first = ""] = values;
  const value = values.find((one) => maxLength < 0 || one.length <= maxLength) ?? first;
  await element.asLocator().setTimeout(FILL_WITHIN_MS).fill(value);
  // A form that is drawn anew takes its fields along: then there is nothing to compare.
  const shown = await element
    .evaluate((node) =>
      node.isConnected && (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement)
        ? node.value
        : undefined,
    )
    .catch(() => undefined);
  if (shown === undefined || value === "" || isSameValue(shown, [value])) return shown;
  throw new CheckoutFailure("form_validation_error", "the field does not keep the order's value");
}
