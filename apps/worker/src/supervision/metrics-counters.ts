import { Counter, Histogram, type Registry } from "prom-client";
import { BOUNDED_STEPS, boundedStep } from "../checkout/step-names.ts";

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
  /** A step of an attempt came to its end, well or not. */
  stepTook: (name: string, tookMs: number) => void;
  /** An order was placed just now, or is found to be. */
  orderPlaced: (acceptedAt: Date) => void;
}

/** How a try to deliver a webhook ended: `failed` is tried again. */
const WEBHOOK_TRY_ENDS = ["delivered", "failed", "gave_up"] as const;

/** What this process counts of the webhooks that it sends. */
export interface WebhookCounters {
  webhookTried: (end: (typeof WEBHOOK_TRY_ENDS)[number]) => void;
}

/** From a click to a page that makes one wait; a step ends at its own timeouts at the latest. */
const STEP_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** From an order that found a free worker to one that waited for a person. */
const PLACE_BUCKETS_S = [5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600, 14_400, 86_400];

export function openCounters(registry: Registry): AttemptCounters & WebhookCounters {
  return { ...openAttemptCounters(registry), ...openWebhookCounters(registry) };
}

function openAttemptCounters(registry: Registry): AttemptCounters {
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
  const steps = new Histogram({
    name: "cartwright_step_duration_seconds",
    help: "How long each step of this worker's attempts took, well or not",
    labelNames: ["step"],
    buckets: STEP_BUCKETS_S,
    registers,
  });
  const placed = new Histogram({
    name: "cartwright_order_place_seconds",
    help: "From accepted to placed, of the orders that this worker placed, or found to be placed",
    buckets: PLACE_BUCKETS_S,
    registers,
  });
  // A series that is not there cannot be told from one that does not grow.
  for (const outcome of ATTEMPT_ENDS) attempts.inc({ outcome }, 0);
  for (const step of BOUNDED_STEPS) steps.zero({ step });
  return {
    attemptEnded: (outcome) => attempts.inc({ outcome }),
    leaseLost: () => leasesLost.inc(),
    stepTook: (name, tookMs) => steps.observe({ step: boundedStep(name) }, tookMs / 1_000),
    // Two hosts' clocks: a number to look at, and nothing is decided by it.
    orderPlaced: (acceptedAt) => placed.observe(Math.max(0, Date.now() - acceptedAt.getTime()) / 1_000),
  };
}

function openWebhookCounters(registry: Registry): WebhookCounters {
  const tries = new Counter({
    name: "cartwright_webhook_tries_total",
    help: "Tries of this worker to deliver a webhook, by how they ended",
    labelNames: ["outcome"],
    registers: [registry],
  });
  for (const outcome of WEBHOOK_TRY_ENDS) tries.inc({ outcome }, 0);
  return { webhookTried: (outcome) => tries.inc({ outcome }) };
}
