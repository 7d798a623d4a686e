/** Failures of one address within the window, after which it has to wait; and of everybody together. */
const MAX_FAILURES = 5;
const MAX_FAILURES_OF_ALL = 50;
const WINDOW_MS = 60_000;

export interface LoginThrottle {
  /** Seconds to wait before the next try; 0 to go ahead. */
  secondsToWait: (address: string) => number;
  /** Counts a try as failed until the function it returns is called. */
  noteAttempt: (address: string) => () => void;
}

/** Slows down who guesses passwords. In this process only: a second process doubles the guesses, not more. */
export function newLoginThrottle(now: () => number = () => performance.now()): LoginThrottle {
  let windowEnds = 0;
  let failures = new Map<string, number>();
  let failuresOfAll = 0;
  const startWindow = (): void => {
    if (now() < windowEnds) return;
    windowEnds = now() + WINDOW_MS;
    failures = new Map();
    failuresOfAll = 0;
  };
  return {
    secondsToWait: (address) => {
      startWindow();
      const isOver = (failures.get(address) ?? 0) >= MAX_FAILURES || failuresOfAll >= MAX_FAILURES_OF_ALL;
      return isOver ? Math.ceil((windowEnds - now()) / 1_000) : 0;
    },
    noteAttempt: (address) => {
      startWindow();
      const noted = failures;
      noted.set(address, (noted.get(address) ?? 0) + 1);
      failuresOfAll += 1;
      return () => {
        if (noted !== failures) return;
        noted.set(address, (noted.get(address) ?? 1) - 1);
        failuresOfAll -= 1;
      };
    },
  };
}
