import {
  beatWorker,
  type DatabaseHandle,
  errorFacts,
  openDatabase,
  registerWorker,
  signOffWorker,
  type WorkerIdentity,
} from "@cartwright/db";
import { openOrderConsumer, openOrderQueue, type OrderConsumer, type OrderQueue } from "@cartwright/queue";
import { findDriver } from "@cartwright/retailers/drivers";
import type { Logger } from "pino";
import { type BrowserPool, openBrowserPool } from "./browser/browser-pool.ts";
import { fulfilOrder, toCheckoutOrder } from "./checkout/fulfil-order.ts";
import { Interrupted, openInterruption } from "./checkout/interruption.ts";
import { openStepLog } from "./checkout/step-log.ts";
import type { Config } from "./config.ts";
import { type HealthServer, openHealthServer } from "./supervision/health-server.ts";
import { requireStartable } from "./supervision/require-startable.ts";
import { identifyWorker } from "./supervision/worker-identity.ts";
import { dispatchOrders } from "./upkeep/dispatch-orders.ts";
import { type ReconcileDeps, reconcileOrders } from "./upkeep/reconcile-orders.ts";
import { type Duty, runEvery } from "./upkeep/run-every.ts";

export interface RunningWorker {
  id: string;
  /** Gives back what is before its commit point, finishes what is past it, and closes everything. */
  drain: () => Promise<void>;
}

interface Surroundings {
  config: Config;
  log: Logger;
  database: DatabaseHandle;
  queue: OrderQueue;
  browsers: BrowserPool;
  onError: (error: unknown) => void;
}

const STATEMENT_TIMEOUT_MS = 10_000;
/** A worker's statements wait for nobody's for long: longer than any of them takes is a fault. */
const LOCK_TIMEOUT_MS = 5_000;
/** The queue's connections, and the browser, end in moments or not at all. */
const CLOSES_WITHIN_MS = 6_000;

/** Opens everything a worker needs, warm browser included, and starts to take orders. */
export async function startWorker(config: Config, log: Logger): Promise<RunningWorker> {
  const onError = (error: unknown): void => log.warn({ err: errorFacts(error) }, "trouble");
  const surroundings: Surroundings = {
    config,
    log,
    onError,
    database: openDatabase({
      url: config.DATABASE_URL,
      poolSize: config.DATABASE_POOL_SIZE,
      lockTimeoutMs: LOCK_TIMEOUT_MS,
      statementTimeoutMs: STATEMENT_TIMEOUT_MS,
      applicationName: "cartwright-worker",
      onError,
    }),
    queue: openOrderQueue({ redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX, onError }),
    browsers: openBrowserPool({
      executablePath: config.CHROMIUM_PATH,
      unprivilegedUid: config.CHROMIUM_UID,
      allowLocal: config.SHOPS_ALLOW_LOCAL,
    }),
  };
  try {
    await requireStartable(surroundings);
    return await takeOrders(surroundings);
  } catch (error) {
    await closeSurroundings(surroundings);
    throw error;
  }
}

async function takeOrders(surroundings: Surroundings): Promise<RunningWorker> {
  const { config, log, database, queue, browsers, onError } = surroundings;
  const identity = identifyWorker();
  const draining = new AbortController();
  const inHand = new Set<Promise<void>>();
  await registerWorker(database.db, identity);
  const health = await openHealthServer({ host: config.WORKER_HEALTH_HOST, port: config.WORKER_HEALTH_PORT }, () => ({
    ready: !draining.signal.aborted,
    detail: { worker_id: identity.id, orders_in_hand: inHand.size },
  }));

  const consumer = openOrderConsumer(
    { redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX, concurrency: config.WORKER_CONCURRENCY, onError },
    async (orderId) => {
      const fulfilled = fulfilOrder(fulfilDepsOf(surroundings, identity.id, draining.signal), orderId);
      inHand.add(fulfilled);
      await fulfilled.finally(() => inHand.delete(fulfilled));
    },
  );
  const dispatch = { pool: database.pool, queue, lookAgainMs: config.DISPATCH_LOOK_AGAIN_MS };
  const duties = [
    runEvery(config.DISPATCH_EVERY_MS, () => dispatchOrders(dispatch), onError),
    runEvery(
      config.RECONCILE_EVERY_MS,
      () => reconcileOrders(reconcileDepsOf(surroundings, identity, draining.signal)),
      onError,
    ),
    runEvery(config.HEARTBEAT_MS, () => beatWorker(database.db, identity.id, browsers.pid()), onError),
  ];
  log.info({ worker_id: identity.id, concurrency: config.WORKER_CONCURRENCY }, "taking orders");

  return {
    id: identity.id,
    drain: async () => {
      draining.abort();
      await drainOrders(surroundings, { consumer, duties, health, inHand, workerId: identity.id });
    },
  };
}

function fulfilDepsOf({ config, log, database, browsers }: Surroundings, workerId: string, draining: AbortSignal) {
  return {
    db: database.db,
    pool: database.pool,
    browsers,
    findDriver,
    workerId,
    timings: {
      leaseMs: config.LEASE_MS,
      heartbeatMs: config.HEARTBEAT_MS,
      attemptWithinMs: config.ATTEMPT_WITHIN_MS,
      releaseWithinMs: config.RELEASE_WITHIN_MS,
      storeWithinMs: config.STORE_WITHIN_MS,
    },
    retryPolicy: { maxAttempts: config.MAX_ATTEMPTS, backoffMs: config.RETRY_BACKOFF_MS },
    checkoutEmail: config.CHECKOUT_EMAIL,
    draining,
    log,
  };
}

function reconcileDepsOf(
  { config, log, database, browsers }: Surroundings,
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

async function drainOrders(
  surroundings: Surroundings,
  running: {
    consumer: OrderConsumer;
    duties: Duty[];
    health: HealthServer;
    inHand: ReadonlySet<Promise<void>>;
    workerId: string;
  },
): Promise<void> {
  const { config, log, database, onError } = surroundings;
  const consumerClosed = running.consumer.close();
  // Orders before their commit point are interrupted by the draining signal; the others are waited for. The queue is not
  // worth waiting for: a Redis that is away would hold up the end, and what it holds is only hints.
  const isFinished = await within(config.DRAIN_MS, Promise.allSettled(running.inHand));
  if (!isFinished) log.error({ drain_ms: config.DRAIN_MS }, "orders past their commit point did not finish in time");
  await within(CLOSES_WITHIN_MS, consumerClosed);
  await Promise.all(running.duties.map((duty) => duty.stop()));
  if (isFinished) await signOffWorker(database.db, running.workerId).catch(onError);
  await running.health.close();
  await within(CLOSES_WITHIN_MS, closeSurroundings(surroundings));
}

/** Whether the work ended in time. */
async function within(timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeoutMs);
  });
  const isInTime = await Promise.race([work.then(() => true), tooLate]);
  clearTimeout(timer);
  return isInTime;
}

async function closeSurroundings({ browsers, queue, database, onError }: Surroundings): Promise<void> {
  await browsers.close().catch(onError);
  await queue.close();
  await database.close().catch(onError);
}
