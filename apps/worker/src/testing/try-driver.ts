import {
  asConceded,
  CheckoutFailure,
  requireAffordable,
  requireSameAddress,
  requireSameCart,
} from "@cartwright/orders";
import type { SubmitEvidence } from "@cartwright/db";
import type {
  CheckoutOrder,
  CheckoutSession,
  HistoryLook,
  PurchaseOutcome,
  RetailerDriver,
  Review,
  ShopAccount,
} from "@cartwright/retailers/driver";
import type { Concession } from "@cartwright/schemas";
import type { ContractRunner } from "@cartwright/retailers/testing/driver-contract";
import type { HeldPurchase } from "../browser/purchase-gate.ts";
import { openConcessions } from "../checkout/concessions.ts";
import { lookIntoHistory, type Visit, withVisit } from "../checkout/visit.ts";
import type { Outside } from "../surroundings.ts";

export interface TrialOptions {
  /** False: stops with the purchase held, and buys nothing. */
  release: boolean;
  account?: ShopAccount | undefined;
  /** In cents. Absent: whatever the shop asks. */
  maxPriceCents?: number;
  /** How often the button is pressed: a page may send its purchase twice by itself. */
  presses?: number;
  /** Told of every step as it ends. */
  onStep?: (step: TrialStep) => void;
}

export interface TrialStep {
  name: string;
  ms: number;
  saw: string[];
  failed: boolean;
}

/** How far a driver came with one order, and what it saw. */
export interface Trial {
  review: Review;
  /** What was given up of the order. */
  concessions: readonly Concession[];
  /** The total that was shown, in cents. */
  totalCents: number;
  held: HeldPurchase;
  /** Undefined where nothing was released. */
  outcome: PurchaseOutcome | undefined;
  /** What the shop showed last. */
  evidence: SubmitEvidence;
}

type Shops = Pick<Outside, "browsers" | "shopHttp">;

/** A driver of a store API needs no browser. */
const NO_BROWSERS = {
  withPage: () => Promise.reject(new Error("no browser was given")),
} as unknown as Outside["browsers"];

const PURCHASE_WITHIN_MS = 15_000;
const RELEASE_WITHIN_MS = 30_000;

/**
 * Drives one order as an attempt does, behind a real gate and with the same guards, but without a database: nobody remembers
 * what was bought. Throws CheckoutFailure where an attempt would end before its commit point.
 */
export async function tryDriver(
  shops: Shops,
  driver: RetailerDriver,
  order: CheckoutOrder,
  options: TrialOptions,
): Promise<Trial> {
  const { concede, made } = openConcessions(order, () => false);
  const told = { order, account: options.account, concede, ...watchSteps(options.onStep) };
  return await withVisit(shops, driver, told, async (visit) => {
    const { run, gate } = visit;
    await run.reachReview();
    gate.arm();
    const review = await readReviewTwice(run);
    const concessions = made();
    requireSameCart(review.lines, asConceded(order.items, concessions));
    requireSameAddress(review.shipTo, order.address);
    const totalCents = requireAffordable(review.prices, options.maxPriceCents ?? Number.MAX_SAFE_INTEGER);
    // A page whose request is held answers nothing any more, and one whose request was dropped goes away.
    const evidence = await visit.look();
    const held = await pressAndHold(visit, options.presses ?? 1);
    if (!options.release) {
      gate.shut();
      return { review, concessions, totalCents, held, outcome: undefined, evidence };
    }
    const deadline = performance.now() + RELEASE_WITHIN_MS;
    const answer = await gate.release(() => performance.now() < deadline);
    if (answer === undefined) throw new CheckoutFailure("checkout_failed", "The held purchase could not be released.");
    await run.waitForAnswer();
    const answered = await visit.look();
    return { review, concessions, totalCents, held, outcome: await run.readOutcome(), evidence: answered };
  });
}

/** What the driver contract is run with. */
export function openContractRunner(given: Partial<Shops> & Pick<Shops, "shopHttp">): ContractRunner {
  const shops = { browsers: NO_BROWSERS, ...given };
  return {
    run: (driver, order, how) => tryDriver(shops, driver, order, how),
    lookUp: (driver, order, account) => tryLookUp(shops, driver, order, { account }),
  };
}

/** Reads the history as the reconciler does. */
async function tryLookUp(
  shops: Shops,
  driver: RetailerDriver,
  order: CheckoutOrder,
  { account, onStep }: Pick<TrialOptions, "account" | "onStep">,
): Promise<HistoryLook> {
  return await lookIntoHistory(shops, driver, { order, account, now: Date.now, ...watchSteps(onStep) });
}

async function readReviewTwice(run: Visit["run"]): Promise<Review> {
  const first = await run.readReview();
  const second = await run.readReview();
  if (first.prices.total !== second.prices.total) {
    throw new CheckoutFailure("checkout_failed", "The review page's total changed while it was read.");
  }
  return second;
}

async function pressAndHold({ run, gate }: Visit, presses: number): Promise<HeldPurchase> {
  if (run.mayBuyByGet === true) gate.arm({ readsToo: true });
  const pressed = Array.from({ length: presses }, () => run.pressBuy());
  const failed = pressed.map((press) => press.then(() => new Promise<never>(() => undefined)));
  // Once a request is held, the rest of the press is its page's affair.
  for (const press of failed) press.catch(() => undefined);
  const held = await Promise.race([gate.waitForPurchase(PURCHASE_WITHIN_MS), ...failed]);
  if (held === undefined) throw new CheckoutFailure("checkout_failed", "Pressing the shop's button sent no purchase.");
  return held;
}

function watchSteps(onStep: TrialOptions["onStep"]): Pick<CheckoutSession, "step" | "saw"> {
  let seen: string[] = [];
  return {
    step: async (name, run) => {
      const startedAt = performance.now();
      let failed = true;
      try {
        const result = await run();
        failed = false;
        return result;
      } finally {
        onStep?.({ name, ms: Math.round(performance.now() - startedAt), saw: seen, failed });
        seen = [];
      }
    },
    saw: (what) => {
      seen.push(what);
    },
  };
}
