import type { RecentOrder, Usage, UsageDay } from "@cartwright/db";
import { z } from "zod";

const UsageMetric = z.object({
  total: z.int(),
  /** Of as many days before. */
  prev_total: z.int(),
  /** One number a day, oldest first. */
  series: z.array(z.int()),
});
type UsageMetric = z.infer<typeof UsageMetric>;

const RecentCall = z.object({
  endpoint: z.string(),
  at: z.iso.datetime(),
  query: z.string().nullable(),
  result_count: z.int().nullable(),
  retailer: z.string().nullable(),
  product_id: z.string().nullable(),
});

export const UsageReport = z.object({
  window_days: z.int(),
  since: z.iso.datetime(),
  metrics: z.record(z.string(), UsageMetric),
  /** The last orders that were accepted, newest first. */
  recent: z.array(RecentCall),
});
export type UsageReport = z.infer<typeof UsageReport>;

const METRICS = {
  orders_created: (day) => day.created,
  orders_placed: (day) => day.placed,
  orders_failed: (day) => day.failed,
  spent_cents: (day) => day.spentCents,
  reserved_cents: (day) => day.reservedCents,
} as const satisfies Record<string, (day: UsageDay) => number>;

const DAY_MS = 86_400_000;

/** The later half of the days, beside the half before. */
export function presentUsage({ since, days }: Usage, recent: readonly RecentOrder[]): UsageReport {
  const window = days.length / 2;
  return {
    window_days: window,
    since: new Date(since.getTime() + window * DAY_MS).toISOString(),
    metrics: Object.fromEntries(
      Object.entries(METRICS).map(([name, read]) => [name, toMetric(days.map(read), window)]),
    ),
    recent: recent.map((order) => ({
      endpoint: "POST /orders",
      at: order.createdAt.toISOString(),
      query: order.url,
      result_count: order.lines,
      retailer: order.retailer,
      product_id: null,
    })),
  };
}

function toMetric(numbers: readonly number[], window: number): UsageMetric {
  const [before, series] = [numbers.slice(0, window), numbers.slice(window)];
  return { total: sum(series), prev_total: sum(before), series };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
