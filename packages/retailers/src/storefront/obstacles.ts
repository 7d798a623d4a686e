import { NotUsable, press, pressUnseen } from "./act.ts";
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

/** Does away with what lies over the page and is none of its business: cookie banners, newsletter pop-ups. */
export async function clearWay(walk: Walk, survey: Survey): Promise<Survey> {
  let current = survey;
  const pressed = new Set<string>();
  for (let popup = 0; popup < MOST_POPUPS; popup += 1) {
    const button = findDismissal(current, pressed);
    if (button === undefined) return current;
    pressed.add(button.key);
    walk.session.saw(`pop-up: pressed "${button.label}"`);
    await press(current, button).catch(() => pressUnseen(current, button).catch(() => undefined));
    current = await look(walk);
  }
  return current;
}

function findDismissal(survey: Survey, pressed: ReadonlySet<string>): Seen | undefined {
  const floating = survey.elements.filter(({ isDialog, isFloating }) => isDialog || isFloating);
  const buttons = floating.filter(({ kind, key }) => (kind === "button" || kind === "link") && !pressed.has(key));
  const byMeaning = (meaning: string) => buttons.find(({ label }) => buttonMeaning(label) === meaning);
  if (/cookie|consent|gdpr/i.test(survey.text)) {
    const choice = byMeaning("refuse") ?? byMeaning("accept");
    if (choice !== undefined) return choice;
  }
  const isWanted =
    buttons.some(({ label }) => WANTED.has(buttonMeaning(label))) || floating.some((field) => isAddressField(field));
  return isWanted ? undefined : byMeaning("close");
}

function isAddressField(field: Seen): boolean {
  const meaning = field.kind === "text" || field.kind === "select" ? fieldMeaning(field) : "unknown";
  return ["street", "postal_code", "city", "password", "given_name", "quantity"].includes(meaning);
}

/** Presses what `find` finds, and clears the way to it where something lies over it. Throws NotUsable in the end. */
export async function pressFirmly(walk: Walk, find: (survey: Survey) => Seen | undefined): Promise<Seen> {
  for (let attempt = 1; ; attempt += 1) {
    const survey = await clearWay(walk, await look(walk));
    const seen = find(survey);
    try {
      if (seen === undefined) throw new NotUsable("it is not on the page");
      await press(survey, seen);
      return seen;
    } catch (error) {
      if (!(error instanceof NotUsable) || attempt === TRIES) throw error;
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
