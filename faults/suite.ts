import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PROJECT_ROOT } from "../scripts/stack/slot.ts";
import type { Run } from "../scripts/stack/run.ts";
import type { Steps } from "../scripts/terminal/steps.ts";
import { killMutants } from "./kill-mutants.ts";
import { BROWSER_LEVEL } from "./levels/browser.ts";
import { CALM_LEVEL, HURRIED_LEVEL, UNHURRIED_LEVEL } from "./levels/calm.ts";
import { PROTOCOL_LEVEL } from "./levels/protocol.ts";
import type { LevelName } from "./plan.ts";
import { type Level, play, type PlayOptions } from "./play.ts";
import { describeReport, type PlayReport } from "./report.ts";
import { feedWithoutRedis } from "./without-redis.ts";

/** One check of the suite: what it is called, and whether it holds. */
export interface Check {
  name: string;
  run: (run: Run, steps: Steps) => Promise<boolean>;
}

/** Which part of a level is played. */
export interface Part {
  seed: number;
  from: number;
  orders: number;
}

/** The sizes of the short form, for every change. */
const SHORT_ORDERS = { protocol: 6_000, browser: 110 } as const;
const HEAL_WITHIN_MS = 120_000;
/** An operator's timings: the last look into a history comes ten minutes after the first. */
const UNHURRIED_HEALS_WITHIN_MS = 15 * 60_000;
/** From a kill to the order's end, p95, where nothing else goes wrong. */
const LONGEST_RECOVERY_MS: Partial<Record<LevelName, number>> = { hurried: 10_000, unhurried: 75_000 };
const MINUTE_OF_ORDERS = 6_000;
const KILLED_ORDERS = 24;

const sequence = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);

/** What is known of all plays so far: one line of JSON a play. */
const RESULTS = path.join(PROJECT_ROOT, ".cartwright", "fault-results.jsonl");

/** Everything, in its short form. */
export function shortForm(seed: number): Check[] {
  return [
    levelCheck(PROTOCOL_LEVEL, { seed, from: 0, orders: SHORT_ORDERS.protocol }),
    withoutRedisCheck(seed),
    ...recoveryChecks(seed),
    mutantsCheck(undefined),
    levelCheck(BROWSER_LEVEL, { seed, from: 0, orders: SHORT_ORDERS.browser }),
  ];
}

export function levelOf(name: string): Level {
  const level = [PROTOCOL_LEVEL, BROWSER_LEVEL, CALM_LEVEL, HURRIED_LEVEL, UNHURRIED_LEVEL].find(
    (one) => one.name === name,
  );
  if (level === undefined)
    throw new Error(`There is no level "${name}": protocol, browser, calm, hurried or unhurried.`);
  return level;
}

export const shortOrders = (level: Level): number =>
  level.name === "browser" ? SHORT_ORDERS.browser : SHORT_ORDERS.protocol;

export const levelCheck = (level: Level, { seed, from, orders }: Part): Check =>
  playCheck(`${level.name} level, seed ${seed}`, level, {
    name: level.name,
    seed,
    numbers: sequence(from, orders),
    hasUpsets: Object.keys(level.upsets.weights).length > 0,
    isThorough: true,
    healWithinMs: level.name === "unhurried" ? UNHURRIED_HEALS_WITHIN_MS : HEAL_WITHIN_MS,
  });

export const withoutRedisCheck = (seed: number): Check =>
  playCheck("a minute without Redis", CALM_LEVEL, {
    name: "without-redis",
    seed,
    numbers: sequence(0, MINUTE_OF_ORDERS),
    hasUpsets: false,
    isThorough: true,
    healWithinMs: 5 * 60_000,
    feed: feedWithoutRedis,
  });

export const recoveryChecks = (seed: number): Check[] =>
  [HURRIED_LEVEL, UNHURRIED_LEVEL].map((level) => levelCheck(level, { seed, from: 0, orders: KILLED_ORDERS }));

export const mutantsCheck = (only: string | undefined): Check => ({
  name: "mutants",
  run: (run, steps) => killMutants(run, steps, only),
});

function playCheck(name: string, level: Level, options: PlayOptions): Check {
  return {
    name,
    run: async (run, steps) => {
      const report = await play(run, steps, level, options);
      keepResult(report);
      steps.note(describeReport(report));
      const longestMs = LONGEST_RECOVERY_MS[level.name] ?? Number.POSITIVE_INFINITY;
      const isQuick = (report.recovery?.p95Ms ?? 0) <= longestMs;
      if (!isQuick) steps.note(`  ✗ too slow: at most ${longestMs / 1_000} s (p95)`);
      return isQuick && report.violations.length === 0;
    },
  };
}

/** What a kept result says. */
interface Result {
  level: string;
  seed: number;
  orders: number;
  acknowledged: number;
  faults: number;
  violations: number;
}

function keepResult({ level, seed, orders, acknowledged, tally, violations }: PlayReport): void {
  const result: Result = { level, seed, orders, acknowledged, faults: tally.total(), violations: violations.length };
  mkdirSync(path.dirname(RESULTS), { recursive: true });
  appendFileSync(RESULTS, `${JSON.stringify(result)}\n`);
}

function readResults(): Result[] {
  if (!existsSync(RESULTS)) return [];
  return readFileSync(RESULTS, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Result);
}

/** Whether a soak has played this already: one that was interrupted goes on where it stopped. */
export const isPlayed = (level: Level, part: Part): boolean =>
  readResults().some(
    ({ level: name, seed, orders }) => name === level.name && seed === part.seed && orders >= part.orders,
  );

/** All plays so far, added up: a line a level. */
export function describeResults(): string {
  const results = readResults();
  return [...new Set(results.map(({ level }) => level))]
    .map((level) => {
      const plays = results.filter((result) => result.level === level);
      const sum = (of: (result: Result) => number): number => plays.reduce((total, result) => total + of(result), 0);
      return (
        `${level}: ${plays.length} plays, ${sum(({ orders }) => orders)} orders, ` +
        `${sum(({ acknowledged }) => acknowledged)} acknowledged, ${sum(({ faults }) => faults)} faults, ` +
        `${sum(({ violations }) => violations)} violations`
      );
    })
    .join("\n");
}
