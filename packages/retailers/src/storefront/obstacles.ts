import { Covered, NotUsable, press, pressUnseen } from "./act.ts";
import { fieldMeaning } from "./field-meaning.ts";
import type { Seen, Survey } from "./survey.ts";
import { look, type Walk } from "./walk.ts";
import { buttonMeaning, plain } from "./words.ts";

/** More pop-ups than this, one after the other, are no accident. */
const MOST_POPUPS = 4;
const TRIES = 6;
/** A spinner goes by itself; a pop-up may come late. */
const WAIT_FOR_WAY_MS = 600;

/** A dialog with one of these is a part of the checkout, and stays. */
const WANTED = new Set(["checkout", "view_cart", "place", "continue", "keep_address", "confirm", "guest", "login"]);

type Find = (survey: Survey) => Seen | undefined;

/**
 * Does away with what lies over the page and is none of its business: cookie banners, newsletter pop-ups. `findCovered`
 * finds what a mouse did not get at: then whatever lies over it goes, also beside a drawer that is wanted.
 */
export async function clearWay(walk: Walk, survey: Survey, findCovered?: Find): Promise<Survey> {
  let current = survey;
  const pressed = new Set<string>();
  for (let popup = 0; popup < MOST_POPUPS; popup += 1) {
    const button = findDismissal(current, pressed, findCovered?.(current));
    if (button === undefined) return current;
    pressed.add(button.key);
    walk.session.saw(`pop-up: pressed "${button.label}"`);
    await press(current, button).catch(() => pressUnseen(current, button).catch(() => undefined));
    current = await look(walk);
  }
  return current;
}

function findDismissal(survey: Survey, pressed: ReadonlySet<string>, covered?: Seen): Seen | undefined {
  const floating = survey.elements.filter(({ isDialog, isFloating }) => isDialog || isFloating);
  const isButton = ({ kind, key }: Seen): boolean => (kind === "button" || kind === "link") && !pressed.has(key);
  const byMeaning = (among: readonly Seen[], meaning: string) =>
    among.find((seen) => isButton(seen) && buttonMeaning(seen.label) === meaning);
  if (/cookie|consent|gdpr/i.test(survey.text)) {
    const choice = byMeaning(floating, "refuse") ?? byMeaning(floating, "accept");
    if (choice !== undefined) return choice;
  }
  if (!floating.some(isWanted)) return byMeaning(floating, "close");
  if (covered === undefined) return undefined;
  const kept = [covered, ...floating.filter((seen) => isWanted(seen))];
  const others = floating.filter((seen) => !kept.some((one) => one.frame === seen.frame && one.layer === seen.layer));
  return byMeaning(others, "close");
}

function isWanted(seen: Seen): boolean {
  const isButton = seen.kind === "button" || seen.kind === "link";
  return isButton ? WANTED.has(buttonMeaning(seen.label)) : isAddressField(seen);
}

function isAddressField(field: Seen): boolean {
  const meaning = field.kind === "text" || field.kind === "select" ? fieldMeaning(field) : "unknown";
  return ["street", "postal_code", "city", "password", "given_name", "quantity"].includes(meaning);
}

/** Presses what `find` finds, and clears the way to it where something lies over it. Throws NotUsable in the end. */
export async function pressFirmly(walk: Walk, find: Find): Promise<Seen> {
  let isCovered = false;
  for (let attempt = 1; ; attempt += 1) {
    const survey = await clearWay(walk, await look(walk), isCovered ? find : undefined);
    const seen = find(survey);
    try {
      if (seen === undefined) throw new NotUsable("it is not on the page");
      await press(survey, seen);
      return seen;
    } catch (error) {
      if (!(error instanceof NotUsable) || attempt === TRIES) throw error;
      isCovered = error instanceof Covered;
      // A list of suggestions goes away with Escape; a spinner by itself.
      await walk.session.page.keyboard.press("Escape");
      await walk.pulse.stir(WAIT_FOR_WAY_MS);
    }
  }
}

/** Buttons of one meaning, in the page's order. */
export const named = (elements: readonly Seen[], ...meanings: string[]): Seen[] =>
  elements.filter(({ label }) => meanings.includes(buttonMeaning(label)));

/** The first alert that says something in a code's words, or the first of all. */
export function firstAlert(survey: Survey, isFault: (text: string) => boolean): string | undefined {
  return survey.alerts.find((alert) => isFault(alert) && plain(alert) !== "");
}
