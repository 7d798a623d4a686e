import type { FailureCode } from "@cartwright/schemas";
import type { CheckoutStage } from "./retry-policy.ts";

/** What an attempt's end says of the shop: it works, it is in trouble, or nothing either way. */
export type ShopVerdict = "works" | "trouble" | "says_nothing";

/** How an attempt ended, as far as the shop's health shows in it. */
export type AttemptOutcome =
  // Superseded: it ended when its order was no longer its own.
  | { kind: "placed" | "declined" | "unclear" | "not_released" | "interrupted" | "superseded" }
  | { kind: "failed"; code: FailureCode; stage: CheckoutStage };

export interface BreakerPolicy {
  /** So many in a row open the breaker. */
  afterFailures: number;
  /** How long it stays open the first time; each further time twice as long. */
  openMs: number;
  longestMs: number;
}

export interface BreakerState {
  failuresInARow: number;
  /** How often it has opened without a success in between. */
  openings: number;
  /** Half open: its time is over, and one order goes ahead to find out. */
  is: "closed" | "open" | "half_open";
}

export interface BreakerMove {
  failuresInARow: number;
  openings: number;
  /** Set when it opens, or opens again. */
  openForMs?: number;
}

// One row a code. A refusal that makes sense shows a shop at work; one that turns everybody away shows trouble. What may as
// well be our driver's or the account's fault says nothing.
const VERDICTS = {
  product_not_found: "works",
  product_out_of_stock: "works",
  product_unavailable: "works",
  invalid_product_url: "says_nothing",
  product_variant_required: "works",
  product_variant_unavailable: "works",
  product_quantity_unavailable: "works",
  quantity_limit_exceeded: "works",
  order_limit_exceeded: "works",
  max_price_exceeded: "works",
  add_to_cart_failed: "says_nothing",
  cart_empty: "says_nothing",
  cart_mismatch: "works",
  checkout_blocked: "trouble",
  captcha_blocked: "trouble",
  bot_protection_blocked: "trouble",
  form_validation_error: "says_nothing",
  checkout_failed: "says_nothing",
  unsupported_store_no_guest_checkout: "says_nothing",
  shipping_address_invalid: "works",
  shipping_unavailable: "works",
  shipping_method_unavailable: "works",
  gift_option_unavailable: "works",
  payment_declined: "works",
  payment_method_invalid: "works",
  payment_failed: "says_nothing",
  login_failed: "says_nothing",
  session_expired: "says_nothing",
  account_locked: "says_nothing",
  account_verification_required: "says_nothing",
  retailer_unavailable: "trouble",
  retailer_not_supported: "says_nothing",
  retailer_rate_limited: "trouble",
  not_placed: "says_nothing",
  manual_review_required: "says_nothing",
  cancelled: "says_nothing",
  spend_limit_exceeded: "says_nothing",
} as const satisfies Record<FailureCode, ShopVerdict>;

/**
 * A sandbox plays its scenarios on purpose, and one client's must not shut it to the others: of its troubles only those at
 * its door count.
 */
export function verdictOn(outcome: AttemptOutcome, isSandbox: boolean): ShopVerdict {
  const verdict = plainVerdictOn(outcome);
  const isAtTheDoor = outcome.kind === "failed" && outcome.stage === "open_shop";
  return verdict === "trouble" && isSandbox && !isAtTheDoor ? "says_nothing" : verdict;
}

function plainVerdictOn(outcome: AttemptOutcome): ShopVerdict {
  switch (outcome.kind) {
    case "placed":
    case "declined":
      return "works";
    case "unclear":
      // A purchase went out and no answer that makes sense came back. Several of those in a row are not to be added to.
      return "trouble";
    case "not_released":
    case "interrupted":
    case "superseded":
      return "says_nothing";
    case "failed":
      return VERDICTS[outcome.code];
  }
}

/** What the breaker does after one more attempt in trouble. Any success closes it, and forgets everything. */
export function afterTrouble(policy: BreakerPolicy, state: BreakerState): BreakerMove {
  const failuresInARow = state.failuresInARow + 1;
  // Attempts that were under way when it opened end in trouble too, all at once: they open it no further.
  const opens = state.is === "half_open" || (state.is === "closed" && failuresInARow >= policy.afterFailures);
  if (!opens) return { failuresInARow, openings: state.openings };
  const openForMs = Math.min(policy.openMs * 2 ** state.openings, policy.longestMs);
  return { failuresInARow, openings: state.openings + 1, openForMs };
}
