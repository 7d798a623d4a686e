import { CheckoutFailure } from "@cartwright/orders";
import { refuseGift } from "../order-options.ts";
import { NotUsable, typeInto } from "./act.ts";
import { isGiftBox, isGiftMessage } from "./gift-words.ts";
import { mayDecide, noteDecision } from "./choices.ts";
import { pressSeen } from "./next-page.ts";
import { clearWay } from "./obstacles.ts";
import { openProgress, type Progress } from "./progress.ts";
import type { Seen, Survey } from "./survey.ts";
import { look, type Walk } from "./walk.ts";
import { plain } from "./words.ts";

type Step = { name: string; run: () => Promise<void> };

/** A field that has changed what was typed twice keeps it no better a third time. */
const MOST_FILLS = 2;
/** Of a field's value only the beginning is seen. */
const SEEN_LENGTH = 200;
const MOST_STEPS = 8;

/** What is still to be done on this page to make the order a gift: its free boxes ticked, the message filled in. */
export function nextGift(walk: Walk, survey: Survey, progress: Progress): Step | undefined {
  if (!walk.session.order.isGift) return undefined;
  const boxes = survey.elements.filter((seen) => !seen.isLandmark && !seen.isDisabled && isGiftBox(seen));
  if (boxes.length > 0) walk.isGift = boxes.every(({ isOn }) => isOn);
  const box = boxes.find(({ isOn, key }) => !isOn && mayDecide(progress.decisions, key));
  if (box !== undefined) return { name: "gift", run: () => tick(walk, survey, box, progress) };
  const field = walk.isGift ? findMessage(walk, survey, progress) : undefined;
  if (field === undefined) return undefined;
  return { name: "gift message", run: () => fill(walk, survey, field, progress) };
}

async function tick(walk: Walk, survey: Survey, box: Seen, progress: Progress): Promise<void> {
  noteDecision(progress.decisions, box.key);
  walk.session.saw(`gift: ticked "${(box.label || box.near).slice(0, 60)}"`);
  await pressSeen(walk, survey, box);
  progress.dirty.push(box);
}

function findMessage({ session: { order } }: Walk, survey: Survey, { fills }: Progress): Seen | undefined {
  const message = order.giftMessage?.slice(0, SEEN_LENGTH);
  if (message === undefined) return undefined;
  return survey.elements.find((seen) => {
    const isOpen = !seen.isLandmark && !seen.isDisabled && !seen.isReadOnly && isGiftMessage(seen);
    return isOpen && seen.value !== message && (fills.get(seen.key) ?? 0) <= MOST_FILLS;
  });
}

/** Half a message is worse than none: what a field does not take whole is left out. */
async function fill(walk: Walk, survey: Survey, field: Seen, progress: Progress): Promise<void> {
  const { page, order, saw } = walk.session;
  const fills = progress.fills.get(field.key) ?? 0;
  progress.fills.set(field.key, fills + 1);
  const isTaken = fills < MOST_FILLS;
  saw(isTaken ? "gift message: filled in" : "gift message: left out, its field does not take it whole");
  await typeInto(page, survey, field, isTaken ? (order.giftMessage ?? "") : "").catch((error: unknown) => {
    // Rendered anew meanwhile: it is looked at again.
    if (!(error instanceof NotUsable)) throw error;
  });
  progress.dirty.push(field);
  progress.touchedAtMs = performance.now();
}

/** Many shops ask in the cart already. */
export async function chooseGiftInCart(walk: Walk): Promise<void> {
  const progress = openProgress();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const survey = await clearWay(walk, await look(walk));
    const next = nextGift(walk, survey, progress);
    if (next === undefined) return;
    await walk.session.step(next.name, next.run);
  }
}

/** Throws where the way to the review offered no free gift option, unless the order's buyer takes it as no gift. */
export function requireGift(walk: Walk): void {
  if (!walk.isGift) refuseGift(walk.session, "The shop's checkout offers no free gift option.");
}

/** Throws where the review page says that the order is no gift, though it was made one. */
export function refuseLostGift({ isGift }: Walk, text: string): void {
  if (!isGift || !/\bgift (order |wrapping |option )?(no|none|not selected)\b/.test(plain(text))) return;
  throw new CheckoutFailure("gift_option_unavailable", "The review page says that the order is no gift.");
}
