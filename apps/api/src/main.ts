import { type DatabaseHandle, errorFacts, openDatabase, readOrderSigns, readServiceSecret } from "@cartwright/db";
import {
  openOrderQueue,
  openRateLimitStore,
  openWebhookQueue,
  type OrderQueue,
  type RateLimitStore,
  type WebhookQueue,
} from "@cartwright/queue";
import { openCatalog } from "@cartwright/retailers/catalog";
import { openKeyring } from "@cartwright/sealing";
import { logOptions, type Program, requireConfig, runProgram } from "@cartwright/supervision";
import { startTracing } from "@cartwright/tracing";
import type { Router } from "express";
import pino, { type Logger } from "pino";
import { openAuthentication } from "./accounts/authenticate.ts";
import { openAddressOverrides } from "./addresses/address-override.ts";
import { openAddressCheck } from "./addresses/open-address-check.ts";
import { type AdminDeps, adminRouter } from "./admin/router.ts";
import type { AdminRouteDeps } from "./admin/routes.ts";
import { type AppDeps, createApp } from "./app.ts";
import { openBulkPlacing } from "./bulk/open-bulk-placing.ts";
import { type Config, readConfig } from "./config.ts";
import { openHttpMetrics } from "./http/metrics.ts";
import { openRateLimiter } from "./http/rate-limit.ts";
import { requireStartable } from "./http/require-startable.ts";
import { openServer } from "./http/server.ts";
import { openOrderWatcher, type OrderWatcher } from "./orders/watch-orders.ts";
import { openRetailerRegistry } from "./retailers/retailer-registry.ts";
import { FACES } from "./routes.ts";

/** A concurrent twin of a request waits no longer than this for the other to be accepted. */
const LOCK_TIMEOUT_MS = 500;
const STATEMENT_TIMEOUT_MS = 10_000;
/** The first job that is added for an order. */
const FIRST_GENERATION = 0;

/** Longer than requests in flight may take, and the ends of the connections behind them. */
const DRAIN_WITHIN_MS = 20_000;

async function startApi(config: Config, log: Logger): Promise<Program> {
  // Before the queues are opened: they ask whether there are traces.
  const tracing = await startTracing({
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    service: "cartwright-api",
    onError: (error) => log.warn({ error: errorFacts(error) }, "traces are not sent"),
  });
  const parts = await openParts(config, log);
  const { database, queue, webhooks, rates, addresses, registry, watcher } = parts;
  const deps = depsOf(config, log, parts);
  const where = { host: config.API_HOST, port: config.API_PORT };
  const server = await openServer(createApp(deps), { ...where, log, faces: FACES });
  const placing = openBulkPlacing(deps);
  log.info({ url: server.url, admin: adminState(config), addresses: addresses.provider }, "listening");

  return {
    // Whatever is away, it answers: that it answers is all its life.
    isAlive: () => true,
    status: () => `Listening on ${server.url}`,
    drain: async () => {
      // Whoever waits for an order is answered now: that would outlast the server's patience.
      watcher.close();
      await server.close();
      await placing.close();
      registry.close();
      await addresses.close();
      rates.close();
      await Promise.all([queue.close(), webhooks.close()]);
      await database.close();
      await tracing.close();
      return true;
    },
  };
}

type Parts = Awaited<ReturnType<typeof openParts>>;

/** Everything outside of this process, opened. */
async function openParts(config: Config, log: Logger) {
  const database = openPool(config, log);
  await requireStartable(database.db, config);
  return {
    database,
    queue: openQueue(config, log),
    webhooks: openWebhooks(config, log),
    rates: openRates(config, log),
    addresses: await openAddressCheck(config, log),
    registry: await openRetailerRegistry(database.pool, (error) =>
      log.warn({ error: errorFacts(error) }, "the registered retailers could not be read"),
    ),
    watcher: openWatcher(database, log),
  };
}

