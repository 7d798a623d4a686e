import { CheckoutFailure, requireSameCart, type ShownLine } from "@cartwright/orders";
import { parseUrl } from "@cartwright/schemas";
import { chooseOption, press, pressUnseen, typeInto } from "./act.ts";
import { isSamePage, type KnownItem } from "./cart-lines.ts";
import { fieldMeaning } from "./field-meaning.ts";
import { readShownMoney, type ShownMoney } from "./money.ts";
import { clearWay, firstAlert, named, pressFirmly } from "./obstacles.ts";
import { CART_PATHS, pathsNear } from "./shop-paths.ts";
import type { Seen, Survey } from "./survey.ts";
import { look, open, pressable, type Walk } from "./walk.ts";
import { faultCode, plain } from "./words.ts";

// A product may be called like one: "/duffle-bag.html".
const CART_PATH =
  /(^|[/=])((shopping|shop|view|show|my|your|checkout)[-_]?)?(cart|basket|bag|trolley)(\.\w+|\/?|\/(index|view|show))$/i;
const MOST_LINES = 40;
const MOST_STEPS = 30;
const CORRECTED_WITHIN_MS = 2_000;
/** A cart that a script draws comes after its page: where a link led to it, it is waited for longer than on a guess. */
const DRAWN_WITHIN_MS = 4_000;
const GUESS_DRAWN_WITHIN_MS = 800;
const DRAWER_WITHIN_MS = 1_500;

/** Goes to where the cart's lines can be read, and remembers it. Throws when there is none. */
export async function openCart(walk: Walk): Promise<void> {
  await findCart(walk);
  walk.cartUrl = walk.session.page.url();
}

async function findCart(walk: Walk): Promise<void> {
  const { session, profile } = walk;
  const hinted = profile?.hints?.cartPath;
  if (hinted !== undefined && (await showsCart(walk, await openPath(walk, hinted), DRAWN_WITHIN_MS))) return;
  const here = await look(walk);
  const target = findCartLink(here, walk)?.href;
  // Where nothing leads on, a drawer may still be on its way.
  const isHere = await showsCart(walk, here, target === undefined ? DRAWER_WITHIN_MS : 0);
  if (isHere) return session.saw("the page itself shows the cart");
  const buttons = named(pressable(here, { landmarks: true }), "view_cart");
  const [opener] = buttons;
  if (target !== undefined && (await showsCart(walk, await openPath(walk, target), DRAWN_WITHIN_MS)))
    return session.saw(`cart by its link`);
  if (target === undefined && opener !== undefined) {
    await pressFirmly(walk, ({ elements }) => elements.find(({ key }) => key === opener.key));
    if (await showsCart(walk, await look(walk), DRAWN_WITHIN_MS)) return session.saw(`cart by "${opener.label}"`);
  }
  for (const path of pathsNear(walk.items[0]?.pageUrl ?? session.page.url(), CART_PATHS)) {
    const opened = await openPath(walk, path);
    if (await showsCart(walk, opened, GUESS_DRAWN_WITHIN_MS)) return session.saw(`cart at ${path}`);
  }
  throw new CheckoutFailure("add_to_cart_failed", "No page of the shop shows the cart with the product in it.");
}

async function openPath(walk: Walk, path: string): Promise<Survey> {
  return await open(walk, new URL(path, walk.session.page.url()).href);
}

function findCartLink(survey: Survey, { session }: Walk): Seen | undefined {
  const { origin, pathname, search } = new URL(session.page.url());
  return survey.elements.find((seen) => {
    const url = seen.kind === "link" ? parseUrl(seen.href) : undefined;
    if (url === undefined) return false;
    if (url.pathname + url.search === pathname + search) return false;
    if (url.origin !== origin || /add|remove|delete/i.test(url.search + url.pathname)) return false;
    return CART_PATH.test(url.pathname) || CART_PATH.test(url.searchParams.get("route") ?? "");
  });
}

