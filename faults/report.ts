import type { Violation } from "./invariants.ts";
import type { LevelName } from "./plan.ts";
import { readStrikes, type Tally } from "./tally.ts";

/** What a play has shown. */
export interface PlayReport {
  level: LevelName;
  seed: number;
  from: number;
  orders: number;
  acknowledged: number;
  tally: Tally;
  violations: Violation[];
  /** Of the first orders that a rule was broken for. */
  stories: string[];
  seconds: number;
}

const SHOWN = 20;

/** Adds what the agents did to the tally. */
export function countStrikes(tally: Tally, strikesLog: string): void {
  for (const { act, at } of readStrikes(strikesLog)) tally.count(`${act} at ${at}`);
}

export function describeReport(report: PlayReport): string {
  const { level, orders, acknowledged, tally, violations, seconds } = report;
  const lines = [
    `${level} level, seed ${report.seed}: ${orders} orders, ${acknowledged} acknowledged, ${tally.total()} faults, ` +
      `${violations.length} violations, ${seconds.toFixed(0)} s`,
    `  ${tally.describe()}`,
    ...violations.slice(0, SHOWN).map(({ rule, order, detail }) => `  ✗ ${rule}: ${order}: ${detail}`),
  ];
  if (violations.length > SHOWN) lines.push(`  … and ${violations.length - SHOWN} more`);
  lines.push(...report.stories);
  if (violations.length > 0) lines.push(`  Again: ${replayLine(report)}`);
  return lines.join("\n");
}

function replayLine({ level, seed, from, orders }: PlayReport): string {
  return `npm run faults -- --level ${level} --seed ${seed} --from ${from} --orders ${orders}`;
}
