import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import {
  type Check,
  describeResults,
  isPlayed,
  levelCheck,
  levelOf,
  mutantsCheck,
  recoveryChecks,
  shortForm,
  shortOrders,
  withoutRedisCheck,
} from "../faults/suite.ts";
import type { Run } from "./stack/run.ts";
import { PROJECT_ROOT } from "./stack/slot.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

const USAGE = `npm run faults                       all of it, in the short form that CI plays
npm run faults -- --level LEVEL      protocol or browser alone  [--seed N] [--from N] [--orders N]
npm run faults -- --mutants          every guard switched off in turn  [--only WORDS]
npm run faults -- --without-redis    a minute of orders while Redis is away
npm run faults -- --recovery         kill -9 at the timings of tests, and at the default ones
npm run faults -- --soak             seed after seed, until it is stopped  [--level LEVEL] [--seeds 1-20] [--orders N]
                                     seeds that were played before are passed over
npm run faults -- --sum              what all plays here have shown so far
`;

const { values } = parseArgs({
  options: {
    level: { type: "string" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "0" },
    orders: { type: "string" },
    mutants: { type: "boolean", default: false },
    only: { type: "string" },
    "without-redis": { type: "boolean", default: false },
    recovery: { type: "boolean", default: false },
    soak: { type: "boolean", default: false },
    seeds: { type: "string", default: "1-1000" },
    sum: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const SUMMARY_FILE = path.join(PROJECT_ROOT, ".cartwright", "fault-summary.json");
const CODE_WHEN_STOPPED = 130;

const chooseChecks = (): Check[] => {
  const seed = Number(values.seed);
  if (values.soak) return soakChecks();
  if (values.mutants) return [mutantsCheck(values.only)];
  if (values["without-redis"]) return [withoutRedisCheck(seed)];
  if (values.recovery) return recoveryChecks(seed);
  if (values.level === undefined) return shortForm(seed);
  const level = levelOf(values.level);
  return [levelCheck(level, { seed, from: Number(values.from), orders: Number(values.orders ?? shortOrders(level)) })];
};

const soakChecks = (): Check[] => {
  const [first = 1, last = first] = values.seeds.split("-").map(Number);
  const level = levelOf(values.level ?? "browser");
  const orders = Number(values.orders ?? shortOrders(level));
  const seeds = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return seeds
    .map((seed) => ({ seed, from: 0, orders }))
    .filter((part) => !isPlayed(level, part))
    .map((part) => levelCheck(level, part));
};

/** Every check, and at the end a line each. */
const faults = async (run: Run, steps: Steps): Promise<number> => {
  mkdirSync(path.dirname(SUMMARY_FILE), { recursive: true });
  rmSync(SUMMARY_FILE, { force: true });
  const lines: string[] = [];
  let failed = 0;
  const checks = chooseChecks();
  for (const check of checks) {
    const startedAt = Date.now();
    const holds = await check.run(run, steps);
    if (!holds) failed += 1;
    lines.push(`${holds ? "✓" : "✗"} ${check.name} (${((Date.now() - startedAt) / 1_000).toFixed(0)} s)`);
    if (values.soak) steps.note(describeResults());
  }
  writeFileSync(SUMMARY_FILE, JSON.stringify({ passed: checks.length - failed, failed }));
  steps.note(lines.join("\n"));
  return failed === 0 ? 0 : 1;
};

if (values.help) process.stdout.write(USAGE);
else if (values.sum) process.stdout.write(`${describeResults()}\n`);
else void withRun("faults", process.stderr, faults, CODE_WHEN_STOPPED);
