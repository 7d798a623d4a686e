import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { countPendingMigrations, type DatabaseHandle, errorFacts } from "@cartwright/db";
import type { OrderQueue } from "@cartwright/queue";
import { CannotStart } from "@cartwright/supervision";
import type { BrowserPool } from "../browser/browser-pool.ts";
import type { Config } from "../config.ts";

const REDIS_WITHIN_MS = 5_000;
const REDIS_LOOK_MS = 50;

interface Needs {
  config: Config;
  database: DatabaseHandle;
  queue: OrderQueue;
  browsers: BrowserPool;
}

/** Throws one error that names all that is missing, how to get it, and whether it may come by itself. */
export async function requireStartable(needs: Needs): Promise<void> {
  const { CHROMIUM_PATH } = needs.config;
  // Both end the start alike; only a browser that is not there can be mended here and nowhere else.
  const isBrowserThere = existsSync(CHROMIUM_PATH);
  const faults = await Promise.all([
    faultOf(requireDatabase(needs.database), "Postgres cannot be used (DATABASE_URL)"),
    faultOf(requireRedis(needs.queue), "Redis cannot be used (REDIS_URL)"),
    faultOf(
      needs.browsers.warm(),
      `Chromium does not start (CHROMIUM_PATH=${CHROMIUM_PATH}; on Debian: apt-get install chromium-headless-shell)`,
    ),
  ]);
  const told = faults.filter((fault) => fault !== undefined);
  if (told.length === 0) return;
  const words = `cannot start:\n${told.map((fault) => `  - ${fault}`).join("\n")}`;
  throw new CannotStart(isBrowserThere ? "unavailable" : "misconfigured", words);
}

async function faultOf(check: Promise<void>, what: string): Promise<string | undefined> {
  return check.then(
    () => undefined,
    (error: unknown) => `${what}: ${errorFacts(error).message}`,
  );
}

async function requireDatabase({ db }: DatabaseHandle): Promise<void> {
  const pending = await countPendingMigrations(db);
  if (pending > 0) throw new Error(`it lacks ${pending} migration(s): run \`npm run migrate\``);
}

/** The connection is made in the background: a Redis that is there answers within moments. */
async function requireRedis(queue: OrderQueue): Promise<void> {
  const until = performance.now() + REDIS_WITHIN_MS;
  for (;;) {
    try {
      await queue.ping();
      return await queue.requireNoEviction();
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    await sleep(REDIS_LOOK_MS);
  }
}
