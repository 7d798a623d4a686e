import { CheckoutFailure } from "@cartwright/orders";
import { type ClickStep, type DoubleClickStep, mouseButtonMap, StepType } from "@puppeteer/replay";
import type { ClickOptions, ElementHandle } from "puppeteer";
import { buttonMeaning, plain } from "../storefront/words.ts";

const LONGEST_PRESS_MS = 500;

/** Clicks once, where it was clicked while recording. */
export async function pressElement(
  element: ElementHandle,
  step: ClickStep | DoubleClickStep,
  how: { isOtherElement: boolean; buys: boolean },
): Promise<void> {
  try {
    if (how.isOtherElement) await refuseOther(element);
    else if (!how.buys) await refuseBuying(element, step);
    const isInside = !how.isOtherElement && (await isInsideOf(element, step));
    const options: ClickOptions = {
      count: step.type === StepType.DoubleClick ? 2 : 1,
      button: mouseButtonMap.get(step.button ?? "primary") ?? "left",
      delay: Math.min(step.duration ?? 0, LONGEST_PRESS_MS),
      ...(isInside ? { offset: { x: step.offsetX, y: step.offsetY } } : {}),
    };
    await element.click(options);
  } catch (error) {
    if (error instanceof CheckoutFailure) throw error;
    throw new CheckoutFailure("checkout_failed", "it could not be clicked", { cause: error });
  } finally {
    await element.dispose().catch(() => undefined);
  }
}

/** What a choice of an order's is never: its words come from whoever orders, and "Buy now" is no color. */
const NO_CHOICE: ReadonlySet<string> = new Set(["place", "confirm", "express", "checkout", "add_to_cart", "continue"]);

/** The element was found by an order's own words: it may choose, and nothing else. */
async function refuseOther(element: ElementHandle): Promise<void> {
  const name = (await namesOf(element)).find((one) => NO_CHOICE.has(buttonMeaning(one)));
  if (name === undefined) return;
  throw new CheckoutFailure(
    "product_variant_unavailable",
    `the order's choice is "${name.trim()}", which chooses nothing`,
  );
}

/** A shop that was changed may have the button that buys where another one was recorded. */
async function refuseBuying(element: ElementHandle, { selectors }: ClickStep | DoubleClickStep): Promise<void> {
  const names = await namesOf(element);
  const recorded = plain(selectors.flat().join(" "));
  const buying = names.find((name) => buttonMeaning(name) === "place" && !recorded.includes(plain(name)));
  if (buying === undefined) return;
  throw new CheckoutFailure(
    "checkout_failed",
    `it would press "${buying.trim()}", which was not recorded here and looks as if it buys`,
  );
}

/** What an element is called, or the button that it is a part of. */
async function namesOf(element: ElementHandle): Promise<string[]> {
  return await element.evaluate((node) => {
    const around = node.closest("button, a, [role=button], input");
    return [node, ...(around === null ? [] : [around])].flatMap((one) => [
      one instanceof HTMLElement ? one.innerText : (one.textContent ?? ""),
      one instanceof HTMLInputElement ? one.value : "",
      one.getAttribute("aria-label") ?? "",
    ]);
  });
}

/** Where it was clicked matters on a drawing; an element that has become smaller is clicked in its middle. */
async function isInsideOf(element: ElementHandle, { offsetX, offsetY }: ClickStep | DoubleClickStep): Promise<boolean> {
  await element.scrollIntoView();
  const box = await element.boundingBox();
  return box !== null && offsetX >= 0 && offsetY >= 0 && offsetX < box.width && offsetY < box.height;
}
