import { QUEUE_STATES, type QueueDepth } from "@cartwright/queue";
import { Counter, Gauge, Registry } from "prom-client";
import { browserMemoryBytes } from "../browser/browser-memory.ts";

/** What a worker lives with, beside Postgres. */
export interface MetricsSurroundings {
  /** By name; each throws, or takes its time, when Redis cannot be asked now. */
  queues: Record<string, { depth: () => Promise<QueueDepth> }>;
  browsers: { pid: () => number | null; starts?: (() => number) | undefined };
}

const NAMES = ["checkout", "webhooks"] as const;

/** Made for one scrape: a Redis that is away, or slow, leaves the depths out. */
export async function tellSurroundings(
  { queues, browsers }: MetricsSurroundings,
  within: <T>(read: () => Promise<T>) => Promise<T | undefined>,
): Promise<string> {
  const registry = new Registry();
  const depths = await within(async () => await Promise.all(NAMES.map(async (name) => await queues[name]?.depth())));
  const readable = new Gauge({
    name: "cartwright_queue_readable",
    help: "1 when Redis told the queues' depths; else 0, and the depths are left out",
    registers: [registry],
  });
  readable.set(depths === undefined ? 0 : 1);
  if (depths !== undefined) tellDepths(registry, depths);
  tellBrowser(registry, browsers);
  return await registry.metrics();
}

function tellDepths(registry: Registry, depths: readonly (QueueDepth | undefined)[]): void {
  const jobs = new Gauge({
    name: "cartwright_queue_jobs",
    help: "Jobs by queue and state; jobs are hints, the orders themselves are in Postgres",
    labelNames: ["queue", "state"],
    registers: [registry],
  });
  NAMES.forEach((queue, at) => {
    for (const state of QUEUE_STATES) jobs.set({ queue, state }, depths[at]?.[state] ?? 0);
  });
}

function tellBrowser(registry: Registry, { pid, starts }: MetricsSurroundings["browsers"]): void {
  const started = new Counter({
    name: "cartwright_browser_starts_total",
    help: "Browsers that this worker started: the first, those that replace a crashed or an old one",
    registers: [registry],
  });
  started.inc(starts?.() ?? 0);
  const memory = new Gauge({
    name: "cartwright_browser_memory_bytes",
    help: "Memory of this worker's browser with all its processes; 0 without a browser, or where there is no /proc",
    registers: [registry],
  });
  memory.set(browserMemoryBytes(pid()));
}
