/** Why an attempt was broken off before its commit point, by us and not by the shop. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}

/** Breaks an attempt off from outside, as long as it has not reached its commit point. */
export interface Interruption {
  /** Runs `work`, and rejects as soon as a signal says so: `work` is then left to its closed page. */
  guard: <T>(work: Promise<T>) => Promise<T>;
  /** The commit point is next: from here on nothing interrupts. Throws when a signal came first. */
  seal: () => void;
}

/** Something that may break an attempt off, and what the attempt then ends with. */
export interface Interrupter {
  signal: AbortSignal;
  toError: () => Error;
}

export function openInterruption(interrupters: readonly Interrupter[]): Interruption {
  let isSealed = false;
  const firstAborted = () => interrupters.find(({ signal }) => signal.aborted);
  return {
    guard: async (work) => {
      let onAbort = (): void => undefined;
      const broken = new Promise<never>((_, reject) => {
        onAbort = () => {
          const aborted = firstAborted();
          if (!isSealed && aborted !== undefined) reject(aborted.toError());
        };
      });
      for (const { signal } of interrupters) signal.addEventListener("abort", onAbort);
      onAbort();
      try {
        return await Promise.race([work, broken]);
      } finally {
        for (const { signal } of interrupters) signal.removeEventListener("abort", onAbort);
        // When the race is lost the page is closed under the work: its end interests nobody any more.
        work.catch(() => undefined);
      }
    },
    seal: () => {
      const aborted = firstAborted();
      if (aborted !== undefined) throw aborted.toError();
      isSealed = true;
    },
  };
}
