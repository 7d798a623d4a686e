import { setTimeout as sleep } from "node:timers/promises";
import type { Child, ChildOptions } from "../scripts/processes/child.ts";
import { type Run, Stopped } from "../scripts/stack/run.ts";

/** A process that is started again whenever it ends, as a supervisor does. */
export interface Kept {
  name: string;
  /** Of the process that runs now; undefined while there is none. */
  pid: () => number | undefined;
  signal: (signal: NodeJS.Signals) => void;
  /** As if its supervisor had died: a new one starts another beside it, and it is told to end only later. */
  orphan: (forMs: number) => Promise<void>;
  /** Ends it for good. */
  end: () => Promise<void>;
}

const RESTART_AFTER_MS = 50;
/** One that ends again and again at its start is not to be started a thousand times. */
const SHORTEST_LIFE_MS = 200;
const WAIT_AFTER_SHORT_LIFE_MS = 500;

/** What a process that has ended leaves of its group goes with it. */
async function clearAway(run: Run, ended: Child): Promise<void> {
  await ended.exited;
  run.forget(ended);
  ended.kill();
}

/** Keeps a process running until it is ended. `optionsOf` is asked at every start: the world may have changed. */
export function keep(run: Run, name: string, optionsOf: () => ChildOptions): Kept {
  let child: Child | undefined;
  const ending = new AbortController();
  let letGo = (): void => undefined;

  const loop = async (): Promise<void> => {
    while (!ending.signal.aborted && !run.isStopping()) {
      const startedAt = performance.now();
      child = await run.start(optionsOf());
      const orphaned = new Promise<void>((resolve) => (letGo = resolve));
      const started = child;
      const ended = clearAway(run, started);
      await Promise.race([ended, orphaned]);
      child = undefined;
      await sleep(performance.now() - startedAt < SHORTEST_LIFE_MS ? WAIT_AFTER_SHORT_LIFE_MS : RESTART_AFTER_MS);
    }
  };
  const running = loop().catch((error: unknown) => {
    if (!(error instanceof Stopped)) throw error;
  });
  const signal = (signal: NodeJS.Signals): void => {
    if (child !== undefined && !child.hasEnded()) process.kill(child.identity.pid, signal);
  };
  return {
    name,
    pid: () => child?.identity.pid,
    signal,
    orphan: async (forMs) => {
      const orphan = child;
      if (orphan === undefined) return;
      letGo();
      await sleep(forMs);
      if (!orphan.hasEnded()) process.kill(orphan.identity.pid, "SIGTERM");
    },
    end: async () => {
      ending.abort();
      signal("SIGCONT");
      await child?.stop();
      await running;
    },
  };
}
