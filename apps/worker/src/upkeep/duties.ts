import { beatWorker, countOrderHours, openDatabaseClock, type WorkerIdentity } from "@cartwright/db";
import { type Duty, runEvery } from "@cartwright/supervision";
import { toCheckoutOrder } from "../checkout/fulfil-order.ts";
import { Interrupted, openInterruption } from "../checkout/interruption.ts";
import { openAccountToLook } from "../checkout/open-account.ts";
import { openStepLog } from "../checkout/step-log.ts";
import { lookAtShipments, lookIntoHistory } from "../checkout/visit.ts";
import type { Surroundings } from "../surroundings.ts";
import { auditInvariants, openAuditMemory } from "./audit-invariants.ts";
import { dispatchOrders } from "./dispatch-orders.ts";
import { dispatchWebhooks } from "./dispatch-webhooks.ts";
import { freeAccounts } from "./free-accounts.ts";
import { type ReconcileDeps, reconcileOrders } from "./reconcile-orders.ts";
import { refreshTracking, type TrackingDeps } from "./refresh-tracking.ts";
import { startRestoreDuties } from "./restore-duties.ts";
import { retain } from "./retention.ts";
import { LOOKS_PER_LIMIT, type ProgressWatch } from "./watch-progress.ts";

/** How old the charts of the admin area may be. */
const ORDER_HOURS_EVERY_MS = 30_000;

/** What a worker does beside its orders, each duty again and again. Every worker does them all: none is anybody's alone. */
export function startDuties(surroundings: Surroundings, self: WorkerIdentity, draining: AbortSignal): Duty[] {
  const { config, database, queue, browsers, vitalSigns, onError } = surroundings;
  const dispatch = { pool: database.pool, queue, lookAgainMs: config.DISPATCH_LOOK_AGAIN_MS };
  const webhooks = { ...dispatch, queue: surroundings.webhookQueue };
  const reconcile = reconcileDepsOf(surroundings, self, draining);
  const tracking = trackingDepsOf(surroundings, self.id, draining);
  const free = {
    pool: database.pool,
    self,
    hands: surroundings.hands,
    frozenAfterMs: reconcile.timings.frozenAfterMs,
    log: surroundings.log,
  };
  return [
    runEvery(
      config.DISPATCH_EVERY_MS,
      vitalSigns.noting("dispatch", config.DISPATCH_EVERY_MS, () => dispatchOrders(dispatch)),
      onError,
    ),
    runEvery(config.DISPATCH_EVERY_MS, () => dispatchWebhooks(webhooks), onError),
    runEvery(config.RECONCILE_EVERY_MS, () => reconcileOrders(reconcile), onError),
    runEvery(config.RECONCILE_EVERY_MS, () => freeAccounts(free), onError),
    runEvery(config.RECONCILE_EVERY_MS, () => refreshTracking(tracking), onError),
    runEvery(
      config.HEARTBEAT_MS,
      vitalSigns.noting("heartbeat", config.HEARTBEAT_MS, () => beatWorker(database.db, self.id, browsers.pid())),
      onError,
    ),
    ...startRestoreDuties(surroundings, self.id, reconcile.lookUp),
    ...startHouseKeeping(surroundings),
  ];
}

function startHouseKeeping({ config, log, database: { pool }, onError }: Surroundings): Duty[] {
  const audit = { pool, log, memory: openAuditMemory() };
  const days = {
    evidence: config.RETENTION_EVIDENCE_DAYS,
    attemptEvidence: config.RETENTION_ATTEMPT_EVIDENCE_DAYS,
    workers: config.RETENTION_WORKERS_DAYS,
    findings: config.RETENTION_FINDINGS_DAYS,
    webhooks: config.RETENTION_WEBHOOKS_DAYS,
  };
  return [
    runEvery(config.AUDIT_EVERY_MS, () => auditInvariants(audit), onError),
    runEvery(ORDER_HOURS_EVERY_MS, () => countOrderHours(pool), onError),
    runEvery(config.RETENTION_EVERY_MS, () => retain({ pool, days, log }), onError),
  ];
}

/** The watchdog for work that lies there; what it watches is the worker's own. */
export const startProgressDuty = ({ config, onError }: Surroundings, progress: ProgressWatch): Duty =>
  runEvery(config.STALLED_AFTER_MS / LOOKS_PER_LIMIT, progress.runOnce, onError);

function reconcileDepsOf(surroundings: Surroundings, self: WorkerIdentity, draining: AbortSignal): ReconcileDeps {
  const { config, log, database, findDriver, metrics } = surroundings;
  return {
    db: database.db,
    pool: database.pool,
    counters: metrics,
    self,
    findDriver,
    timings: {
      settleMs: config.SETTLE_MS,
      looksAfterMs: config.LOOKS_AFTER_MS,
      frozenAfterMs: config.LEASE_MS + config.HEARTBEAT_MS,
      lookWithinMs: config.LOOK_WITHIN_MS,
      shortestPauseMs: config.RECONCILE_EVERY_MS,
    },
    lookUp: async (doubt, driver) => {
      const now = await openDatabaseClock(database.pool);
      const order = toCheckoutOrder(doubt, config.CHECKOUT_EMAIL);
      const account = await openAccountToLook({ pool: database.pool, keyring: surroundings.keyring }, doubt.order);
      return await openInterruption([
        { signal: draining, toError: () => new Interrupted("The worker is shutting down") },
      ]).guard(lookIntoHistory(surroundings, driver, { order, account, now, ...openStepLog(log) }));
    },
    log,
  };
}

function trackingDepsOf(surroundings: Surroundings, workerId: string, draining: AbortSignal): TrackingDeps {
  const { config, log, database, findDriver } = surroundings;
  const isDraining = { signal: draining, toError: () => new Interrupted("The worker is shutting down") };
  return {
    db: database.db,
    pool: database.pool,
    workerId,
    findDriver,
    draining,
    timings: {
      firstLookMs: config.TRACKING_FIRST_LOOK_MS,
      lookEveryMs: config.TRACKING_LOOK_EVERY_MS,
      lookWithinMs: config.LOOK_WITHIN_MS,
    },
    lookAt: async (placed, driver, merchantOrderIds) => {
      const isTooLong = {
        signal: AbortSignal.timeout(config.LOOK_WITHIN_MS),
        toError: () => new Error("the look took too long"),
      };
      const now = await openDatabaseClock(database.pool);
      const order = toCheckoutOrder({ order: placed }, config.CHECKOUT_EMAIL);
      const account = await openAccountToLook({ pool: database.pool, keyring: surroundings.keyring }, placed);
      const told = { order, account, now, merchantOrderIds, ...openStepLog(log) };
      return await openInterruption([isDraining, isTooLong]).guard(lookAtShipments(surroundings, driver, told));
    },
    log,
  };
}
