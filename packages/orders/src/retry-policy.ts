import type { FailureCode } from "@cartwright/schemas";
import { failureRule } from "./failure.ts";

/** How far an attempt has come. What went wrong counts for less than how near to the purchase it went wrong. */
export const CHECKOUT_STAGES = ["open_shop", "cart", "checkout", "review", "purchase"] as const;
export type CheckoutStage = (typeof CHECKOUT_STAGES)[number];

export interface RetryPolicy {
  /** How often an order may be claimed in all, the first time included. */
  maxAttempts: number;
  /** The wait before the 2nd, 3rd, … attempt; the last one repeats. */
  backoffMs: readonly number[];
}

interface StageRule {
  /** Attempts in all after a failure here, where the policy allows more. */
  atMostAttempts: number;
  /** A shop that does not even open is not helped by hurry: its codes wait so many times as long. */
  longerWait: { times: number; after: readonly FailureCode[] };
}

const asUsual: StageRule = { atMostAttempts: Infinity, longerWait: { times: 1, after: [] } };

/** One row a stage. */
const STAGE_RULES = {
  open_shop: { ...asUsual, longerWait: { times: 3, after: ["retailer_unavailable", "retailer_rate_limited"] } },
  cart: asUsual,
  checkout: asUsual,
  // All went well up to a page that makes no sense: once more, in case it was half loaded.
  review: { ...asUsual, atMostAttempts: 2 },
  // The button was pressed, and what came of it was not what the gate waits for. It is not pressed again by itself.
  purchase: { ...asUsual, atMostAttempts: 1 },
} as const satisfies Record<CheckoutStage, StageRule>;

/** How an attempt failed before its commit point. */
export interface FailedAttempt {
  code: FailureCode;
  stage: CheckoutStage;
  /** How many attempts the order has had, this one included. */
  attempts: number;
}

export type RetryDecision = { retry: true; delayMs: number } | { retry: false };

/** Whether an attempt that failed before its commit point is worth another, and when. */
export function decideRetry(policy: RetryPolicy, { code, stage, attempts }: FailedAttempt): RetryDecision {
  const { atMostAttempts, longerWait }: StageRule = STAGE_RULES[stage];
  if (failureRule(code).action !== "retry" || attempts >= Math.min(policy.maxAttempts, atMostAttempts)) {
    return { retry: false };
  }
  const backoffMs = policy.backoffMs[Math.min(attempts, policy.backoffMs.length) - 1] ?? 0;
  return { retry: true, delayMs: backoffMs * (longerWait.after.includes(code) ? longerWait.times : 1) };
}

/**
 * Whether an order has been claimed so often, without ever coming to an end, that it may be what kills its workers. The
 * fence counts the claims, those included of which no worker was left to tell.
 */
export function isClaimedTooOften(fence: number, maxClaims: number): boolean {
  return fence > maxClaims;
}
