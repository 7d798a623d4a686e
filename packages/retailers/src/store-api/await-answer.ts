import { setTimeout as sleep } from "node:timers/promises";
import type { ShopResponse } from "../driver.ts";

/** What came of the request that bought: the shop's answer, or none. */
export type PurchaseAnswer = { kind: "answered"; response: ShopResponse } | { kind: "lost"; message: string };

/** A slow shop takes its time; a lost answer never comes. */
const ANSWER_WITHIN_MS = 60_000;
/** After a lost answer: how often, and how far apart, the shop's own record is read before the answer is given up. */
const LOOKS_AFTER_MS = [0, 1_000, 3_000, 6_000];

/** A sent purchase whose answer may be waited for, once or several times, and whose failure is nobody's crash. */
export interface SentPurchase {
  /** Resolves with the answer; `lost` when it failed or is not there in time. Never rejects. */
  settled: () => Promise<PurchaseAnswer>;
}

export function watchPurchase(sending: Promise<ShopResponse>): SentPurchase {
  const settled = sending.then(
    (response): PurchaseAnswer => ({ kind: "answered", response }),
    (error: unknown): PurchaseAnswer => ({
      kind: "lost",
      message: error instanceof Error ? error.message : String(error),
    }),
  );
  return { settled: () => orInTime(settled) };
}

async function orInTime(settled: Promise<PurchaseAnswer>): Promise<PurchaseAnswer> {
  const stop = new AbortController();
  const late = sleep(ANSWER_WITHIN_MS, undefined, { signal: stop.signal }).then(
    (): PurchaseAnswer => ({ kind: "lost", message: "no answer in time" }),
    (): PurchaseAnswer => ({ kind: "lost", message: "no longer waited for" }),
  );
  const first = await Promise.race([settled, late]);
  stop.abort();
  return first;
}

/** Reads the shop's record again and again for a while, until `look` sees what it looks for. */
export async function lookForRecord<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const afterMs of LOOKS_AFTER_MS) {
    await sleep(afterMs);
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  return undefined;
}
