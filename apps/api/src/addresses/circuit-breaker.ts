/** Thrown instead of asking while the breaker is open. */
export class CircuitOpen extends Error {
  override readonly name = "CircuitOpen";
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  failures: number;
  openMs: number;
  /** Monotonic, in ms. */
  now: () => number;
}

export type CircuitBreaker = <T>(ask: () => Promise<T>) => Promise<T>;

/** Stops asking somebody who keeps failing, so that nobody waits for their timeouts; one question goes through after `openMs`. */
export function newCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  let failuresInARow = 0;
  let openUntil = 0;
  return async (ask) => {
    if (options.now() < openUntil) throw new CircuitOpen("not asked: it failed too often");
    // While the probe is out, the others do not pile up behind it.
    if (failuresInARow >= options.failures) openUntil = options.now() + options.openMs;
    try {
      const answer = await ask();
      failuresInARow = 0;
      openUntil = 0;
      return answer;
    } catch (error) {
      failuresInARow += 1;
      if (failuresInARow >= options.failures) openUntil = options.now() + options.openMs;
      throw error;
    }
  };
}
