import { openSteps, type Steps } from "../terminal/steps.ts";
import { openRun, type Run, Stopped } from "./run.ts";
import { type SlotKind, takeSlot } from "./slot.ts";

/**
 * Takes a slot, does the work in it, stops everything and gives the slot back, whatever happens; then ends this process with
 * the work's exit code. Being stopped by a signal is no fault: 0, or the code given for it.
 */
export const withRun = async (
  kind: SlotKind,
  stream: NodeJS.WriteStream,
  work: (run: Run, steps: Steps) => Promise<number>,
  codeWhenStopped = 0,
): Promise<never> => {
  const steps = openSteps(stream);
  const run = await openRun(await takeSlot(kind));
  let code = 1;
  try {
    code = await run.unlessStopped(work(run, steps));
  } catch (error) {
    if (error instanceof Stopped) code = codeWhenStopped;
    else steps.note(error instanceof Error ? error.message : String(error));
  }
  await (run.children().length > 0 ? steps.step("Shut down", () => run.stop()) : run.stop());
  process.exit(code);
};
