import { setTimeout as sleep } from "node:timers/promises";
import { AUDIT_RULES, type Pool, readServiceState, type ServiceState } from "@cartwright/db";
import { Counter, Gauge, Registry } from "prom-client";

/** How an attempt ended, as it is counted. `retried` and `failed` are ends before the commit point. */
const ATTEMPT_ENDS = [
  "placed",
  "declined",
  "unclear",
  "not_released",
  "retried",
  "failed",
  "interrupted",
  "superseded",
] as const;
export type CountedEnd = (typeof ATTEMPT_ENDS)[number];

/** What this process counts of its own attempts. */
export interface AttemptCounters {
  attemptEnded: (end: CountedEnd) => void;
  leaseLost: () => void;
}

/** How a try to deliver a webhook ended: `failed` is tried again. */
const WEBHOOK_TRY_ENDS = ["delivered", "failed", "gave_up"] as const;

/** What this process counts of the webhooks that it sends. */
export interface WebhookCounters {
  webhookTried: (end: (typeof WEBHOOK_TRY_ENDS)[number]) => void;
}

export interface Metrics extends AttemptCounters, WebhookCounters {
  contentType: string;
  /** In Prometheus's text format. Never throws: without Postgres it tells what this process knows by itself. */
  tell: () => Promise<string>;
}

export interface MetricsOptions {
  pool: Pool;
  onError: (error: unknown) => void;
  /** A scrape must not wait for a database that does not answer. */
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
  const registry = new Registry();
  const counters = openCounters(registry);
  const readState = openStateReader(options);
  return {
    ...counters,
    contentType: registry.contentType,
    tell: async () => `${await registry.metrics()}\n${await tellState(await readState())}`,
  };
}

function openCounters(registry: Registry): AttemptCounters & WebhookCounters {
  const registers = [registry];
  const attempts = new Counter({
    name: "cartwright_attempts_total",
    help: "Attempts at orders that ended in this worker, by how they ended",
    labelNames: ["outcome"],
    registers,
  });
  const leasesLost = new Counter({
    name: "cartwright_leases_lost_total",
    help: "Orders whose lease this worker lost while it worked on them",
    registers,
  });
  const webhookTries = new Counter({
    name: "cartwright_webhook_tries_total",
    help: "Tries of this worker to deliver a webhook, by how they ended",
    labelNames: ["outcome"],
    registers,
  });
  // A series that is not there cannot be told from one that does not grow.
  for (const outcome of ATTEMPT_ENDS) attempts.inc({ outcome }, 0);
  for (const outcome of WEBHOOK_TRY_ENDS) webhookTries.inc({ outcome }, 0);
  return {
    attemptEnded: (outcome) => attempts.inc({ outcome }),
    leaseLost: () => leasesLost.inc(),
    webhookTried: (outcome) => webhookTries.inc({ outcome }),
  };
}

/** Asks at most once in `cacheMs`. Undefined when there was no answer in time. */
function openStateReader(options: MetricsOptions): () => Promise<ServiceState | undefined> {
  const { pool, onError, readWithinMs = READ_WITHIN_MS, cacheMs = CACHE_MS } = options;
  let askedAt = -Infinity;
  let state: Promise<ServiceState | undefined> = Promise.resolve(undefined);
  const readOnce = async (): Promise<ServiceState | undefined> => {
    const answered = new AbortController();
    const tooLate = sleep(readWithinMs, undefined, { signal: answered.signal, ref: false });
    try {
      return await Promise.race([readServiceState(pool), tooLate]);
    } catch (error) {
      onError(error);
      return undefined;
    } finally {
      answered.abort();
      tooLate.catch(() => undefined);
    }
  };
  return () => {
    if (performance.now() - askedAt > cacheMs) {
      askedAt = performance.now();
      state = readOnce();
    }
    return state;
  };
}

/** The gauges without a label: name, what it tells, and where it is read from. */
const STATE_GAUGES = [
  ["cartwright_orders_needs_review", "Orders that wait for a person", (state) => state.needsReview],
  ["cartwright_orders_in_doubt", "Purchases that went out and whose outcome is not proven", (state) => state.inDoubt],
  ["cartwright_in_doubt_oldest_age_seconds", "Age of the oldest purchase in doubt", (state) => state.inDoubtOldestS],
  ["cartwright_orders_due", "Orders that could be worked on now and are in nobody's hands", (state) => state.due],
  ["cartwright_due_oldest_age_seconds", "How long the first of them has been due", (state) => state.dueOldestS],
  [
    "cartwright_quarantined",
    "1 while nothing is bought in a restored database",
    (state) => Number(state.isQuarantined),
  ],
] as const satisfies readonly (readonly [string, string, (state: ServiceState) => number])[];

/** Gauges made for one scrape: what cannot be read now is not there, instead of as it was. */
async function tellState(state: ServiceState | undefined): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const readable = new Gauge({
    name: "cartwright_state_readable",
    help: "1 when the service's state could be read from Postgres; else 0, and the gauges of it are left out",
    registers,
  });
  readable.set(state === undefined ? 0 : 1);
  if (state === undefined) return registry.metrics();

  for (const [name, help, read] of STATE_GAUGES) new Gauge({ name, help, registers }).set(read(state));
  const findings = new Gauge({
    name: "cartwright_audit_findings",
    help: "What the auditor found that must never be, and that still is",
    labelNames: ["rule"],
    registers,
  });
  for (const { name } of AUDIT_RULES) findings.set({ rule: name }, 0);
  for (const [rule, count] of Object.entries(state.auditFindings)) findings.set({ rule }, count);
  const breakers = new Gauge({
    name: "cartwright_breaker_open",
    help: "1 from the moment a retailer's breaker opens until a success closes it",
    labelNames: ["retailer"],
    registers,
  });
  for (const [retailer, isOpen] of Object.entries(state.breakerOpen)) breakers.set({ retailer }, isOpen ? 1 : 0);
  return registry.metrics();
}
