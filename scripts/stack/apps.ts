import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Child, type ChildOptions, lastWords } from "../processes/child.ts";
import { findPort } from "../services/find-port.ts";
import type { Services } from "../services/services.ts";
import type { Run } from "./run.ts";
import { PROJECT_ROOT } from "./slot.ts";

const HOST = "127.0.0.1";
export const ADMIN_USER = "admin";
const READY_DEADLINE_MS = 60_000;
const READY_LOOK_MS = 100;
const READY_ANSWER_MS = 2_000;
/** A second slot's ports are the first one's plus this: two `npm run dev` do not race for the same ones. */
const PORTS_APART = 100;

export interface AppPorts {
  api: number;
  demoShop: number;
  demoShopPay: number;
  workerHealth: number;
}

export interface App {
  options: ChildOptions;
  /** Answers 200 once the app is of use. */
  readyUrl: string;
}

/** A port that was free when it was chosen is somebody else's now: worth another try with other ports. */
export class PortTaken extends Error {}

export const preferredPort = (run: Run, port: number): number => port + (run.slot.number - 1) * PORTS_APART;

export const findAppPorts = async (run: Run, givenOut: Set<number>): Promise<AppPorts> => ({
  api: await findPort(preferredPort(run, 3000), givenOut),
  demoShop: await findPort(preferredPort(run, 3001), givenOut),
  workerHealth: await findPort(preferredPort(run, 3002), givenOut),
  demoShopPay: await findPort(preferredPort(run, 3011), givenOut),
});

export const urlOf = (port: number): string => `http://${HOST}:${port}`;

export const demoShop = (run: Run, ports: AppPorts): App => ({
  readyUrl: `${urlOf(ports.demoShop)}/health`,
  options: nodeChild(run, "demo shop", "apps/demo-shop/src/main.ts", 5_000, {
    DEMO_SHOP_HOST: HOST,
    DEMO_SHOP_PORT: String(ports.demoShop),
    DEMO_SHOP_PAY_PORT: String(ports.demoShopPay),
    DEMO_SHOP_LEDGER: path.join(run.slot.folder, "demo-shop-ledger.jsonl"),
  }),
});

export const api = (run: Run, ports: AppPorts, { databaseUrl, redisUrl }: Services): App => ({
  readyUrl: `${urlOf(ports.api)}/ready`,
  options: nodeChild(run, "API", "apps/api/src/main.ts", 15_000, {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    API_HOST: HOST,
    API_PORT: String(ports.api),
    PUBLIC_URL: urlOf(ports.api),
    ...shopVariables(ports),
    ADMIN_USER,
    ADMIN_PASSWORD: run.slot.secrets.adminPassword,
    ...sealingKeys(run),
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
  }),
});

export const worker = (run: Run, ports: AppPorts, { databaseUrl, redisUrl, chromiumPath }: Services): App => ({
  readyUrl: `${urlOf(ports.workerHealth)}/ready`,
  // It finishes the orders it is working on: up to a minute, and 20 s to close its browser and the rest.
  options: nodeChild(run, "worker", "apps/worker/src/main.ts", 85_000, {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    CHROMIUM_PATH: chromiumPath,
    ...shopVariables(ports),
    WORKER_HEALTH_PORT: String(ports.workerHealth),
    SPOOL_FOLDER: spoolFolder(run),
    ...sealingKeys(run),
    // Shorter than in production: somebody is watching.
    RETRY_BACKOFF_MS: process.env["RETRY_BACKOFF_MS"] ?? "2000,5000",
    TRACKING_FIRST_LOOK_MS: process.env["TRACKING_FIRST_LOOK_MS"] ?? "2000",
    TRACKING_LOOK_EVERY_MS: process.env["TRACKING_LOOK_EVERY_MS"] ?? "5000",
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "info",
  }),
});

/** The slot's own, unless our environment names some. */
const sealingKeys = (run: Run): NodeJS.ProcessEnv =>
  `${process.env["SEALING_KEYS"] ?? ""}${process.env["SEALING_KEYS_FILE"] ?? ""}` === ""
    ? { SEALING_KEYS: run.slot.secrets.sealingKeys }
    : {};

/** By what API and worker know what they stand on, beside their database: for commands that are run beside them. */
export const serviceVariables = (run: Run, services: Services): Readonly<Record<string, string>> => ({
  REDIS_URL: services.redisUrl,
  CHROMIUM_PATH: services.chromiumPath,
  SPOOL_FOLDER: spoolFolder(run),
  ADMIN_USER,
  ADMIN_PASSWORD: run.slot.secrets.adminPassword,
});

// Beside its database: who deletes the one for a fresh start deletes the other.
const spoolFolder = (run: Run): string => path.join(run.slot.folder, "spool");

/** By what API, worker and the catalogue command know the local shops. */
export const shopVariables = (ports: AppPorts): Readonly<Record<string, string>> => ({
  DEMO_SHOP_URL: urlOf(ports.demoShop),
  SHOPS_ALLOW_LOCAL: localShops(ports),
});

/** The demo shop, and those that whoever starts this names. */
const localShops = (ports: AppPorts): string =>
  [`${HOST}:${ports.demoShop}`, `${HOST}:${ports.demoShopPay}`, process.env["SHOPS_ALLOW_LOCAL"] ?? ""]
    .filter((shops) => shops !== "")
    .join(",");

/** Every app sees our environment too: that is how GOOGLE_MAPS_API_KEY and the like reach them. */
const nodeChild = (
  run: Run,
  name: string,
  script: string,
  stopDeadlineMs: number,
  env: NodeJS.ProcessEnv,
): ChildOptions => ({
  name,
  command: process.execPath,
  args: ["--import", "tsx", path.join(PROJECT_ROOT, script)],
  env: { ...process.env, ...env },
  cwd: PROJECT_ROOT,
  logFile: path.join(run.slot.logs, `${name.replaceAll(" ", "-").toLowerCase()}.log`),
  stopSignal: "SIGTERM",
  stopDeadlineMs,
});

/** Starts an app and waits until it answers. Throws with the end of its log if it does not. */
export const startApp = async (run: Run, { options, readyUrl }: App): Promise<void> => {
  const child = await run.start(options);
  const deadline = Date.now() + READY_DEADLINE_MS;
  while (!(await answers(readyUrl))) {
    if (child.hasEnded()) throw await diedAtStart(child);
    if (Date.now() > deadline) {
      throw new Error(`The ${options.name} did not answer ${readyUrl} within a minute. ${lastWords(child)}`);
    }
    await sleep(READY_LOOK_MS);
  }
  // Somebody else may have answered on its port.
  if (child.hasEnded()) throw await diedAtStart(child);
};

/** Runs the migrations on the given database, to the end. */
export const migrate = async (run: Run, databaseUrl: string): Promise<void> => {
  const env = { DATABASE_URL: databaseUrl };
  const child = await run.start(nodeChild(run, "migration", "packages/db/src/migrate-main.ts", 10_000, env));
  const exit = await child.exited;
  run.forget(child);
  if (exit !== "code 0") throw new Error(`The migration failed (${exit}). ${lastWords(child)}`);
};

const diedAtStart = async (child: Child): Promise<Error> => {
  const message = `The ${child.options.name} ended at its start (${await child.exited}). ${lastWords(child)}`;
  return message.includes("EADDRINUSE") ? new PortTaken(message) : new Error(message);
};

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(READY_ANSWER_MS) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
};
