import { parseUrl } from "@cartwright/schemas";
import type { PurchaseOutcome } from "../driver.ts";
import { press } from "./act.ts";
import { isCartEmpty } from "./cart.ts";
import { findPlaceButtons } from "./next-page.ts";
import { readShownMoney, toCartItems } from "./money.ts";
import { named, pressFirmly } from "./obstacles.ts";
import { type Survey, surveyPage } from "./survey.ts";
import { findHinted, type Walk } from "./walk.ts";
import { saysPlaced } from "./words.ts";

const ANSWER_WITHIN_MS = 30_000;
const DRAWN_WITHIN_MS = 4_000;
const CONFIRM_LOOKS = 10;
const STIR_MS = 250;

/** Presses the button that buys; a dialog that asks once more is agreed to. */
export async function pressBuy(walk: Walk): Promise<void> {
  const { page } = walk.session;
  const hint = walk.profile?.hints?.placeOrder;
  if (await findHinted(walk, hint)) return await page.click(hint ?? "");
  const url = page.url();
  await pressFirmly(walk, (survey) => findPlaceButtons(survey, true).find(({ isDisabled }) => !isDisabled));
  for (let time = 0; time < CONFIRM_LOOKS; time += 1) {
    // Something is on its way, and held: nothing else is pressed.
    if (walk.pulse.isBusy() || page.url() !== url) return;
    const survey = await surveyPage(page);
    const asked = survey.elements.filter(
      ({ isDialog, isFloating, isLandmark }) => (isDialog || isFloating) && !isLandmark,
    );
    const [agree] = named(asked, "place", "confirm");
    if (agree !== undefined && !walk.pulse.isBusy()) {
      walk.session.saw(`asked once more: "${agree.label}"`);
      return await press(survey, agree);
    }
    await survey.dispose();
    await walk.pulse.stir(STIR_MS);
  }
}

/** Until the page says something that it did not say before the purchase. Never reloads or presses. */
export async function waitForAnswer(walk: Walk, before: { url: string; alerts: readonly string[] }): Promise<void> {
  const until = performance.now() + ANSWER_WITHIN_MS;
  let arrivedAt: number | undefined;
  while (performance.now() < until) {
    await walk.pulse.settle(2_000);
    const survey = await surveyPage(walk.session.page);
    await survey.dispose();
    const isNewPage = survey.url !== before.url && findPlaceButtons(survey, true).length === 0;
    const hasSpoken = survey.alerts.some((alert) => !before.alerts.includes(alert));
    if (isPlaced(survey) || hasSpoken) return;
    // A page may draw what it has to say a moment after it has come.
    if (isNewPage && survey.text.length > 0 && !walk.pulse.isBusy()) arrivedAt ??= performance.now();
    if (arrivedAt !== undefined && performance.now() - arrivedAt > DRAWN_WITHIN_MS) return;
    await walk.pulse.stir(STIR_MS);
  }
}

/** A page that thanks for an order, and has no button left that would place it. */
function isPlaced(survey: Survey): boolean {
  if (findPlaceButtons(survey, true).some(({ isDisabled, kind }) => !isDisabled && kind === "button")) return false;
  return saysPlaced(survey.title) || survey.headings.some(saysPlaced) || saysPlaced(survey.text.slice(0, 3_000));
}

/** What the page that answers the purchase says. */
export async function readOutcome(walk: Walk): Promise<PurchaseOutcome> {
  const { page } = walk.session;
  const refusal = await findRefusal(walk);
  if (refusal !== undefined) return refusal;
  const status = walk.pulse.lastDocument()?.status ?? 200;
  const survey = await surveyPage(page);
  await survey.dispose();
  if (status >= 400 || !isPlaced(survey)) {
    return { kind: "unclear", message: "the shop showed no page that is known for a confirmation" };
  }
  const shown = { url: page.url(), title: survey.title };
  const { totals, lines } = await readShownMoney(page, walk.items);
  const number = (await hintedNumber(walk)) ?? findOrderNumber(survey.text, page.url(), ownReferences(walk));
  if (number === undefined && !(await isCartEmpty(walk))) {
    return {
      kind: "unclear",
      message: "the shop's page thanks for the order, shows no number, and the cart is not empty",
    };
  }
  return {
    kind: "placed",
    merchantOrderIds: number === undefined ? [] : [number],
    page: shown,
    prices: {
      ...totals,
      cart_items: toCartItems(lines),
    },
    estimatedDelivery: null,
  };
}

