import type { Run } from "../scripts/stack/run.ts";
import type { Steps } from "../scripts/terminal/steps.ts";
import { BROWSER_LEVEL } from "./levels/browser.ts";
import { PROTOCOL_LEVEL } from "./levels/protocol.ts";
import { MUTANTS, type Mutant } from "./mutants.ts";
import { planOrder } from "./plan.ts";
import { type Level, play, type PlayOptions } from "./play.ts";
import type { PlayReport } from "./report.ts";

const SEED = 4_711;
const ORDERS_A_MUTANT = 40;
/** A mutant that only leaves orders behind is given up on sooner than what is sound. */
const HEAL_WITHIN_MS = 30_000;
const SOUND_HEALS_WITHIN_MS = 120_000;

/**
 * Plays every mutant on orders that put its guard to the test, and before them the same orders with every guard on: a suite
 * that always fails has no teeth either. True: all mutants were killed, and what is sound has lived.
 */
export async function killMutants(run: Run, steps: Steps, only: string | undefined): Promise<boolean> {
  let survivors = 0;
  let isSound = true;
  const chosen = MUTANTS.filter(({ name }) => only === undefined || name.includes(only));
  for (const level of [PROTOCOL_LEVEL, BROWSER_LEVEL]) {
    const mutants = chosen.filter((mutant) => mutant.level === level.name);
    if (mutants.length === 0) continue;
    const numbers = mutants.flatMap((mutant) => testOrders(level, mutant));
    const sound = await playOn(run, steps, level, { name: "sound", healWithinMs: SOUND_HEALS_WITHIN_MS, numbers });
    steps.note([sayOf("every guard on", sound), ...sound.stories].join("\n"));
    isSound &&= sound.violations.length === 0;
    for (const mutant of mutants) {
      if (!(await isKilled(run, steps, level, mutant))) survivors += 1;
    }
  }
  steps.note(`${chosen.length - survivors} of ${chosen.length} mutants killed`);
  return survivors === 0 && isSound;
}

async function isKilled(run: Run, steps: Steps, level: Level, mutant: Mutant): Promise<boolean> {
  const name = mutant.name.replaceAll(/[^a-z]+/g, "-");
  const report = await playOn(run, steps, level, { name, numbers: testOrders(level, mutant), edits: mutant.edits });
  steps.note(sayOf(mutant.name, report));
  return report.violations.length > 0;
}

function sayOf(name: string, { violations, orders, seconds }: PlayReport): string {
  const [first] = violations;
  const seen = first === undefined ? "0 violations" : `${first.rule} (${first.order}: ${first.detail})`;
  return `  ${name}: ${seen}, ${orders} orders, ${seconds.toFixed(0)} s`;
}

/** The first orders of the seed that are of use. */
function testOrders({ name }: Level, { isTest, orders = ORDERS_A_MUTANT }: Mutant): number[] {
  const numbers: number[] = [];
  for (let n = 0; numbers.length < orders; n += 1) if (isTest(planOrder(name, { seed: SEED, n }))) numbers.push(n);
  return numbers;
}

const playOn = (
  run: Run,
  steps: Steps,
  level: Level,
  options: Pick<PlayOptions, "name" | "numbers"> & Partial<PlayOptions>,
): Promise<PlayReport> =>
  play(run, steps, level, {
    seed: SEED,
    hasUpsets: false,
    isThorough: false,
    healWithinMs: HEAL_WITHIN_MS,
    ...options,
    numbers: [...new Set(options.numbers)],
  });
