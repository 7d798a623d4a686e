import { setMaxListeners } from "node:events";
import {
  errorFacts,
  findQuarantine,
  findRegistered,
  lookAtProgress,
  notePlatform,
  openDatabase,
  registerWorker,
  signOffWorker,
  type WorkerIdentity,
} from "@cartwright/db";
import { openOrderConsumer, openOrderQueue, openWebhookQueue, type QueueConsumer } from "@cartwright/queue";
import { openKeyring } from "@cartwright/sealing";
import { CannotStart, type Duty, programVersion, spoolFolderOf } from "@cartwright/supervision";
import type { Logger } from "pino";
import { fulfilOrder } from "./checkout/fulfil-order.ts";
import { openHands } from "./checkout/hands.ts";
import { type IntentSpool, openIntentSpool } from "./checkout/intent-spool.ts";
import type { Config } from "./config.ts";
import { type HealthServer, openHealthServer } from "./supervision/health-server.ts";
import { openMetrics } from "./supervision/metrics.ts";
import { noticeRestore } from "./supervision/notice-restore.ts";
import { openQuarantineNotice } from "./supervision/quarantine-notice.ts";
import { requireStartable } from "./supervision/require-startable.ts";
import { openVitalSigns } from "./supervision/vital-signs.ts";
import { identifyWorker } from "./supervision/worker-identity.ts";
import type { Outside, Surroundings } from "./surroundings.ts";
import { startDuties, startProgressDuty } from "./upkeep/duties.ts";
import { noticeDepsOf } from "./upkeep/restore-duties.ts";
import { openProgressWatch } from "./upkeep/watch-progress.ts";
import { type RunningWebhooks, startWebhooks } from "./webhooks/start-webhooks.ts";

export interface RunningWorker {
  id: string;
  /**
   * Gives back what is before its commit point, finishes what is past it, and closes everything. False when something past
   * its commit point was not finished in time.
   */
  drain: () => Promise<boolean>;
  /** False when its duties stand still, or work does: what a supervisor should end it for. */
  isAlive: () => boolean;
  /** What it does, in a few words. */
  status: () => string;
}

const STATEMENT_TIMEOUT_MS = 10_000;
/** A worker's statements wait for nobody's for long: longer than any of them takes is a fault. */
const LOCK_TIMEOUT_MS = 5_000;
/** The queue's connections, and the browser, end in moments or not at all. */
const CLOSES_WITHIN_MS = 6_000;

/**
 * Opens everything a worker needs, warm browser included, and starts to take orders. `askForRestart` is called when it finds
 * that only a new process can help.
 */
export async function startWorker(
  config: Config,
  log: Logger,
  outside: Outside,
  askForRestart: () => void = () => undefined,
): Promise<RunningWorker> {
  const onError = (error: unknown): void => log.warn({ err: errorFacts(error) }, "trouble");
  const database = openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-worker",
    onError,
  });
  const queue = openOrderQueue({ redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX, onError });
  const webhookQueue = openWebhookQueue({ redisUrl: config.REDIS_URL, prefix: config.QUEUE_PREFIX, onError });
  const surroundings: Surroundings = {
    ...outside,
    findDriver: (retailer) =>
      outside.openDriver(retailer, {
        find: (id) => findRegistered(database.pool, id),
        notePlatform: (id, platform) => void notePlatform(database.pool, id, platform).catch(onError),
      }),
    config,
    log,
    onError,
    database,
    metrics: openMetrics({
      pool: database.pool,
      surroundings: { queues: { checkout: queue, webhooks: webhookQueue }, browsers: outside.browsers },
      withProcess: true,
      onError,
    }),
    queue,
    webhookQueue,
    quarantine: openQuarantineNotice(log),
    vitalSigns: openVitalSigns(),
    keyring: openKeyring(config),
    hands: openHands(),
  };
  if (surroundings.keyring === undefined) {
    log.warn("no SEALING_KEYS: attempts leave no evidence, orders with managed accounts fail, no webhook is sent");
  }
  try {
    await requireStartable(surroundings);
    return await takeOrders(surroundings, askForRestart);
  } catch (error) {
    await closeSurroundings(surroundings);
    throw error;
  }
}

