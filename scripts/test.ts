import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { startServices } from "./services/services.ts";
import type { Run } from "./stack/run.ts";
import { PROJECT_ROOT } from "./stack/slot.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

/** `--long`: the suites that take minutes, and none of the others. */
const LONG = "--long";
const isLong = process.argv.includes(LONG);

export const TEST_SUMMARY_FILE = path.join(
  PROJECT_ROOT,
  ".cartwright",
  isLong ? "long-test-summary.json" : "test-summary.json",
);
/** What a shell says of a command that a Ctrl-C ended. */
const CODE_WHEN_STOPPED = 130;

/** Jest, with a real Postgres, Redis and Chromium. Its arguments are ours: `npm test -- apps/api`. */
const test = async (run: Run, steps: Steps): Promise<number> => {
  // Any free ports: the ones people know are left to `npm run dev`.
  const services = await startServices(run, steps, { postgres: 0, redis: 0, givenOut: new Set() });
  mkdirSync(path.dirname(TEST_SUMMARY_FILE), { recursive: true });
  rmSync(TEST_SUMMARY_FILE, { force: true });
  const jest = await run.start({
    name: "Jest",
    command: process.execPath,
    args: [
      path.join(PROJECT_ROOT, "node_modules", "jest", "bin", "jest.js"),
      "--json",
      `--outputFile=${TEST_SUMMARY_FILE}`,
      ...process.argv.slice(2).filter((word) => word !== LONG),
    ],
    env: {
      ...process.env,
      DATABASE_URL: services.databaseUrl,
      REDIS_URL: services.redisUrl,
      CHROMIUM_PATH: services.chromiumPath,
      TEST_SUITE: isLong ? "long" : "every",
    },
    cwd: PROJECT_ROOT,
    stopSignal: "SIGTERM",
    stopDeadlineMs: 10_000,
  });
  await jest.exited;
  return jest.exitCode() ?? 1;
};

void withRun("test", process.stderr, test, CODE_WHEN_STOPPED);
