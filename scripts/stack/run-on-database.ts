import { spawnSync } from "node:child_process";
import path from "node:path";
import { openDatabase } from "../services/services.ts";
import type { Steps } from "../terminal/steps.ts";
import { migrate, preferredPort } from "./apps.ts";
import type { Run } from "./run.ts";
import { findRunningDatabase, PROJECT_ROOT } from "./slot.ts";
import { withRun } from "./with-run.ts";

/**
 * Runs a program of the project against the database that DATABASE_URL names, else that of the `npm run dev` which is running,
 * else that of the first `dev` slot, whose Postgres is started for it. Ends this process with the program's exit code.
 */
export const runOnDatabase = async (script: string): Promise<never> => {
  const url = process.env["DATABASE_URL"] ?? findRunningDatabase();
  if (url !== undefined) process.exit(runProgram(script, environmentOf(url)));
  return await withRun("dev", process.stderr, (run, steps) => runOnOwnDatabase(run, steps, script));
};

const runOnOwnDatabase = async (run: Run, steps: Steps, script: string): Promise<number> => {
  const url = await openDatabase(run, steps, { postgres: preferredPort(run, 5433), givenOut: new Set() });
  await migrate(run, url);
  return runProgram(script, environmentOf(url, run.slot.secrets.sealingKeys));
};

/** What seals belongs to the database: that of whoever started it. */
const environmentOf = (databaseUrl: string, sealingKeys?: string): NodeJS.ProcessEnv => ({
  ...process.env,
  DATABASE_URL: databaseUrl,
  SEALING_KEYS: process.env["SEALING_KEYS"] ?? sealingKeys,
});

/** Runs a program of the project with our arguments. Returns its exit code. */
export const runProgram = (script: string, env: NodeJS.ProcessEnv): number => {
  const args = ["--import", "tsx", path.join(PROJECT_ROOT, script), ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { cwd: PROJECT_ROOT, env, stdio: "inherit" }).status ?? 1;
};
