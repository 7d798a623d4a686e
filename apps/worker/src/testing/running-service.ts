import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createTestDatabase,
  freePort,
  requireChromiumPath,
  requireRedisUrl,
  type RunningProgram,
  runToEnd,
  startDemoShop,
  startProgram,
  type TestDatabase,
  type TestShop,
} from "@cartwright/testing";

/** The whole service as an operator runs it: an API and a worker, each in a process of its own, and a demo shop. */
export interface RunningService {
  apiUrl: string;
  shop: TestShop;
  database: TestDatabase;
  /** A new API key, for tests. */
  key: string;
  /** What both processes have printed. */
  logs: () => string;
  /** What both tell of themselves. */
  metrics: () => Promise<string>;
  /** Ends both processes, in order. */
  stop: () => Promise<void>;
  close: () => Promise<void>;
}

/** `env`: for both processes, beside what they need. */
export async function startService(env: Record<string, string>): Promise<RunningService> {
  const spoolFolder = mkdtempSync(path.join(tmpdir(), "spool-"));
  const [database, shop, port] = [await createTestDatabase(), await startDemoShop(), await freePort()];
  const both = {
    DATABASE_URL: database.url,
    REDIS_URL: requireRedisUrl(),
    QUEUE_PREFIX: `{test-${randomBytes(4).toString("hex")}}`,
    DEMO_SHOP_URL: shop.url,
    SHOPS_ALLOW_LOCAL: shop.hosts.join(","),
    SEALING_KEYS: `a:${randomBytes(32).toString("base64")}`,
    ...env,
  };
  const [api, worker] = await Promise.all([
    startProgram({
      entry: "apps/api/src/main.ts",
      readyWhen: /"url":"([^"]+)".*"listening"/,
      env: { ...both, API_PORT: "0" },
    }),
    startProgram({
      entry: "apps/worker/src/main.ts",
      readyWhen: /taking orders/,
      env: {
        ...both,
        CHROMIUM_PATH: requireChromiumPath(),
        WORKER_HEALTH_PORT: String(port),
        WORKER_CONCURRENCY: "3",
        SPOOL_FOLDER: spoolFolder,
        RECONCILE_EVERY_MS: "500",
      },
    }),
  ]);
  const apiUrl = api.ready[1] ?? "";
  const programs: RunningProgram[] = [api, worker];
  const stop = async (): Promise<void> => {
    await Promise.all(programs.map((program) => program.stop("SIGTERM")));
  };
  return {
    apiUrl,
    shop,
    database,
    key: await makeKey(database.url),
    logs: () => programs.map((program) => program.output()).join("\n"),
    metrics: async () => {
      const urls = [`${apiUrl}/metrics`, `http://127.0.0.1:${port}/metrics`];
      return (await Promise.all(urls.map(async (url) => (await fetch(url)).text()))).join("\n");
    },
    stop,
    close: async () => {
      await stop();
      rmSync(spoolFolder, { recursive: true, force: true });
      await shop.close();
      await database.close();
    },
  };
}

async function makeKey(databaseUrl: string): Promise<string> {
  const { output } = await runToEnd({
    entry: "apps/api/src/accounts/keys-main.ts",
    args: ["create", "--account", "canary"],
    env: { DATABASE_URL: databaseUrl },
  });
  const key = /\bcw_test_\w+/.exec(output)?.[0];
  if (key === undefined) throw new Error(`no key was made: ${output}`);
  return key;
}