/** What we gave the shop to call the order by. */
export const ownReferences = ({ session: { order } }: Walk): string[] =>
  [order.marker, order.poNumber].filter((reference) => reference !== null);

async function findRefusal(walk: Walk): Promise<PurchaseOutcome | undefined> {
  for (const { selector, code } of walk.profile?.refusals ?? []) {
    const element = await walk.session.page.$(selector);
    if (element === null) continue;
    const message = await element.evaluate((node) => (node.textContent ?? "").trim());
    return { kind: "declined", code, message: message || "The shop refused the order." };
  }
  return undefined;
}

async function hintedNumber({ profile, session }: Walk): Promise<string | undefined> {
  const selector = profile?.hints?.orderNumber;
  const element = selector === undefined ? null : await session.page.$(selector);
  const text = await element?.evaluate((node) => node.textContent ?? "");
  return /[A-Z0-9][A-Z0-9-]*\d[A-Z0-9-]*|\d+/i.exec(text ?? "")?.[0];
}

const NUMBER = String.raw`#?\s?([A-Z]{0,6}[-_]?\d[A-Z0-9_-]{0,30}|[A-Z][A-Z0-9]{7,30})`;
const IN_TEXT = [
  new RegExp(
    String.raw`\b(?:order|purchase|confirmation)\s*(?:number|no\b\.?|nr\b\.?|num\b\.?|id\b|reference|ref\b\.?|code|#)(?:\s*(?:is|was))?\s*[:#-]?\s*${NUMBER}`,
    "i",
  ),
  new RegExp(String.raw`\b(?:order|purchase)\s*[:#]\s*${NUMBER}`, "i"),
  /\border\b[^#]{0,30}#\s?([A-Z]{0,6}[-_]?\d[A-Z0-9_-]{0,30})\b/i,
  /\b([A-Z]{1,6}-\d{2,}|#?\d{3,})\s+is (?:the|your) (?:order )?number/i,
  /\border\s+(?:number\s+)?([A-Z]{1,5}-\d+|[A-Z]{1,4}\d{5,}|#\s?[A-Z0-9-]*\d[A-Z0-9-]*|\d{4,})\b/i,
];
/** "Order reference: KHWLILZLL": capitals behind a label that is not written in capitals itself. */
const LETTERS_ONLY = /\b[Oo]rder (?:[Rr]eference|[Nn]umber|[Cc]ode)(?: is)?\s*[:#]\s*#?([A-Z]{6,16})\b/;
const IN_URL =
  /\/[a-z-]*(?:order|confirm|success|thank|complet|receipt|received|placed)[a-z-]*\/(?:[a-z-]+\/)?([\w-]*\d[\w-]*)/i;

/** A day is no number of an order. */
const DATE = /^\d{4}-\d{2}-\d{2}$|^(?:19|20)\d{2}$/;

/**
 * The retailer's own number of an order, from the words of its confirmation or from its address. `own`: references that we
 * gave the shop ourselves, and that it shows again.
 */
export function findOrderNumber(text: string, url: string, own: readonly string[] = []): string | undefined {
  // "PO number" and "purchase order number" are the client's.
  const words = own
    .reduce((rest, reference) => rest.replaceAll(reference, " "), text)
    .replaceAll(/\bpurchase order (?:number|no\.?)/gi, " ");
  const isNumber = (found: string | undefined): found is string =>
    found !== undefined && /\d/.test(found) && !DATE.test(found);
  for (const pattern of IN_TEXT) {
    const found = pattern.exec(words)?.[1]?.replace(/^#\s?/, "");
    if (isNumber(found)) return found;
  }
  const letters = LETTERS_ONLY.exec(words)?.[1];
  if (letters !== undefined) return letters;
  const parsed = parseUrl(url);
  if (parsed === undefined) return undefined;
  const { pathname, searchParams } = parsed;
  for (const [name, value] of searchParams) {
    if (/^(order|order_?(id|no|number|ref))$/i.test(name) && isNumber(value)) return value;
  }
  const inPath = IN_URL.exec(pathname)?.[1];
  return isNumber(inPath) ? inPath : undefined;
}
