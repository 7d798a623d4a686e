import type { FailureCode } from "@cartwright/schemas";
import { failureRule } from "./failure.ts";

export interface RetryPolicy {
  /** How often an order may be claimed in all, the first time included. */
  maxAttempts: number;
  /** The wait before the 2nd, 3rd, … attempt; the last one repeats. */
  backoffMs: readonly number[];
}

export type RetryDecision = { retry: true; delayMs: number } | { retry: false };

/** Whether an attempt that failed before its commit point is worth another, and when. `attempts` counts this one. */
export function decideRetry(policy: RetryPolicy, code: FailureCode, attempts: number): RetryDecision {
  if (failureRule(code).action !== "retry" || attempts >= policy.maxAttempts) return { retry: false };
  const delayMs = policy.backoffMs[Math.min(attempts, policy.backoffMs.length) - 1] ?? 0;
  return { retry: true, delayMs };
}
