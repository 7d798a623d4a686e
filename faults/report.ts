import type { Recovery } from "./recovery.ts";
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
  /** Undefined where no worker was killed with an order in hand. */
  recovery: Recovery | undefined;
  notes: string[];
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
    ...report.notes.map((note) => `  ${note}`),
    ...(report.recovery === undefined ? [] : [`  ${describeRecovery(report.recovery)}`]),
    ...violations.slice(0, SHOWN).map(({ rule, order, detail }) => `  ✗ ${rule}: ${order}: ${detail}`),
  ];
  if (violations.length > SHOWN) lines.push(`  … and ${violations.length - SHOWN} more`);
  lines.push(...report.stories);
  if (violations.length > 0) lines.push(`  Again: ${replayLine(report)}`);
  return lines.join("\n");
}

function describeRecovery({ kills, p50Ms, p95Ms, longestMs }: Recovery): string {
  const [p50, p95, longest] = [p50Ms, p95Ms, longestMs].map((ms) => `${(ms / 1_000).toFixed(1)} s`);
  return `from a worker's kill -9 to its order's end: ${p50} (p50), ${p95} (p95), ${longest} (longest) of ${kills}`;
}

function replayLine({ level, seed, from, orders }: PlayReport): string {
  return `npm run faults -- --level ${level} --seed ${seed} --from ${from} --orders ${orders}`;
}
