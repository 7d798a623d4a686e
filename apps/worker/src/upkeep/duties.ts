import { beatWorker, type WorkerIdentity } from "@cartwright/db";
import { toCheckoutOrder } from "../checkout/fulfil-order.ts";
import { Interrupted, openInterruption } from "../checkout/interruption.ts";
import { openStepLog } from "../checkout/step-log.ts";
import type { Surroundings } from "../surroundings.ts";
import { dispatchOrders } from "./dispatch-orders.ts";
import { type ReconcileDeps, reconcileOrders } from "./reconcile-orders.ts";
import { type Duty, runEvery } from "./run-every.ts";

/** What a worker does beside its orders, each duty again and again. Every worker does them all: none is anybody's alone. */
export function startDuties(surroundings: Surroundings, self: WorkerIdentity, draining: AbortSignal): Duty[] {
  const { config, database, queue, browsers, onError } = surroundings;
  const dispatch = { pool: database.pool, queue, lookAgainMs: config.DISPATCH_LOOK_AGAIN_MS };
  const reconcile = reconcileDepsOf(surroundings, self, draining);
  return [
    runEvery(config.DISPATCH_EVERY_MS, () => dispatchOrders(dispatch), onError),
    runEvery(config.RECONCILE_EVERY_MS, () => reconcileOrders(reconcile), onError),
    runEvery(config.HEARTBEAT_MS, () => beatWorker(database.db, self.id, browsers.pid()), onError),
  ];
}

function reconcileDepsOf(
  { config, log, database, browsers, findDriver }: Surroundings,
  self: WorkerIdentity,
  draining: AbortSignal,
): ReconcileDeps {
  return {
    db: database.db,
    pool: database.pool,
    self,
    findDriver,
    timings: {
      settleMs: config.SETTLE_MS,
      looksAfterMs: config.LOOKS_AFTER_MS,
      frozenAfterMs: config.LEASE_MS + config.HEARTBEAT_MS,
      lookWithinMs: config.LOOK_WITHIN_MS,
    },
    lookUp: (doubt, lookUp) =>
      browsers.withPage(({ page }) =>
        openInterruption([{ signal: draining, toError: () => new Interrupted("The worker is shutting down") }]).guard(
          lookUp({ page, order: toCheckoutOrder(doubt, config.CHECKOUT_EMAIL), step: openStepLog(log) }),
        ),
      ),
    log,
  };
}
