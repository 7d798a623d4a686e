import type { ElementHandle, Page } from "puppeteer";
import type { FieldValue } from "./address-values.ts";
import { isSameValue } from "./address-values.ts";
import { inPageHandle, type PageScript } from "./in-page.ts";
import type { Pulse } from "./pulse.ts";
import { type Seen, type Survey, surveyPage } from "./survey.ts";
import { plain } from "./words.ts";

/** The element that was to be used is not there any more, or something lies over it. */
export class NotUsable extends Error {
  override readonly name = "NotUsable";
}

/** Something lies over it: a pop-up, a spinner. */
export class Covered extends NotUsable {}

const OPTIONS_WITHIN_MS = 3_000;
/** Of a page that scrolls smoothly: until the element stands still in the middle. */
const CLICK_DELAY_MS = 0;

/** Presses a button, link, radio or checkbox as a mouse does: in the middle, where it must not be covered. */
export async function press(survey: Survey, seen: Seen): Promise<void> {
  const node = await requireNode(survey, seen);
  try {
    const target = await reachable(node, seen);
    await target.click({ delay: CLICK_DELAY_MS });
  } catch (error) {
    throw error instanceof NotUsable ? error : new NotUsable(`"${seen.label}" could not be pressed`, { cause: error });
  } finally {
    await node.dispose().catch(() => undefined);
  }
}

/** What a mouse gets at: the element, or a label of it where a styled radio or checkbox is hidden. Null: something lies over it. */
const REACHABLE: PageScript<undefined, (element: Element) => Element | null> = {
  run: (dom) => (element) => {
    element.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    const isAround = (outer: Node, inner: Element): boolean => {
      for (let at: Element | null = inner; at !== null; at = dom.parent(at)) if (at === outer) return true;
      return false;
    };
    for (const candidate of [element, ...labels]) {
      const box = candidate.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      let top = document.elementFromPoint(x, y);
      // The document sees a component as one element; what is hit lies inside.
      for (let inner = top; inner !== null && inner !== undefined;) {
        top = inner;
        const deeper: Element | null = inner.shadowRoot?.elementFromPoint(x, y) ?? null;
        inner = deeper === inner ? null : deeper;
      }
      if (top === null) continue;
      if (isAround(candidate, top) || isAround(top, candidate)) return candidate;
      if (labels.some((label) => isAround(label, top))) return candidate;
    }
    return null;
  },
};

async function reachable(node: ElementHandle, { frame, label }: Seen): Promise<ElementHandle> {
  const find = await inPageHandle(frame, REACHABLE, undefined);
  const target = await find.evaluateHandle((reach, element) => reach(element), node);
  await find.dispose();
  const found = target.asElement();
  if (found === null) throw new Covered(`something lies over "${label}"`);
  return found as ElementHandle;
}

/** Presses through the page's own script, where a mouse does not get at it. */
export async function pressUnseen(survey: Survey, seen: Seen): Promise<void> {
  const node = await requireNode(survey, seen);
  await node.evaluate((element) => {
    if (element instanceof HTMLElement) element.click();
  });
  await node.dispose().catch(() => undefined);
}

/** Types a value into a field with real key strokes, in place of what stands there. */
export async function typeInto(page: Page, survey: Survey, seen: Seen, value: string): Promise<void> {
  const node = await requireNode(survey, seen);
  try {
    const isReady = await node.evaluate((element) => {
      element.scrollIntoView({ block: "center", behavior: "instant" });
      if (element instanceof HTMLElement) element.focus();
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) element.select();
      const root = element.getRootNode();
      return (
        element.isConnected &&
        (root instanceof Document || root instanceof ShadowRoot) &&
        root.activeElement === element
      );
    });
    // A page that draws its form anew leaves the keys to whatever has the focus then.
    if (!isReady) throw new NotUsable(`"${seen.label}" does not take the focus`);
    if (value === "") await page.keyboard.press("Delete");
    // The bulk at once, the last letter as a key: a page that listens to keys sees one, and each event comes from the browser.
    if (value.length > 1) await page.keyboard.sendCharacter(value.slice(0, -1));
    const last = value.at(-1);
    if (last !== undefined) await page.keyboard.type(last);
  } catch (error) {
    throw new NotUsable(`"${seen.label}" could not be filled in`, { cause: error });
  } finally {
    await node.dispose().catch(() => undefined);
  }
}

/** The option of a list that says the value; undefined when there is none. */
export function findOption<T extends { text: string; value?: string }>(
  options: readonly T[],
  wanted: FieldValue,
): T | undefined {
  for (const one of wanted) {
    const exact = options.find(({ text, value }) => plain(text) === plain(one) || (value ?? "") === one);
    if (exact !== undefined) return exact;
  }
  const [first = ""] = wanted;
  return options.find(({ text }) => plain(text).startsWith(`${plain(first)} `));
}

/** Chooses in a `<select>`. False when it has no such option. */
export async function chooseOption(survey: Survey, seen: Seen, wanted: FieldValue): Promise<boolean> {
  const option = findOption(seen.options, wanted);
  if (option === undefined) return false;
  const node = await requireNode(survey, seen);
  await node.select(option.value);
  await node.dispose().catch(() => undefined);
  return true;
}

/** Chooses in an ARIA combobox: opens it, narrows its list by typing where it can be typed into, presses the option. */
export async function chooseInCombobox(
  { page, pulse }: { page: Page; pulse: Pulse },
  survey: Survey,
  seen: Seen,
  wanted: FieldValue,
): Promise<boolean> {
  const [first = ""] = wanted;
  await press(survey, seen);
  if (seen.type !== "" && seen.type !== "submit" && seen.type !== "button") {
    await typeInto(page, survey, seen, first.slice(0, 12)).catch(() => undefined);
  }
  const until = performance.now() + OPTIONS_WITHIN_MS;
  while (performance.now() < until) {
    const opened = await surveyPage(page);
    const options = opened.elements.filter(({ kind }) => kind === "option").map((seen) => ({ text: seen.label, seen }));
    const option = findOption(options, wanted);
    if (option !== undefined) {
      await press(opened, option.seen).catch(() => pressUnseen(opened, option.seen));
      await opened.dispose();
      return true;
    }
    await opened.dispose();
    await pulse.stir(150);
  }
  await page.keyboard.press("Escape");
  return false;
}

/** Whether a field holds the value. Of a select, by the chosen option's words. */
export function holds(seen: Seen, wanted: FieldValue): boolean {
  if (seen.kind !== "select") return isSameValue(seen.value, wanted);
  const chosen = seen.options.find(({ value }) => value === seen.value);
  return chosen !== undefined && findOption([chosen], wanted) !== undefined;
}

async function requireNode(survey: Survey, seen: Seen): Promise<ElementHandle> {
  const node = await survey.handleOf(seen);
  if (node === undefined) throw new NotUsable(`"${seen.label}" is gone`);
  return node;
}
