import { setTimeout as sleep } from "node:timers/promises";
import { type Pool, readOrderTotals, readServiceState } from "@cartwright/db";
import { collectDefaultMetrics, Registry } from "prom-client";
import { type AttemptCounters, openCounters, type WebhookCounters } from "./metrics-counters.ts";
import { type ReadState, tellState } from "./metrics-state.ts";
import { type MetricsSurroundings, tellSurroundings } from "./metrics-surroundings.ts";

export type { AttemptCounters, CountedEnd, WebhookCounters } from "./metrics-counters.ts";

export interface Metrics extends AttemptCounters, WebhookCounters {
  contentType: string;
  /** In Prometheus's text format. Never throws: without Postgres and Redis it tells what this process knows by itself. */
  tell: () => Promise<string>;
}

export interface MetricsOptions {
  pool: Pool;
  surroundings: MetricsSurroundings;
  onError: (error: unknown) => void;
  /** Memory, event loop, garbage collection of the process, once in it. */
  withProcess?: boolean;
  /** A scrape must not wait for a database, or a Redis, that does not answer. */
  readWithinMs?: number;
  /** However many scrape, the database is asked no more often. */
  cacheMs?: number;
}

const READ_WITHIN_MS = 3_000;
const CACHE_MS = 5_000;

/**
 * The numbers that an operator's alerts stand on. The service's state is read from Postgres at the scrape, and is the same
 * whichever worker is asked; when it cannot be read its gauges are left out, rather than shown as they were.
 */
export function openMetrics(options: MetricsOptions): Metrics {
  const { pool, surroundings, onError, readWithinMs = READ_WITHIN_MS, cacheMs = CACHE_MS } = options;
  const registry = new Registry();
  if (options.withProcess === true) collectDefaultMetrics({ register: registry });
  const counters = openCounters(registry);
  const within = openPatience(readWithinMs, onError);
  const readState = atMostEvery(cacheMs, () => within(() => readAll(pool)));
  const readAround = atMostEvery(cacheMs, () => tellSurroundings(surroundings, within));
  return {
    ...counters,
    contentType: registry.contentType,
    tell: async () => {
      const [state, around] = await Promise.all([readState(), readAround()]);
      return [await registry.metrics(), await tellState(state), around].join("\n");
    },
  };
}

async function readAll(pool: Pool): Promise<ReadState> {
  return { service: await readServiceState(pool), totals: await readOrderTotals(pool) };
}

/** Undefined when there was no answer in time. */
function openPatience(readWithinMs: number, onError: (error: unknown) => void) {
  return async <T>(read: () => Promise<T>): Promise<T | undefined> => {
    const answered = new AbortController();
    const tooLate = sleep(readWithinMs, undefined, { signal: answered.signal, ref: false });
    try {
      return await Promise.race([read(), tooLate]);
    } catch (error) {
      onError(error);
      return undefined;
    } finally {
      answered.abort();
      tooLate.catch(() => undefined);
    }
  };
}

/** Whoever asks sooner is told the same again. */
function atMostEvery<T>(cacheMs: number, read: () => Promise<T>): () => Promise<T> {
  let last: { askedAt: number; answer: Promise<T> } | undefined;
  return () => {
    if (last === undefined || performance.now() - last.askedAt > cacheMs) {
      last = { askedAt: performance.now(), answer: read() };
    }
    return last.answer;
  };
}
