import { errorFacts, openDatabase, registerWorker, signOffWorker } from "@cartwright/db";
import { openOrderConsumer, openOrderQueue, type OrderConsumer } from "@cartwright/queue";
import type { Logger } from "pino";
import { fulfilOrder } from "./checkout/fulfil-order.ts";
import type { Config } from "./config.ts";
import { type HealthServer, openHealthServer } from "./supervision/health-server.ts";
import { requireStartable } from "./supervision/require-startable.ts";
import { identifyWorker } from "./supervision/worker-identity.ts";
import type { Outside, Surroundings } from "./surroundings.ts";
import { startDuties } from "./upkeep/duties.ts";
import type { Duty } from "./upkeep/run-every.ts";

export interface RunningWorker {
  id: string;
  /** Gives back what is before its commit point, finishes what is past it, and closes everything. */
  drain: () => Promise<void>;
}

const STATEMENT_TIMEOUT_MS = 10_000;
/** A worker's statements wait for nobody's for long: longer than any of them takes is a fault. */
const LOCK_TIMEOUT_MS = 5_000;
/** The queue's connections, and the browser, end in moments or not at all. */
const CLOSES_WITHIN_MS = 6_000;

/** Opens everything a worker needs, warm browser included, and starts to take orders. */
export async function startWorker(config: Config, log: Logger, outside: Outside): Promise<RunningWorker> {
  const onError = (error: unknown): void => log.warn({ err: errorFacts(error) }, "trouble");
  const surroundings: Surroundings = {
    ...outside,
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
  const { config, log, database, onError } = surroundings;
  const identity = identifyWorker();
  const draining = new AbortController();
  const inHand = new Set<Promise<void>>();
  await registerWorker(database.db, identity);
  const health = await openHealthServer({ host: config.WORKER_HEALTH_HOST, port: config.WORKER_HEALTH_PORT }, () => ({
    ready: !draining.signal.aborted,
    detail: { worker_id: identity.id, orders_in_hand: inHand.size },
  }));

  const consumer = openOrderConsumer(
    {
      redisUrl: config.REDIS_URL,
      prefix: config.QUEUE_PREFIX,
      concurrency: config.WORKER_CONCURRENCY,
      lockMs: config.QUEUE_LOCK_MS,
      onError,
    },
    async (orderId) => {
      const fulfilled = fulfilOrder(fulfilDepsOf(surroundings, identity.id, draining.signal), orderId);
      inHand.add(fulfilled);
      await fulfilled.finally(() => inHand.delete(fulfilled));
    },
  );
  const duties = startDuties(surroundings, identity, draining.signal);
  log.info({ worker_id: identity.id, concurrency: config.WORKER_CONCURRENCY }, "taking orders");

  return {
    id: identity.id,
    drain: async () => {
      draining.abort();
      await drainOrders(surroundings, { consumer, duties, health, inHand, workerId: identity.id });
    },
  };
}

function fulfilDepsOf(
  { config, log, database, browsers, findDriver }: Surroundings,
  workerId: string,
  draining: AbortSignal,
) {
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
