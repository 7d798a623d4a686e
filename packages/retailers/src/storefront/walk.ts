import { CheckoutFailure, type ShownLine } from "@cartwright/orders";
import type { RetailerSettings } from "@cartwright/schemas";
import type { CheckoutSession } from "../driver.ts";
import { EGRESS_REFUSED_HEADER } from "../page-steps.ts";
import type { Profile } from "../profiles/profile.ts";
import type { KnownItem } from "./cart-lines.ts";
import type { Pulse } from "./pulse.ts";
import { type Seen, type Survey, surveyPage } from "./survey.ts";
import { saysBotWall, saysCaptcha } from "./words.ts";

/** One way through a shop: the page, what is wanted, and what was learnt on the way. */
export interface Walk {
  session: CheckoutSession;
  pulse: Pulse;
  settings: RetailerSettings;
  profile: Profile | undefined;
  /** The operator's card, where the retailer is paid with it. */
  card: OperatorCard | undefined;
  items: KnownItem[];
  /** Where the cart was shown; empty: not yet. */
  cartUrl: string;
  /** The cart as it was verified, before the checkout began. */
  cartLines: ShownLine[];
  /** What the address step was seen to take. */
  shipTo: string;
  /** Whether the boxes that make the order a gift were seen ticked. */
  isGift: boolean;
  last?: LastLook;
}

/** From a secret file; typed into card fields and kept nowhere. */
export interface OperatorCard {
  number: string;
  name: string;
  /** 1 to 12. */
  expiryMonth: number;
  /** Four digits. */
  expiryYear: number;
  code: string;
}

/** What was seen a moment ago is still so, as long as nothing was done and nothing has stirred. */
const FRESH_FOR_MS = 100;

/**
 * Looks at the page once it has come to rest, and throws where a wall stands in the way. The walk keeps what was seen until it
 * looks again.
 */
export async function look(walk: Walk): Promise<Survey> {
  const { last, pulse } = walk;
  if (last !== undefined) {
    if (performance.now() - last.at < FRESH_FOR_MS && !last.isUsed && pulse.stirredAt() < last.at) return last.survey;
    await last.letGo();
  }
  await pulse.settle();
  requireAnswered(walk);
  const { dispose, ...survey } = await surveyPage(walk.session.page);
  refuseWalls(survey);
  const seen: LastLook = { survey, at: performance.now(), isUsed: false, letGo: dispose };
  walk.last = seen;
  const { handleOf } = survey;
  survey.handleOf = (element) => {
    seen.isUsed = true;
    return handleOf(element);
  };
  return survey;
}

/** The last look at the page, and whether anything was done with it. */
interface LastLook {
  survey: Survey;
  at: number;
  isUsed: boolean;
  letGo: () => Promise<void>;
}

/** How long a press may take to show any effect: a spinner may come first, and the page after it. */
const EFFECT_WITHIN_MS = 1_500;

/** Looks at the page after a press: at one that differs from `before`, where it becomes one in time. */
export async function lookForChange(walk: Walk, before: string): Promise<Survey> {
  const until = performance.now() + EFFECT_WITHIN_MS;
  for (;;) {
    const survey = await look(walk);
    if (survey.signature !== before || performance.now() > until) return survey;
    await walk.pulse.stir(EFFECT_WITHIN_MS / 6);
  }
}

/** Opens a page and looks at it. */
export async function open(walk: Walk, url: string): Promise<Survey> {
  await walk.session.page.goto(url, { waitUntil: "domcontentloaded" });
  return await look(walk);
}

function requireAnswered({ pulse }: Pick<Walk, "pulse">): void {
  const answer = pulse.lastDocument();
  if (answer === undefined) return;
  const { status, headers } = answer;
  if (headers[EGRESS_REFUSED_HEADER] !== undefined) {
    throw new CheckoutFailure("retailer_not_supported", "The shop's address is not one that may be reached from here.");
  }
  if (status === 429) throw new CheckoutFailure("retailer_rate_limited", "The shop asks to come back later.");
  if (status >= 500)
    throw new CheckoutFailure("retailer_unavailable", `The shop answered with an error (status ${status}).`);
}

function refuseWalls(survey: Survey): void {
  if (survey.captcha !== "" || (saysCaptcha(survey.text) && survey.text.length < 3_000)) {
    throw new CheckoutFailure("captcha_blocked", "The shop asks for a captcha, which is not solved here.");
  }
  if (saysBotWall(survey.text)) {
    throw new CheckoutFailure("bot_protection_blocked", "The shop takes this for a bot and lets it no further.");
  }
}

/** The field of a profile's hint, where there is one on the page. */
export async function findHinted(walk: Walk, selector: string | undefined): Promise<boolean> {
  if (selector === undefined) return false;
  return (await walk.session.page.$(selector)) !== null;
}

/** Buttons and links that can be pressed, outside the page's head and foot unless asked for. */
export function pressable(survey: Survey, options: { landmarks?: boolean } = {}): Seen[] {
  return survey.elements.filter(
    ({ kind, isDisabled, isLandmark }) =>
      (kind === "button" || kind === "link") && !isDisabled && (options.landmarks === true || !isLandmark),
  );
}