async function showsCart(walk: Walk, survey: Survey, withinMs = 0): Promise<boolean> {
  const status = walk.pulse.lastDocument()?.status ?? 200;
  if (status >= 400) return false;
  const until = performance.now() + withinMs;
  for (;;) {
    const { lines } = await readCart(walk);
    if (lines.some(({ url }) => url !== null)) return true;
    if (performance.now() >= until) return false;
    await walk.pulse.stir(200);
    await walk.pulse.settle(1_000);
  }
}

/** The cart's lines and totals. A product's own page looks like a cart with one line: there only a drawer counts. */
async function readCart(walk: Walk): Promise<ShownMoney> {
  const { page } = walk.session;
  const money = await readShownMoney(page, walk.items);
  if (!walk.items.some(({ pageUrl }) => isSamePage(page.url(), { url: pageUrl, pageUrl }))) return money;
  const isInDrawer = (_: unknown, index: number): boolean => money.seen[index]?.isFloating === true;
  return { ...money, lines: money.lines.filter(isInDrawer), seen: money.seen.filter(({ isFloating }) => isFloating) };
}

/** Checks that the cart holds what was ordered and nothing else; a quantity that is not yet right is set right. */
export async function verifyCart(walk: Walk): Promise<void> {
  const { session } = walk;
  for (let round = 0; round < 3; round += 1) {
    const money = await readCart(walk);
    const wrong = walk.items.find((item) => !isRight(money, item, walk.items));
    if (wrong === undefined || !(await correctQuantity(walk, money, wrong))) break;
    await waitForQuantity(walk, wrong);
  }
  const { lines, totals } = await readCart(walk);
  session.saw(`cart: ${lines.length} lines, ${lines.filter(({ url }) => url !== null).length} of them ordered`);
  await refuseFault(walk);
  // Without what was left out on the way.
  requireSameCart(lines, walk.items);
  requireSum(lines, totals.subtotal);
  walk.cartLines = lines;
}

async function refuseFault(walk: Walk): Promise<void> {
  const survey = await look(walk);
  const fault = firstAlert(survey, (text) =>
    ["product_out_of_stock", "quantity_limit_exceeded"].includes(faultCode(text) ?? ""),
  );
  if (fault !== undefined) throw new CheckoutFailure(faultCode(fault) ?? "add_to_cart_failed", fault);
}

/** Something that costs money and shows no line of its own is a line too. */
function requireSum(lines: readonly ShownLine[], subtotalCents: number | null): void {
  const totals = lines.map(({ lineTotalCents }) => lineTotalCents);
  if (subtotalCents === null || totals.some((cents) => cents === null)) return;
  const sum = totals.reduce((all: number, cents) => all + (cents ?? 0), 0);
  if (sum === subtotalCents || lines.some(({ quantity, unitPriceCents }) => quantity !== 1 && unitPriceCents === null))
    return;
  throw new CheckoutFailure(
    "cart_mismatch",
    "The cart's lines do not add up to its subtotal: it holds something else.",
    {
      observed: { cart: lines, subtotal: subtotalCents },
    },
  );
}

/** A cart that saves by itself shows the new quantity a moment later. */
async function waitForQuantity(walk: Walk, item: KnownItem): Promise<void> {
  const until = performance.now() + CORRECTED_WITHIN_MS;
  for (;;) {
    await walk.pulse.settle();
    if (isRight(await readCart(walk), item, walk.items) || performance.now() > until) return;
    await walk.pulse.stir(CORRECTED_WITHIN_MS / 8);
  }
}

function isRight({ lines }: ShownMoney, item: KnownItem, items: readonly KnownItem[]): boolean {
  const wanted = items.filter(({ url, chosen }) => url === item.url && String(chosen) === String(item.chosen));
  const quantity = wanted.reduce((sum, one) => sum + one.quantity, 0);
  return lines.some((line) => line.url === item.url && line.quantity === quantity);
}

