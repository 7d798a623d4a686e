import { setTimeout as sleep } from "node:timers/promises";
import { CheckoutFailure } from "@cartwright/orders";
import { type Selector, selectorToPElementSelector, type StepWithFrame } from "@puppeteer/replay";
import type { ElementHandle, Frame, Page } from "puppeteer";

const LOOK_EVERY_MS = 100;

/** The frame that a step was recorded in. Throws CheckoutFailure when there is none such now. */
export function frameOf(page: Page, { target, frame: path = [] }: Pick<StepWithFrame, "target" | "frame">): Frame {
  let frame: Frame | undefined = page.mainFrame();
  if (target !== undefined && target !== "main") frame = page.frames().find((one) => one.url() === target);
  for (const index of path) frame = frame?.childFrames()[index];
  if (frame !== undefined) return frame;
  throw new CheckoutFailure("checkout_failed", "the frame or window that it was recorded in is not there");
}

/** The element of the first selector that finds one which is visible and not disabled, as soon as there is one. */
export async function findElement(
  frame: Frame,
  selectors: readonly Selector[],
  withinMs: number,
): Promise<ElementHandle> {
  const until = performance.now() + withinMs;
  for (;;) {
    for (const selector of selectors) {
      const found = await findUsable(frame, selectorToPElementSelector(selector));
      if (found !== undefined) return found;
    }
    if (performance.now() > until) throw new CheckoutFailure("checkout_failed", "the page has no such element");
    await sleep(LOOK_EVERY_MS);
  }
}

async function findUsable(frame: Frame, selector: string): Promise<ElementHandle | undefined> {
  // A page that is just being replaced, or a selector that no browser understands, finds nothing.
  const all = await frame.$$(selector).catch(() => []);
  let found: ElementHandle | undefined;
  for (const element of all) {
    const isUsable = found === undefined && (await isVisibleAndEnabled(element).catch(() => false));
    if (isUsable) found = element;
    else await element.dispose().catch(() => undefined);
  }
  return found;
}

async function isVisibleAndEnabled(element: ElementHandle): Promise<boolean> {
  if (!(await element.isVisible())) return false;
  return await element.evaluate((node) => node instanceof Element && !node.matches(":disabled, [aria-disabled=true]"));
}
