import { parseArgs } from "node:util";
import { killMutants } from "../faults/kill-mutants.ts";
import { BROWSER_LEVEL } from "../faults/levels/browser.ts";
import { PROTOCOL_LEVEL } from "../faults/levels/protocol.ts";
import { play } from "../faults/play.ts";
import { describeReport } from "../faults/report.ts";
import type { Run } from "./stack/run.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

const { values } = parseArgs({
  options: {
    level: { type: "string" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    orders: { type: "string" },
    mutants: { type: "boolean", default: false },
    only: { type: "string" },
  },
});

const ORDERS = { protocol: 6_000, browser: 100 };

const faults = async (run: Run, steps: Steps): Promise<number> => {
  if (values.mutants) return (await killMutants(run, steps, values.only)) ? 0 : 1;
  const from = Number(values.from);
  let violations = 0;
  for (const level of [PROTOCOL_LEVEL, BROWSER_LEVEL]) {
    if (values.level !== undefined && values.level !== level.name) continue;
    const report = await play(run, steps, level, {
      name: level.name,
      seed: Number(values.seed),
      numbers: Array.from({ length: Number(values.orders ?? ORDERS[level.name]) }, (_, index) => from + index),
      hasUpsets: true,
      isThorough: true,
      healWithinMs: 120_000,
    });
    violations += report.violations.length;
    steps.note(describeReport(report));
  }
  return violations === 0 ? 0 : 1;
};

void withRun("faults", process.stderr, faults, 130);
