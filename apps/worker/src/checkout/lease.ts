import { type Claim, type Pool, renewLease } from "@cartwright/db";

/** A worker's hold on an order, kept alive by a heartbeat. Times are monotonic: a clock that is set changes nothing. */
export interface Lease {
  /** Aborted once the lease is known to be lost. */
  lost: AbortSignal;
  /** Until when, by `performance.now()`, the lease is certainly held. */
  heldUntil: () => number;
  stop: () => void;
}

export interface LeaseTimings {
  leaseMs: number;
  heartbeatMs: number;
}

/** `takenAt`: `performance.now()` from before the claim was sent, so that the time on the way counts against us. */
export function keepLease(pool: Pool, claim: Claim, timings: LeaseTimings, takenAt: number): Lease {
  const lost = new AbortController();
  let heldUntil = takenAt + timings.leaseMs;

  const beat = async (): Promise<void> => {
    const sentAt = performance.now();
    try {
      // fault point: beat (claim)
      if (await renewLease(pool, claim, timings.leaseMs)) heldUntil = sentAt + timings.leaseMs;
      else lost.abort();
    } catch {
      // No answer is no renewal; the next beat may bring one before the lease is over.
      if (performance.now() >= heldUntil) lost.abort();
    }
  };
  const timer = setInterval(() => void beat(), timings.heartbeatMs);
  return { lost: lost.signal, heldUntil: () => heldUntil, stop: () => clearInterval(timer) };
}
