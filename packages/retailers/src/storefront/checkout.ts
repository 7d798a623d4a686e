import { CheckoutFailure } from "@cartwright/orders";
import { submitLogin } from "./account.ts";
import { enterCard, needsCard } from "./card.ts";
import {
  answer,
  type Choice,
  decide,
  findBoxes,
  findPaymentButton,
  mayDecide,
  noteDecision,
  readChoices,
  requirePayable,
} from "./choices.ts";
import { fillBlanks, findBlanks, hasAddressFields, requireKept, shownAddress } from "./form.ts";
import { nextGift } from "./gift.ts";
import { nextPage, pressOn, pressSeen } from "./next-page.ts";
import { clearWay, named } from "./obstacles.ts";
import { isWorthPressing, type Move, openProgress, type Progress } from "./progress.ts";
import { refuseShown } from "./refusals.ts";
import type { Survey } from "./survey.ts";
import { look, pressable, type Walk } from "./walk.ts";

const MOST_ROUNDS = 60;
const MOST_IDLE_ROUNDS = 16;
const STIR_MS = 500;

/** From the first page of the checkout to the one whose button buys. Presses nothing that buys. */
export async function walkToReview(walk: Walk): Promise<void> {
  const progress = openProgress();
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const survey = await clearWay(walk, await look(walk));
    refuseShown(survey);
    const move = await nextMove(walk, survey, progress);
    if (move === "ready") return;
    if (move === "wait") await waitForMore(walk, survey, progress);
    else {
      progress.idleRounds = 0;
      await walk.session.step(move.name, move.run);
    }
  }
  throw new CheckoutFailure("checkout_failed", "The shop's checkout goes round and round.");
}

/** The one next thing to do, by what the page asks for: first who, then where to, then how, then on. */
async function nextMove(walk: Walk, survey: Survey, progress: Progress): Promise<Move> {
  const [keep] = named(
    survey.elements.filter(({ isDialog, isFloating }) => isDialog || isFloating),
    "keep_address",
  );
  if (keep !== undefined) return { name: "keep address", run: () => pressSeen(walk, survey, keep) };
  const entry = await nextEntry(walk, survey, progress);
  if (entry !== undefined) return entry;

  const blanks = findBlanks(walk, survey, progress.fills);
  if (blanks.length > 0) {
    const isAddress = hasAddressFields(survey);
    return {
      name: isAddress ? "address" : "contact",
      run: async () => {
        progress.dirty.push(...(await fillBlanks(walk, survey, blanks, progress.fills)));
        progress.hasAddress ||= isAddress;
        progress.filledAt = survey.url;
        progress.touchedAtMs = performance.now();
      },
    };
  }
  requireKept(walk, survey, progress.fills);
  if (hasAddressFields(survey)) walk.shipTo = shownAddress(survey);
  const addAddress = progress.hasAddress
    ? undefined
    : named(pressable(survey), "add_address").find(({ key }) => !progress.vain.has(key));
  if (addAddress !== undefined) return { name: "address", run: () => pressOn(walk, survey, addAddress, progress) };

  const chosen = nextChoice(walk, survey, progress);
  if (chosen !== undefined) return chosen;
  const gift = nextGift(walk, survey, progress);
  if (gift !== undefined) return gift;
  const box = findBoxes(survey).find(({ key }) => mayDecide(progress.decisions, key));
  if (box !== undefined) {
    return {
      name: "tick box",
      run: async () => {
        noteDecision(progress.decisions, box.key);
        walk.session.saw(`ticked "${(box.label || box.near).slice(0, 60)}"`);
        await pressSeen(walk, survey, box);
        progress.dirty.push(box);
      },
    };
  }
  if (needsCard(walk, survey)) return { name: "card", run: () => enterCard(walk, survey) };
  return await nextPage(walk, survey, progress);
}

/** As a guest, or with the account. */
async function nextEntry(walk: Walk, survey: Survey, progress: Progress): Promise<Move | undefined> {
  if (hasAddressFields(survey)) return undefined;
  const password = survey.elements.find(({ type, isDisabled }) => type === "password" && !isDisabled);
  const { account } = walk.session;
  const guest = named(pressable(survey), "guest").find(
    // A tab that is open already leads nowhere.
    (button) => !button.isOn && isWorthPressing(progress, button),
  );
  if (account === undefined && guest !== undefined) {
    return { name: "as a guest", run: () => pressOn(walk, survey, guest, progress) };
  }
  if (password === undefined) return undefined;
  const isGuestForm = readChoices(survey).some(
    ({ meaning, answers }) => meaning === "account" && answers.some(({ text }) => /guest/i.test(text)),
  );
  if (account !== undefined) return { name: "log in", run: () => submitLogin(walk, survey, account) };
  // Another form on the page may go on without a password: an email, a continue button.
  const others = survey.elements.filter(
    ({ form, kind, isLandmark }) => form !== password.form && kind === "text" && !isLandmark,
  );
  if (
    isGuestForm ||
    others.length > 0 ||
    named(pressable(survey), "continue", "checkout").some(({ form }) => form !== password.form)
  )
    return undefined;
  throw new CheckoutFailure("unsupported_store_no_guest_checkout", "The shop sells to customers with an account only.");
}

function nextChoice(walk: Walk, survey: Survey, progress: Progress): Move | undefined {
  const open = readChoices(survey).filter(({ key }) => mayDecide(progress.decisions, key));
  for (const choice of open) {
    requirePayable(walk, choice);
    const chosen = decide(walk, choice);
    if (chosen === undefined) {
      if (choice.meaning === "payment") progress.hasPayment = true;
      continue;
    }
    return { name: stepOf(choice), run: () => take(walk, survey, choice, chosen, progress) };
  }
  const button = progress.hasPayment ? undefined : findPaymentButton(walk, survey);
  if (button === undefined || !mayDecide(progress.decisions, button.key)) return undefined;
  return {
    name: "payment method",
    run: async () => {
      noteDecision(progress.decisions, button.key);
      progress.hasPayment = true;
      walk.session.saw(`payment: pressed "${button.label || button.near}"`);
      await pressSeen(walk, survey, button);
    },
  };
}

const stepOf = ({ meaning }: Choice): string =>
  ({
    shipping: "shipping method",
    payment: "payment method",
    account: "as a guest",
    salutation: "contact",
    unknown: "choice",
  })[meaning];

async function take(
  walk: Walk,
  survey: Survey,
  choice: Choice,
  chosen: Choice["answers"][number],
  progress: Progress,
): Promise<void> {
  noteDecision(progress.decisions, choice.key);
  progress.hasPayment ||= choice.meaning === "payment";
  await answer(walk, survey, choice, chosen);
  progress.dirty.push(chosen.seen);
  progress.touchedAtMs = performance.now();
}

async function waitForMore(walk: Walk, survey: Survey, progress: Progress): Promise<void> {
  progress.idleRounds += 1;
  if (progress.idleRounds > MOST_IDLE_ROUNDS) {
    refuseShown(survey, true);
    throw new CheckoutFailure(
      "checkout_failed",
      `The shop's checkout shows nothing to go on with, at "${survey.headings.slice(0, 3).join(", ")}".`,
    );
  }
  await walk.pulse.stir(STIR_MS);
}
