import type { OrderHour } from "@cartwright/db";

/** How a retailer did in the hours that are looked at. */
export interface RetailerFigures {
  retailer: string;
  placed: number;
  /** Without those that their buyers cancelled: that says nothing about the retailer. */
  failed: number;
  /** Of 1; null: nothing was finished. */
  successRate: number | null;
  /** From accepted to placed, in seconds; null: nothing was placed. */
  meanSeconds: number | null;
  /** The slowest hour's 95th percentile, in seconds. */
  worstP95Seconds: number | null;
  /** The most frequent one; null: nothing failed. */
  topFailure: string | null;
}

/** Sums up by retailer, the busiest first. */
export function retailerFigures(hours: readonly OrderHour[]): RetailerFigures[] {
  const names = [...new Set(hours.map(({ retailer }) => retailer))];
  const figures = names.map((retailer) =>
    sumUp(
      retailer,
      hours.filter((hour) => hour.retailer === retailer),
    ),
  );
  return figures.sort((one, other) => other.placed + other.failed - (one.placed + one.failed));
}

function sumUp(retailer: string, hours: readonly OrderHour[]): RetailerFigures {
  const total = (of: (hour: OrderHour) => number): number => hours.reduce((sum, hour) => sum + of(hour), 0);
  const placed = total((hour) => hour.placed);
  const failed = total((hour) => hour.failed - hour.cancelled);
  const p95s = hours.flatMap(({ placeSecondsP95 }) => (placeSecondsP95 === null ? [] : [placeSecondsP95]));
  const finished = placed + failed;
  return {
    retailer,
    placed,
    failed,
    successRate: finished === 0 ? null : placed / finished,
    meanSeconds: placed === 0 ? null : total((hour) => hour.placeSecondsSum) / placed,
    worstP95Seconds: p95s.length === 0 ? null : Math.max(...p95s),
    topFailure: topFailure(hours),
  };
}

function topFailure(hours: readonly OrderHour[]): string | null {
  const counts = new Map<string, number>();
  for (const { failureCodes } of hours) {
    for (const [code, count] of Object.entries(failureCodes)) {
      if (code !== "cancelled") counts.set(code, (counts.get(code) ?? 0) + count);
    }
  }
  const [top] = [...counts].sort(([, one], [, other]) => other - one);
  return top?.[0] ?? null;
}
