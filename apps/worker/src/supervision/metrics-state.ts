import { AUDIT_RULES, type OrderTotals, type ServiceState } from "@cartwright/db";
import { FAILURE_CODES } from "@cartwright/schemas";
import { Counter, Gauge, Registry } from "prom-client";

/** What is read from Postgres for a scrape. */
export interface ReadState {
  service: ServiceState;
  totals: OrderTotals;
}

/** The gauges without a label: name, what it tells, and where it is read from. */
const STATE_GAUGES = [
  ["cartwright_orders_needs_review", "Orders that wait for a person", (state) => state.needsReview],
  ["cartwright_orders_in_doubt", "Purchases that went out and whose outcome is not proven", (state) => state.inDoubt],
  ["cartwright_in_doubt_oldest_age_seconds", "Age of the oldest purchase in doubt", (state) => state.inDoubtOldestS],
  ["cartwright_orders_due", "Orders that could be worked on now and are in nobody's hands", (state) => state.due],
  ["cartwright_due_oldest_age_seconds", "How long the first of them has been due", (state) => state.dueOldestS],
  ["cartwright_orders_overcharged", "Orders ever placed for more than their max_price", (state) => state.overcharged],
  ["cartwright_overcharged_cents", "By how many US cents, all of them together", (state) => state.overchargedCents],
  ["cartwright_breakers_open", "Retailers whose breaker is open", (state) => state.breakersOpen],
  ["cartwright_webhooks_due", "Webhook events that are still to be sent", (state) => state.webhooksDue],
  [
    "cartwright_webhooks_due_oldest_age_seconds",
    "For how long no worker has looked at the first of them although it was time",
    (state) => state.webhooksDueOldestS,
  ],
  [
    "cartwright_webhooks_gave_up",
    "Webhook events that nobody tries any more, until somebody resends them",
    (state) => state.webhooksGaveUp,
  ],
  [
    "cartwright_quarantined",
    "1 while nothing is bought in a restored database",
    (state) => Number(state.isQuarantined),
  ],
] as const satisfies readonly (readonly [string, string, (state: ServiceState) => number])[];

const MODES = ["live", "test"] as const;

/** Made for one scrape: what cannot be read now is not there, instead of as it was. */
export async function tellState(state: ReadState | undefined): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const readable = new Gauge({
    name: "cartwright_state_readable",
    help: "1 when the service's state could be read from Postgres; else 0, and all that is read there is left out",
    registers,
  });
  readable.set(state === undefined ? 0 : 1);
  if (state === undefined) return await registry.metrics();

  const { service, totals } = state;
  for (const [name, help, read] of STATE_GAUGES) new Gauge({ name, help, registers }).set(read(service));
  tellFindings(registry, service);
  tellTotals(registry, totals);
  tellRetailers(registry, totals);
  return await registry.metrics();
}

function tellFindings(registry: Registry, { auditFindings, breakerOpen }: ServiceState): void {
  const findings = new Gauge({
    name: "cartwright_audit_findings",
    help: "What the auditor found that must never be, and that still is",
    labelNames: ["rule"],
    registers: [registry],
  });
  for (const { name } of AUDIT_RULES) findings.set({ rule: name }, 0);
  for (const [rule, count] of Object.entries(auditFindings)) findings.set({ rule }, count);
  const breakers = new Gauge({
    name: "cartwright_breaker_open",
    help: "1 from the moment a retailer's breaker opens until a success closes it; of a hundred retailers, open ones first",
    labelNames: ["retailer"],
    registers: [registry],
  });
  for (const [retailer, isOpen] of Object.entries(breakerOpen)) breakers.set({ retailer }, isOpen ? 1 : 0);
}

/** Counters, kept by the rollup: they survive every process, and count whatever ended an order. */
function tellTotals(registry: Registry, { byMode }: OrderTotals): void {
  const registers = [registry];
  const accepted = new Counter({
    name: "cartwright_orders_accepted_total",
    help: "Orders ever accepted, by the mode of their keys",
    labelNames: ["mode"],
    registers,
  });
  const finished = new Counter({
    name: "cartwright_orders_finished_total",
    help: "Orders ever finished, by status; of those that failed by error_type",
    labelNames: ["mode", "status", "error_type"],
    registers,
  });
  const cents = new Counter({
    name: "cartwright_orders_placed_cents_total",
    help: "What placed orders cost, in US cents, as far as it was read",
    labelNames: ["mode"],
    registers,
  });
  for (const mode of MODES) {
    const of = byMode.find((totals) => totals.mode === mode);
    accepted.inc({ mode }, of?.accepted ?? 0);
    cents.inc({ mode }, of?.placedCents ?? 0);
    finished.inc({ mode, status: "order_placed", error_type: "none" }, of?.placed ?? 0);
    for (const code of FAILURE_CODES) {
      finished.inc({ mode, status: "order_failed", error_type: code }, of?.failed[code] ?? 0);
    }
  }
}

function tellRetailers(registry: Registry, { lastDay }: OrderTotals): void {
  const orders = new Gauge({
    name: "cartwright_retailer_orders_last_day",
    help: "Orders finished in the last 24 hours, cancelled ones left out; of the 50 retailers with the most, and all others",
    labelNames: ["retailer", "outcome"],
    registers: [registry],
  });
  const seconds = new Gauge({
    name: "cartwright_retailer_place_seconds_last_day",
    help: "From accepted to placed on the average of the last 24 hours; left out where nothing was placed",
    labelNames: ["retailer"],
    registers: [registry],
  });
  for (const { retailer, placed, failed, placeSecondsSum } of lastDay) {
    orders.set({ retailer, outcome: "placed" }, placed);
    orders.set({ retailer, outcome: "failed" }, failed);
    if (placed > 0) seconds.set({ retailer }, placeSecondsSum / placed);
  }
}