/** Sets the quantity of a line in the cart. False when the cart gives no way to. */
async function correctQuantity(walk: Walk, money: ShownMoney, item: KnownItem): Promise<boolean> {
  const index = money.lines.findIndex(({ url }) => url === item.url);
  const line = money.seen[index];
  const shown = money.lines[index]?.quantity ?? null;
  if (line === undefined) return false;
  const survey = await clearWay(walk, await look(walk));
  const inLine = survey.elements.filter(({ at }) => at >= line.from && at < line.to);
  const field =
    inLine.find((seen) => (seen.kind === "text" || seen.kind === "select") && fieldMeaning(seen) === "quantity") ??
    inLine.find(
      ({ kind, value, options }) =>
        value === String(shown) && (kind === "text" || (kind === "select" && options.every(isCount))),
    );
  const wanted = String(item.quantity);
  if (field?.kind === "select") return await chooseOption(survey, field, [wanted]);
  if (field !== undefined && !field.isDisabled) {
    await typeInto(walk.session.page, survey, field, wanted);
    await walk.session.page.keyboard.press("Enter");
    await walk.pulse.settle();
    await pressUpdate(walk);
    return true;
  }
  const [plus] = named(inLine, "plus");
  if (plus === undefined || shown === null || shown >= item.quantity) return false;
  const isDone = await stepUp(walk, plus, item.quantity - shown);
  await pressUpdate(walk);
  return isDone;
}

/** A list of numbers, and a word that asks to choose one. */
const isCount = ({ value, text }: { value: string; text: string }): boolean =>
  value === "" || /^\d{1,3}\+?$/.test(text);

async function pressUpdate(walk: Walk): Promise<void> {
  const survey = await look(walk);
  const [update] = named(pressable(survey), "update");
  if (update !== undefined) await press(survey, update).catch(() => undefined);
  await walk.pulse.settle();
}

export async function stepUp(walk: Walk, plus: Seen, times: number): Promise<boolean> {
  for (let step = 0; step < Math.min(times, MOST_STEPS); step += 1) {
    const survey = await look(walk);
    const button = survey.elements.find(({ key }) => key === plus.key);
    if (button === undefined) return false;
    await press(survey, button).catch(() => pressUnseen(survey, button));
  }
  await walk.pulse.settle();
  return true;
}

/** Takes everything out of the cart of an account that was here before. */
export async function emptyCart(walk: Walk): Promise<void> {
  let survey = await openSomeCart(walk);
  for (let line = 0; line < MOST_LINES; line += 1) {
    const [remove] = named(pressable(survey), "remove");
    if (remove === undefined) break;
    await press(survey, remove).catch(() => pressUnseen(survey, remove));
    survey = await clearWay(walk, await look(walk));
  }
  const rest = named(pressable(survey), "remove").length;
  if (rest > 0) throw new CheckoutFailure("cart_mismatch", "The account's cart could not be emptied before the order.");
}

async function openSomeCart(walk: Walk): Promise<Survey> {
  const here = await look(walk);
  const target = findCartLink(here, walk)?.href;
  const paths = pathsNear(walk.session.page.url(), CART_PATHS);
  for (const path of [walk.profile?.hints?.cartPath, target, knownCart(walk), ...paths]) {
    if (path === undefined) continue;
    const survey = await openPath(walk, path);
    if ((walk.pulse.lastDocument()?.status ?? 200) < 400 && /cart|basket|bag|trolley/i.test(plain(survey.text)))
      return survey;
  }
  return here;
}

/** Where the cart was seen in this walk; not on the product's own page, which shows it in a drawer. */
function knownCart({ cartUrl, items }: Walk): string | undefined {
  if (cartUrl === "" || items.some(({ pageUrl }) => isSamePage(cartUrl, { url: pageUrl, pageUrl }))) return undefined;
  return cartUrl;
}

/** Whether the shop says that the cart is empty: after a purchase, a part of its proof. */
export async function isCartEmpty(walk: Walk): Promise<boolean> {
  const survey = await openSomeCart(walk);
  const { lines } = await readShownMoney(walk.session.page, walk.items);
  return (
    /(cart|basket|bag|trolley|order form) (is )?(currently |now )?empty|no (more )?items|nothing (is )?(in|on) your (cart|bag|basket|trolley|order)|your (cart|bag|basket|trolley) 0/.test(
      plain(survey.text),
    ) && !lines.some(({ url }) => url !== null)
  );
}
