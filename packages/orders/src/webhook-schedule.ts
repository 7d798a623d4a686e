const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** The waits after the 1st, 2nd, … try that failed: with the first one ten tries, over 74.6 hours. */
export const WEBHOOK_WAITS_MS: readonly number[] = [
  5 * SECOND_MS,
  MINUTE_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  20 * HOUR_MS,
  37 * HOUR_MS,
];

/** A receiver that comes back is not met by all that it missed in the same second. */
const JITTER = 0.1;

export type WebhookRetry = { again: true; delayMs: number } | { again: false };

export interface FailedWebhookTry {
  /** Of this schedule, the one that failed included. */
  tries: number;
  /** Evenly from 0 to 1. */
  random: number;
  /** What the receiver asked for: honoured up to the wait after this one. */
  retryAfterMs?: number | undefined;
}

/** Whether an event that was not taken is tried again, and when. */
export function decideWebhookRetry({ tries, random, retryAfterMs = 0 }: FailedWebhookTry): WebhookRetry {
  const waitMs = WEBHOOK_WAITS_MS[tries - 1];
  if (waitMs === undefined) return { again: false };
  const asUsualMs = Math.round(waitMs * (1 - JITTER + 2 * JITTER * random));
  const nextWaitMs = WEBHOOK_WAITS_MS[tries] ?? waitMs;
  return { again: true, delayMs: Math.max(asUsualMs, Math.min(retryAfterMs, nextWaitMs)) };
}
