import { CheckoutFailure } from "@cartwright/orders";
import type { RetailerSettings } from "@cartwright/schemas";
import type { BrowserDriver, CheckoutRun, CheckoutSession, OrderedItem } from "../driver.ts";
import { fillCart } from "../order-options.ts";
import { openPage } from "../page-steps.ts";
import { detectProfile } from "../profiles/detect.ts";
import type { Profile } from "../profiles/profile.ts";
import { enterAsCustomer } from "./account.ts";
import { openCart, verifyCart } from "./cart.ts";
import { walkToReview } from "./checkout.ts";
import { requireGift } from "./gift.ts";
import { lookUp } from "./history.ts";
import { pressBuy, readOutcome, waitForAnswer } from "./outcome.ts";
import { putIntoCart } from "./product.ts";
import { openPulse } from "./pulse.ts";
import { readReview } from "./review.ts";
import { startCheckout } from "./start-checkout.ts";
import { surveyPage } from "./survey.ts";
import { open, type OperatorCard, type Walk } from "./walk.ts";

export interface StorefrontOptions {
  /** The catalogue's id. */
  retailer: string;
  settings: RetailerSettings;
  /** None: the engine goes by what every shop has. */
  profiles: readonly Profile[];
  card?: OperatorCard | undefined;
  /** Told of the shop platform that was recognised. */
  onPlatform?: ((platform: string) => void) | undefined;
}

/** Drives a shop that nobody has described, by the standards and the habits that shops share. */
export function openStorefrontDriver(options: StorefrontOptions): BrowserDriver {
  return {
    retailer: options.retailer,
    begin: (session) => beginWalk(session, options),
    lookUp: async (session) => {
      const walk = openWalk(session, options);
      await recogniseShop(walk, options.profiles);
      return await lookUp(walk);
    },
  };
}

function openWalk(session: CheckoutSession, options: StorefrontOptions): Walk {
  return {
    session,
    pulse: openPulse(session.page),
    settings: options.settings,
    profile: undefined,
    card: options.card,
    items: [],
    cartUrl: "",
    cartLines: [],
    shipTo: "",
    isGift: false,
  };
}

/** Opens the shop, and learns which platform it runs on. */
async function recogniseShop(walk: Walk, profiles: readonly Profile[]): Promise<void> {
  const { page, order, step } = walk.session;
  await step("open shop", () => openSomeProduct(page, order.items), "open_shop");
  walk.profile = await detectProfile(page, profiles);
}

/** Of several products one may be gone: the others lead to the shop as well. */
async function openSomeProduct(page: CheckoutSession["page"], items: readonly OrderedItem[]): Promise<void> {
  for (const [index, { url }] of items.entries()) {
    try {
      return await openPage(page, url);
    } catch (error) {
      const isGone = error instanceof CheckoutFailure && error.code === "product_not_found";
      if (!isGone || index === items.length - 1) throw error;
    }
  }
}

/** The page of a product that was left out shows others, the ordered ones perhaps among them, and looks like a cart with them. */
async function leaveSkipped(walk: Walk): Promise<void> {
  const kept = walk.items.at(-1);
  if (kept !== undefined && walk.items.length < walk.session.order.items.length) await open(walk, kept.pageUrl);
}

function beginWalk(session: CheckoutSession, options: StorefrontOptions): CheckoutRun {
  const walk = openWalk(session, options);
  const { step } = session;
  let before: { url: string; alerts: readonly string[] } = { url: "", alerts: [] };
  return {
    // Nobody has described what this shop's button sends.
    mayBuyByGet: true,
    reachReview: async () => {
      if (options.settings.user_agent !== undefined) {
        await session.page.setUserAgent({ userAgent: options.settings.user_agent });
      }
      if (session.account !== undefined) {
        await recogniseShop(walk, options.profiles);
        await enterAsCustomer(walk, session.account);
      }
      await fillCart(session, (item) => putIntoCart(walk, item, options.profiles));
      await leaveSkipped(walk);
      if (walk.profile !== undefined) options.onPlatform?.(walk.profile.name);
      await step("open cart", () => openCart(walk), "cart");
      await step("verify cart", () => verifyCart(walk));
      await step("start checkout", () => startCheckout(walk), "checkout");
      await walkToReview(walk);
      requireGift(walk);
      await walk.pulse.settle();
    },
    readReview: () => readReview(walk),
    pressBuy: async () => {
      const survey = await surveyPage(session.page);
      before = { url: survey.url, alerts: survey.alerts };
      await survey.dispose();
      await pressBuy(walk);
    },
    waitForAnswer: () => waitForAnswer(walk, before),
    readOutcome: async () => {
      try {
        return await readOutcome(walk);
      } finally {
        walk.pulse.close();
      }
    },
  };
}
