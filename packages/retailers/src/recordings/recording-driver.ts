import { CheckoutFailure } from "@cartwright/orders";
import type { RetailerSettings } from "@cartwright/schemas";
import type { BrowserDriver, CheckoutRun, CheckoutSession } from "../driver.ts";
import { refuseGift, refuseUnlessNew } from "../order-options.ts";
import { openPage } from "../page-steps.ts";
import { enterAsCustomer } from "../storefront/account.ts";
import { lookUp } from "../storefront/history.ts";
import { readOutcome, waitForAnswer } from "../storefront/outcome.ts";
import { openPulse } from "../storefront/pulse.ts";
import { readReview } from "../storefront/review.ts";
import { surveyPage } from "../storefront/survey.ts";
import type { OperatorCard, Walk } from "../storefront/walk.ts";
import { openPlay, type Play, playStep } from "./play-step.ts";
import { refuseOrder } from "./refuse-order.ts";
import { StoredRecording } from "./recorded-purchase.ts";

export interface RecordingOptions {
  /** The catalogue's id. */
  retailer: string;
  settings: RetailerSettings;
  card?: OperatorCard | undefined;
  /** As it is stored; null: nobody has recorded anything yet. */
  recording: Record<string, unknown> | null;
}

/**
 * Plays a purchase that an operator recorded, with an order's values in place of the recorded ones. What pages show is read
 * as in any shop. A recording that is missing or not valid fails the order, not the worker, and the history can still be read.
 */
export function openRecordingDriver(options: RecordingOptions): BrowserDriver {
  return {
    retailer: options.retailer,
    begin: (session) => beginPlay(session, options),
    lookUp: async (session) => {
      const walk = openWalk(session, options);
      await session.step("open shop", () => openPage(session.page, session.order.items[0]?.url ?? ""), "open_shop");
      return await lookUp(walk);
    },
  };
}

function beginPlay(session: CheckoutSession, options: RecordingOptions): CheckoutRun {
  const walk = openWalk(session, options);
  let play: Play | undefined;
  let before: { url: string; alerts: readonly string[] } = { url: "", alerts: [] };
  return {
    reachReview: async () => {
      const recording = requireRecording(options);
      refuseOrder(recording, session.order);
      for (const item of session.order.items) refuseUnlessNew(item);
      refuseGift(session, "A recording makes no order a gift.");
      play = openPlay(walk, recording);
      if (session.account !== undefined) await enterAsCustomer(walk, session.account);
      for (let number = 1; number < recording.buyStep; number += 1) await playStep(play, number);
      await walk.pulse.settle();
    },
    // Nobody has described what this shop's button sends.
    mayBuyByGet: true,
    readReview: () => readReview(walk),
    pressBuy: async () => {
      if (play === undefined) throw new Error("the review was never reached");
      const survey = await surveyPage(session.page);
      before = { url: survey.url, alerts: survey.alerts };
      await survey.dispose();
      await playStep(play, play.recording.buyStep);
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

function openWalk(session: CheckoutSession, { settings, card }: RecordingOptions): Walk {
  return {
    session,
    pulse: openPulse(session.page),
    settings,
    profile: undefined,
    card,
    items: [],
    cartLines: [],
    cartUrl: "",
    shipTo: "",
    isGift: false,
  };
}

function requireRecording({ retailer, recording }: RecordingOptions): StoredRecording {
  if (recording === null) {
    throw new CheckoutFailure(
      "retailer_not_supported",
      `Nobody has recorded a purchase at ${retailer} yet: npm run retailers -- import FILE.`,
    );
  }
  const read = StoredRecording.safeParse(recording);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new CheckoutFailure(
    "retailer_not_supported",
    `The recording of ${retailer} cannot be played: ${issue?.path.join(".")}: ${issue?.message}. Import it anew.`,
  );
}