async function takeOrders(surroundings: Surroundings, askForRestart: () => void): Promise<RunningWorker> {
  const { config, log, database, onError } = surroundings;
  const identity = identifyWorker();
  const draining = new AbortController();
  // One listener an order in hand, and one a look into a history: not a leak.
  setMaxListeners(0, draining.signal);
  const inHand = new Set<Promise<void>>();
  const progress = openProgressWatch({
    look: (sinceEventId) => lookAtProgress(database.pool, sinceEventId),
    hasFreeHands: () => inHand.size < config.WORKER_CONCURRENCY,
    pingQueue: surroundings.queue.ping,
    stalledAfterMs: config.STALLED_AFTER_MS,
    onStalled: askForRestart,
    log,
  });
  const isAlive = (): boolean => !progress.isStalled() && surroundings.vitalSigns.silent().length === 0;
  await registerWorker(database.db, identity, programVersion());
  const spool = await openTrustedSpool(surroundings, identity);
  const health = await openHealthServer(
    { host: config.WORKER_HEALTH_HOST, port: config.WORKER_HEALTH_PORT },
    () => ({
      ready: !draining.signal.aborted,
      alive: isAlive(),
      detail: { worker_id: identity.id, orders_in_hand: inHand.size, ...surroundings.quarantine.detail() },
    }),
    surroundings.metrics,
  );

  const consumer = openOrderConsumer(
    {
      redisUrl: config.REDIS_URL,
      prefix: config.QUEUE_PREFIX,
      concurrency: config.WORKER_CONCURRENCY,
      lockMs: config.QUEUE_LOCK_MS,
      onError,
    },
    async (orderId) => {
      const fulfilled = fulfilOrder(fulfilDepsOf(surroundings, spool, identity.id, draining.signal), orderId);
      inHand.add(fulfilled);
      await fulfilled.finally(() => inHand.delete(fulfilled));
    },
  );
  const webhooks = startWebhooks(surroundings);
  const duties = [...startDuties(surroundings, identity, draining.signal), startProgressDuty(surroundings, progress)];
  const running = { consumer, webhooks, duties, health, inHand, spool, workerId: identity.id };
  log.info({ worker_id: identity.id, concurrency: config.WORKER_CONCURRENCY }, "taking orders");

  return {
    id: identity.id,
    isAlive,
    status: () => `${inHand.size} of ${config.WORKER_CONCURRENCY} hands busy`,
    drain: async () => {
      draining.abort();
      return await drainOrders(surroundings, running);
    },
  };
}

/** Before anything is dispatched: the database is compared with what the workers before this one wrote down. */
async function openTrustedSpool(surroundings: Surroundings, worker: WorkerIdentity): Promise<IntentSpool> {
  const folder = spoolFolderOf(surroundings.config);
  const spool = await openIntentSpool({ folder, worker }).catch((error: unknown) => {
    throw new CannotStart(
      "misconfigured",
      `cannot start:\n  - the spool cannot be written (SPOOL_FOLDER=${folder}): ${errorFacts(error).message}`,
    );
  });
  await noticeRestore(noticeDepsOf(surroundings, worker.id));
  surroundings.quarantine.note(await findQuarantine(surroundings.database.pool));
  return spool;
}

function fulfilDepsOf(
  { config, log, database, browsers, shopHttp, findDriver, metrics, hands, keyring }: Surroundings,
  spool: IntentSpool,
  workerId: string,
  draining: AbortSignal,
) {
  return {
    db: database.db,
    pool: database.pool,
    browsers,
    shopHttp,
    spool,
    findDriver,
    workerId,
    hands,
    keyring,
    timings: {
      leaseMs: config.LEASE_MS,
      heartbeatMs: config.HEARTBEAT_MS,
      attemptWithinMs: config.ATTEMPT_WITHIN_MS,
      releaseWithinMs: config.RELEASE_WITHIN_MS,
      storeWithinMs: config.STORE_WITHIN_MS,
    },
    retryPolicy: { maxAttempts: config.MAX_ATTEMPTS, backoffMs: config.RETRY_BACKOFF_MS },
    maxClaims: config.MAX_CLAIMS,
    breakerPolicy: {
      afterFailures: config.BREAKER_AFTER_FAILURES,
      openMs: config.BREAKER_OPEN_MS,
      longestMs: config.BREAKER_LONGEST_MS,
    },
    counters: metrics,
    checkoutEmail: config.CHECKOUT_EMAIL,
    draining,
    log,
  };
}

async function drainOrders(
  surroundings: Surroundings,
  running: {
    consumer: QueueConsumer;
    webhooks: RunningWebhooks;
    duties: Duty[];
    health: HealthServer;
    inHand: ReadonlySet<Promise<void>>;
    spool: IntentSpool;
    workerId: string;
  },
): Promise<boolean> {
  const { config, log, database, onError } = surroundings;
  const consumerClosed = running.consumer.close();
  const webhooksDrained = running.webhooks.drain();
  // Orders before their commit point are interrupted by the draining signal; the others are waited for. The queue is not
  // worth waiting for: a Redis that is away would hold up the end, and what it holds is only hints.
  await within(config.DRAIN_MS, Promise.allSettled(running.inHand));
  await within(CLOSES_WITHIN_MS, Promise.all([consumerClosed, webhooksDrained]));
  const isFinished = running.inHand.size === 0;
  if (!isFinished) {
    const left = { orders_left: running.inHand.size, drain_ms: config.DRAIN_MS };
    log.error(left, "orders past their commit point did not finish in time: they are in doubt");
  }
  await within(CLOSES_WITHIN_MS, Promise.all(running.duties.map((duty) => duty.stop())));
  await within(CLOSES_WITHIN_MS, running.spool.close());
  if (isFinished) await signOffWorker(database.db, running.workerId).catch(onError);
  await running.health.close();
  await within(CLOSES_WITHIN_MS, closeSurroundings(surroundings));
  return isFinished;
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

async function closeSurroundings(surroundings: Surroundings): Promise<void> {
  const { browsers, queue, webhookQueue, database, onError } = surroundings;
  await browsers.close().catch(onError);
  await Promise.all([queue.close(), webhookQueue.close()]);
  await database.close().catch(onError);
}
