import { press, pressUnseen } from "./act.ts";
import { readChoices } from "./choices.ts";
import { choiceMeaning } from "./field-meaning.ts";
import { hasAddressFields } from "./form.ts";
import { readShownMoney } from "./money.ts";
import { named, pressFirmly } from "./obstacles.ts";
import { isWorthPressing, type Move, type Progress } from "./progress.ts";
import { refuseShown } from "./refusals.ts";
import type { Seen, Survey } from "./survey.ts";
import { findHinted, lookForChange, pressable, type Walk } from "./walk.ts";

/** Looks, with a pause between them, for what a page may still show before its last button is pressed. */
const SHORT_PATIENCE = 2;
const LONG_PATIENCE = 8;
/** Pages send what was typed up to a second after the last key; before that the total may be another's. */
const SENT_WITHIN_MS = 1_500;

/** On to the next part of the checkout; ready where what is left to press is what buys. */
export async function nextPage(walk: Walk, survey: Survey, progress: Progress): Promise<Move> {
  const hint = walk.profile?.hints?.placeOrder;
  const places = findPlaceButtons(survey, progress.hasPayment);
  const usable = places.filter(({ isDisabled }) => !isDisabled);
  const onward = inFront(
    survey,
    named(pressable(survey), "continue").filter((button) => isWorthPressing(progress, button)),
  );
  const own = onward.filter((button) => progress.dirty.some((touched) => isTogether(touched, button)));
  const opener = own.length > 0 ? undefined : findOpener(survey, progress);
  if (opener !== undefined) {
    return { name: "open choices", run: () => pressOn(walk, survey, opener, progress) };
  }
  // What was pressed already may undo itself when it is pressed again: a button that buys, still disabled, gets its time.
  const isPending = places.length > 0 && progress.idleRounds < SHORT_PATIENCE * 3;
  if (own.length === 0 && usable.length === 0 && isPending && onward.every(({ key }) => progress.vain.has(key)))
    return "wait";
  if (own.length > 0 || (usable.length === 0 && onward.length > 0)) {
    const button = nearest(own.length > 0 ? own : onward, progress.dirty);
    return { name: `continue`, run: () => pressOn(walk, survey, button, progress) };
  }
  if (usable.length > 0 || (places.length === 0 && (await findHinted(walk, hint)))) {
    return (await isComplete(walk, survey, progress)) ? "ready" : "wait";
  }
  if (places.length > 0) return "wait";
  const checkout = named(pressable(survey), "checkout").find((button) => isWorthPressing(progress, button));
  if (checkout !== undefined && progress.idleRounds > 1) {
    return { name: "continue", run: () => pressOn(walk, survey, checkout, progress) };
  }
  const only = progress.idleRounds > 1 ? findOnlyButton(survey, progress) : undefined;
  return only === undefined ? "wait" : { name: "continue", run: () => pressOn(walk, survey, only, progress) };
}

/** Over an open dialog with something to choose in it nothing behind it can be pressed. */
function inFront(survey: Survey, buttons: readonly Seen[]): readonly Seen[] {
  const isInLayer = ({ isDialog, isFloating }: Seen): boolean => isDialog || isFloating;
  const asks = survey.elements.some((seen) => ["radio", "select", "text"].includes(seen.kind) && isInLayer(seen));
  const front = buttons.filter(isInLayer);
  return asks && front.length > 0 ? front : buttons;
}

/** "Choose" beside an empty field that cannot be typed into: the ways of delivery or payment come in a dialog. */
function findOpener(survey: Survey, progress: Progress): Seen | undefined {
  const isOpen = readChoices(survey).some(({ meaning }) => meaning === "shipping" || meaning === "payment");
  if (isOpen) return undefined;
  const empty = survey.elements.filter(({ kind, isReadOnly, value }) => kind === "text" && isReadOnly && value === "");
  return pressable(survey).find((button) => {
    if (button.kind !== "button" || !isWorthPressing(progress, button)) return false;
    if (!/^(choose|select|pick|change)\b.{0,30}$/i.test(button.label)) return false;
    const field = empty.find(({ around, frame }) => frame === button.frame && around[0] === button.around[0]);
    const about = field === undefined ? "" : `${field.section} ${field.group} ${field.label} ${field.name}`;
    return ["shipping", "payment"].includes(choiceMeaning(about, []));
  });
}

