import { setTimeout as sleep } from "node:timers/promises";

export interface Duty {
  stop: () => Promise<void>;
}

/**
 * Runs a duty again and again, never twice at once, with a pause after each run. What it throws goes to `onError`, and the
 * next run comes all the same.
 */
export function runEvery(pauseMs: number, runOnce: () => Promise<unknown>, onError: (error: unknown) => void): Duty {
  const stopping = new AbortController();
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await runOnce().catch(onError);
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
