/** Why an attempt was broken off before its commit point, by us and not by the shop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Breaks an attempt off from outside, as long as it has not reached its commit point. */
export interface Interruption {
  /** Runs `work`, and rejects with Interrupted as soon as a signal says so: `work` is then left to its closed page. */
  guard: <T>(work: Promise<T>) => Promise<T>;
  /** The commit point is next: from here on nothing interrupts. Throws Interrupted when a signal came first. */
  seal: () => void;
}

export function openInterruption(signals: { signal: AbortSignal; reason: string }[]): Interruption {
  let isSealed = false;
  const stopped = (): string | undefined => signals.find(({ signal }) => signal.aborted)?.reason;
  return {
    guard: async (work) => {
      let onAbort = (): void => undefined;
      const broken = new Promise<never>((_, reject) => {
        onAbort = () => {
          const reason = stopped();
          if (!isSealed && reason !== undefined) reject(new Interrupted(reason));
        };
      });
      for (const { signal } of signals) signal.addEventListener("abort", onAbort);
      onAbort();
      try {
        return await Promise.race([work, broken]);
      } finally {
        for (const { signal } of signals) signal.removeEventListener("abort", onAbort);
        // When the race is lost the page is closed under the work: its end interests nobody any more.
        work.catch(() => undefined);
      }
    },
    seal: () => {
      const reason = stopped();
      if (reason !== undefined) throw new Interrupted(reason);
      isSealed = true;
    },
  };
}
