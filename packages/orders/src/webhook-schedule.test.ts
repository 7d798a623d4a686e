import { decideWebhookRetry, WEBHOOK_WAITS_MS } from "./webhook-schedule.ts";

const HOUR_MS = 3_600_000;

/** What a schedule takes in all whose every try fails. */
function playOut(random: number): { tries: number; tookMs: number } {
  let tookMs = 0;
  for (let tries = 1; ; tries += 1) {
    const retry = decideWebhookRetry({ tries, random });
    if (!retry.again) return { tries, tookMs };
    tookMs += retry.delayMs;
  }
}

test("an event is tried ten times over about 75 hours", () => {
  const { tries, tookMs } = playOut(0.5);
  expect(tries).toBe(10);
  expect(tookMs / HOUR_MS).toBeCloseTo(74.6, 1);
});

test("chance moves a wait by a tenth at the most", () => {
  expect(playOut(0).tookMs / playOut(0.5).tookMs).toBeCloseTo(0.9, 3);
  expect(playOut(1).tookMs / playOut(0.5).tookMs).toBeCloseTo(1.1, 3);
});

test("each wait is longer than the one before", () => {
  expect([...WEBHOOK_WAITS_MS].sort((a, b) => a - b)).toEqual(WEBHOOK_WAITS_MS);
});

test("a receiver may ask for a longer wait, up to the next one of the schedule", () => {
  const after = (retryAfterMs: number, tries = 1) => decideWebhookRetry({ tries, random: 0.5, retryAfterMs });
  expect(after(1_000)).toEqual({ again: true, delayMs: 5_000 });
  expect(after(20_000)).toEqual({ again: true, delayMs: 20_000 });
  expect(after(999_000_000)).toEqual({ again: true, delayMs: 60_000 });
  expect(after(999_000_000, 9)).toEqual({ again: true, delayMs: 37 * HOUR_MS });
});
