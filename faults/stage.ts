import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createApiKey, type DatabaseHandle, ensureAccount, migrateDatabase, openDatabase } from "@cartwright/db";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../apps/api/src/accounts/api-key.ts";
import type { ChildOptions } from "../scripts/processes/child.ts";
import { findPort } from "../scripts/services/find-port.ts";
import { prepareMachine } from "../scripts/services/machine.ts";
import { PROJECT_ROOT } from "../scripts/stack/slot.ts";
import type { Run } from "../scripts/stack/run.ts";
import type { Steps } from "../scripts/terminal/steps.ts";
import { findFakeClock } from "./fake-clock.ts";
import type { LevelName } from "./plan.ts";
import { openSmallDisk, type SmallDisk, unmountSmallDisk } from "./small-disk.ts";
import { openTally, type Tally } from "./tally.ts";
import type { Judge } from "./tcp-proxy.ts";
import { openUpsetPostgres, type UpsetPostgres } from "./upset-postgres.ts";
import { openUpsetRedis, type UpsetRedis } from "./upset-redis.ts";

/** Where a fault run plays: its services, a fresh database, and the folder in which the agents leave their marks. */
export interface Stage {
  run: Run;
  steps: Steps;
  /** Of this play alone. */
  folder: string;
  chromiumPath: string;
  postgres: UpsetPostgres;
  redis: UpsetRedis;
  /** Reached directly; reconnects by itself after a restart of Postgres on the same port. */
  database: DatabaseHandle;
  apiKey: string;
  tally: Tally;
  /** The library that fakes a clock; undefined where there is none. */
  fakeClock: string | undefined;
  /** The disk that the workers' spools stand on; undefined where none can be made. */
  spoolDisk: SmallDisk | undefined;
  /** What every program under test is given. */
  env: (more: Record<string, string>) => NodeJS.ProcessEnv;
  /** A Node program of this play, with the agent loaded before it. */
  program: (name: string, file: string, env: Record<string, string>) => ChildOptions;
  close: () => Promise<void>;
}

export interface StageOptions {
  /** Distinguishes plays of one run: a name for its folder, database and queue. */
  name: string;
  level: LevelName;
  judge: (tally: Tally) => Judge;
}

/** The folder of a play that the workers' spools stand in. */
const SPOOL = "spool";
const STOP_DEADLINE_MS = 20_000;
const DIRECT_POOL = 8;

export async function openStage(run: Run, steps: Steps, options: StageOptions): Promise<Stage> {
  const machine = await prepareMachine((what, install) => steps.step(`Installing ${what}`, install));
  const tally = openTally();
  const folder = path.join(run.slot.folder, options.name);
  unmountSmallDisk(path.join(folder, SPOOL));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "struck"), { recursive: true });
  writeFileSync(path.join(folder, "strikes.log"), "");

  const fakeClock = await findFakeClock(steps);
  const spoolFolder = path.join(folder, SPOOL);
  const spoolDisk = openSmallDisk(spoolFolder);
  const postgres = await openUpsetPostgres(run, options.judge(tally));
  const redis = await openUpsetRedis(run, machine.redisProgram ?? "redis-server");
  const direct = await makeDatabase(postgres.url(), `faults_${options.name.replaceAll("-", "_")}`);
  const database = openDirect(direct);
  await migrateDatabase(database.db);
  await makeLoginCheap(database, direct);
  const apiKey = await makeApiKey(database);

  const env = (more: Record<string, string>): NodeJS.ProcessEnv => ({
    PATH: process.env["PATH"],
    DATABASE_URL: postgres.throughProxy(direct),
    REDIS_URL: redis.url,
    QUEUE_PREFIX: `{faults-${options.name}}`,
    LOG_LEVEL: "info",
    SPOOL_FOLDER: spoolFolder,
    CARTWRIGHT_FAULTS: folder,
    CARTWRIGHT_FAULT_LEVEL: options.level,
    ...more,
  });
  return {
    run,
    steps,
    folder,
    chromiumPath: machine.chromiumPath,
    fakeClock,
    spoolDisk,
    postgres,
    redis,
    database,
    apiKey,
    tally,
    env,
    program: (name, file, more) => programOptions({ name, file, folder, env: env(more) }),
    close: async () => {
      await database.close();
      await postgres.proxy.close();
      await endServices(run);
      spoolDisk?.close();
    },
  };
}

function programOptions(given: { name: string; file: string; folder: string; env: NodeJS.ProcessEnv }): ChildOptions {
  const { name, file, folder, env } = given;
  return {
    name,
    command: process.execPath,
    args: ["--require", path.join(path.dirname(file), "agent.cjs"), file],
    // The instrumented builds stand outside of the workspaces, some of which have packages of their own.
    env: { ...env, NODE_PATH: path.join(PROJECT_ROOT, "apps", "worker", "node_modules") },
    cwd: PROJECT_ROOT,
    logFile: path.join(folder, `${name}.log`),
    stopSignal: "SIGTERM",
    stopDeadlineMs: STOP_DEADLINE_MS,
  };
}

async function makeDatabase(administration: string, name: string): Promise<string> {
  const { pool, close } = openDirect(administration);
  try {
    await pool.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await pool.query(`CREATE DATABASE ${name}`);
  } finally {
    await close();
  }
  const url = new URL(administration);
  url.pathname = `/${name}`;
  return url.href;
}

/** Connections die by the thousand here, and thousands of rounds of hashing for each new one would be most of the work. */
async function makeLoginCheap({ pool }: DatabaseHandle, url: string): Promise<void> {
  const { username, password } = new URL(url);
  await pool.query(`SET scram_iterations = 1; ALTER ROLE ${username} PASSWORD '${password}'`);
}

function openDirect(url: string): DatabaseHandle {
  return openDatabase({
    url,
    poolSize: DIRECT_POOL,
    lockTimeoutMs: 5_000,
    statementTimeoutMs: 60_000,
    applicationName: "cartwright-faults",
    onError: () => undefined,
  });
}

async function makeApiKey({ db }: DatabaseHandle): Promise<string> {
  const account = await ensureAccount(db, "Fault suite");
  const key = newApiKey("test");
  const scopes = [...KEY_SCOPES];
  await createApiKey(db, { accountId: account.id, mode: "test", sha256: hashApiKey(key), hint: hintOf(key), scopes });
  return key;
}

/** The next play of this run gets services of its own. */
async function endServices(run: Run): Promise<void> {
  for (const child of run.children().filter(({ options }) => ["Postgres", "Redis"].includes(options.name))) {
    await child.stop();
    run.forget(child);
  }
}

export const freePort = (): Promise<number> => findPort(0, new Set());
