import { setTimeout as sleep } from "node:timers/promises";
import { type Child, lastWords } from "../processes/child.ts";
import type { Steps } from "../terminal/steps.ts";
import { type Run, Stopped } from "./run.ts";

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** After living this long it has recovered: its next fall counts as its first. */
const RECOVERED_AFTER_MS = 60_000;

/** Says so when one of the run's processes dies, and starts it again, until the run is stopped. */
export const keepAlive = (run: Run, steps: Steps): void => {
  for (const child of run.children()) {
    keepOneAlive(run, steps, child).catch((error: unknown) => {
      if (!(error instanceof Stopped)) steps.note(`${child.options.name}: ${String(error)}`);
    });
  }
};

const keepOneAlive = async (run: Run, steps: Steps, first: Child): Promise<void> => {
  let child = first;
  for (let falls = 0; ;) {
    const startedAt = Date.now();
    const exit = await child.exited;
    if (run.isStopping()) return;
    run.forget(child);
    // What it had started itself goes with it.
    child.kill();
    falls = Date.now() - startedAt > RECOVERED_AFTER_MS ? 1 : falls + 1;
    const waitMs = Math.min(FIRST_WAIT_MS * 2 ** (falls - 1), LONGEST_WAIT_MS);
    const { name } = child.options;
    steps.note(`${name} has ended (${exit}). It is started again in ${waitMs / 1000} s. ${lastWords(child)}`);
    await sleep(waitMs);
    child = await run.start(child.options);
    steps.note(`${name} was started again.`);
  }
};