function depsOf(config: Config, log: Logger, parts: Parts): AppDeps {
  const { database, queue, webhooks, rates, addresses, registry, watcher } = parts;
  const deps: AppDeps = {
    log,
    database,
    watcher,
    catalog: openCatalog({
      demoShopUrl: config.DEMO_SHOP_URL,
      policy: config.SHOPS_POLICY,
      allowLocal: config.SHOPS_ALLOW_LOCAL,
      listed: registry.listed,
    }),
    onNewRetailer: registry.refresh,
    addressCheck: addresses.check,
    addressOverrides: openAddressOverrides(() => readServiceSecret(database.pool, "address-override")),
    authenticate: openAuthentication(database),
    announceOrder: (orderId) => queue.announce(orderId, FIRST_GENERATION),
    demoShopUrl: config.DEMO_SHOP_URL,
    metrics: openHttpMetrics({ withProcess: true }),
    rateLimiter: openRateLimiter(rates, { perKey: config.RATE_LIMIT_PER_KEY, perIp: config.RATE_LIMIT_PER_IP }),
    keyring: openKeyring(config),
    webhooksAllowLocal: config.WEBHOOKS_ALLOW_LOCAL,
    pingRedis: queue.ping,
    admin: undefined,
    publicUrl: config.PUBLIC_URL,
    trustProxy: trustProxy(config.TRUST_PROXY),
  };
  const boards = [queue.board, webhooks.board];
  return { ...deps, admin: openAdmin(config, { ...deps, ...database, accept: deps, boards }) };
}

function openWatcher({ pool }: Pick<DatabaseHandle, "pool">, log: Logger): OrderWatcher {
  return openOrderWatcher({
    readSigns: (orderIds) => readOrderSigns(pool, orderIds),
    onError: (error) => log.warn({ error: errorFacts(error) }, "orders that clients wait for could not be looked at"),
  });
}

function openPool(config: Config, log: Logger): DatabaseHandle {
  return openDatabase({
    url: config.DATABASE_URL,
    poolSize: config.DATABASE_POOL_SIZE,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-api",
    onError: (error) => log.warn({ error: errorFacts(error) }, "a database connection was lost"),
  });
}

function openQueue(config: Config, log: Logger): OrderQueue {
  return openOrderQueue({
    redisUrl: config.REDIS_URL,
    prefix: config.QUEUE_PREFIX,
    onError: (error) => log.warn({ reason: error.message }, "Redis"),
  });
}

/** The workers announce webhooks; here their queue is looked at alone. */
function openWebhooks(config: Config, log: Logger): WebhookQueue {
  return openWebhookQueue({
    redisUrl: config.REDIS_URL,
    prefix: config.QUEUE_PREFIX,
    onError: (error) => log.debug({ reason: error.message }, "Redis"),
  });
}

function openRates(config: Config, log: Logger): RateLimitStore {
  return openRateLimitStore({
    redisUrl: config.REDIS_URL,
    prefix: config.QUEUE_PREFIX,
    onError: (error) => log.warn({ reason: error.message }, "Redis counts no requests: this process counts its own"),
  });
}

function openAdmin(config: Config, deps: Omit<AdminRouteDeps, "user"> & Pick<AdminDeps, "boards">): Router | undefined {
  if (config.ADMIN_PASSWORD === undefined) return undefined;
  const isSecure = config.PUBLIC_URL?.startsWith("https:") ?? false;
  return adminRouter({ ...deps, user: config.ADMIN_USER, password: config.ADMIN_PASSWORD, isSecure });
}

function adminState(config: Config): string {
  return config.ADMIN_PASSWORD === undefined ? "off: ADMIN_PASSWORD is not set" : "/admin";
}

/** "1" is a number of hops to Express, and "10.0.0.0/8" a list of addresses. */
function trustProxy(given: string | undefined): string | number | undefined {
  return given !== undefined && /^\d+$/.test(given) ? Number(given) : given;
}

const config = requireConfig(() => readConfig(process.env));
const log = pino(logOptions({ level: config.LOG_LEVEL, base: { app: "api" }, factsOf: errorFacts }));
void runProgram({ log, factsOf: errorFacts, drainWithinMs: DRAIN_WITHIN_MS, start: () => startApi(config, log) });