/**
 * An address form's one button leads on, whatever it is called. Not where there is something to pay with: there a button of an
 * unknown name might buy.
 */
function findOnlyButton(survey: Survey, progress: Progress): Seen | undefined {
  const last = progress.dirty.findLast(({ form }) => form !== -1);
  if (last === undefined || progress.hasPayment || !hasAddressFields(survey)) return undefined;
  if (readChoices(survey).some(({ meaning }) => meaning === "payment")) return undefined;
  const inForm = survey.elements.filter(({ form, frame }) => form === last.form && frame === last.frame);
  const buttons = inForm.filter(({ kind, isDisabled, label }) => kind === "button" && !isDisabled && label.length > 2);
  const [only, ...others] = named(buttons, "other", "confirm").filter((button) => isWorthPressing(progress, button));
  return others.length === 0 ? only : undefined;
}

/** A page that saves what is typed shows delivery, payment and total only a moment later: they get their time to come. */
async function isComplete(walk: Walk, survey: Survey, progress: Progress): Promise<boolean> {
  const { totals } = await readShownMoney(walk.session.page, walk.items);
  const mayChange = progress.filledAt === survey.url || totals.total === null;
  const restMs = progress.touchedAtMs + SENT_WITHIN_MS - performance.now();
  if (mayChange && restMs > 0) {
    await new Promise((resolve) => setTimeout(resolve, restMs));
    progress.patience = Math.max(progress.patience, SHORT_PATIENCE);
    progress.idleRounds = 0;
    return false;
  }
  if (!mayChange || progress.patience >= (totals.total === null ? LONG_PATIENCE : SHORT_PATIENCE)) return true;
  progress.patience += 1;
  progress.idleRounds = 0;
  return false;
}

/** Buttons that buy. One that only says "Confirm" does where the payment is chosen. */
export function findPlaceButtons(survey: Survey, hasPayment: boolean): Seen[] {
  const buttons = survey.elements.filter(
    ({ kind, isLandmark }) => (kind === "button" || kind === "link") && !isLandmark,
  );
  const places = named(buttons, "place");
  return places.length > 0 || !hasPayment ? places : named(buttons, "confirm");
}

const isTogether = (one: Seen, other: Seen): boolean => {
  if (one.frame !== other.frame) return false;
  if (one.form !== -1 && one.form === other.form) return true;
  return (one.form === -1 || other.form === -1) && one.section === other.section && other.at > one.at;
};

/** The first button behind what was touched last. */
function nearest(buttons: readonly Seen[], dirty: readonly Seen[]): Seen {
  const last = dirty.at(-1)?.at ?? -1;
  const [first] = buttons;
  const behind = buttons.find(({ at }) => at > last);
  if (behind !== undefined) return behind;
  if (first === undefined) throw new Error("there is no button to choose from");
  return first;
}

export async function pressOn(walk: Walk, survey: Survey, button: Seen, progress: Progress): Promise<void> {
  walk.session.saw(`pressed "${button.label}"`);
  progress.dirty = [];
  await pressSeen(walk, survey, button);
  const after = await lookForChange(walk, survey.signature);
  const isVain = after.signature === survey.signature;
  // A page that shows the same again may only have said what is wrong: what is blank is filled in once more.
  progress.vain.set(
    button.key,
    isVain || after.url === survey.url ? (progress.vain.get(button.key) ?? 0) + (isVain ? 1 : 0.5) : 0,
  );
  if (isVain) refuseShown(after, !isWorthPressing(progress, button));
}

export async function pressSeen(walk: Walk, survey: Survey, seen: Seen): Promise<void> {
  await press(survey, seen).catch(async () => {
    if (seen.kind === "checkbox" || seen.kind === "radio") await pressUnseen(survey, seen);
    else await pressFirmly(walk, ({ elements }) => elements.find(({ key }) => key === seen.key));
  });
}
