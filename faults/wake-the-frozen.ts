import { setTimeout as sleep } from "node:timers/promises";
import type { Kept } from "./keeper.ts";
import { readStrikes } from "./tally.ts";

const LOOK_MS = 50;

/**
 * Wakes the workers that froze themselves at a fault point, each after its time. One that another worker has ended meanwhile
 * stays ended: its pid is gone, or is not a worker's any more.
 */
export function wakeTheFrozen(
  strikesLog: string,
  workers: readonly Kept[],
  afterMs: number,
): { stop: () => Promise<void> } {
  const stopping = new AbortController();
  let read = 0;
  const sleepers = new Set<Promise<void>>();
  const wake = async (pid: number): Promise<void> => {
    await sleep(afterMs);
    workers.find((worker) => worker.pid() === pid)?.signal("SIGCONT");
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const strikes = readStrikes(strikesLog);
      for (const { act, pid } of strikes.slice(read)) {
        if (act === "stop") sleepers.add(wake(pid));
      }
      read = strikes.length;
      await sleep(LOOK_MS);
    }
  };
  const running = loop();
  return {
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(sleepers);
    },
  };
}
