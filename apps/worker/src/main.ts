import { errorFacts } from "@cartwright/db";
import { requireConfig, runProgram } from "@cartwright/supervision";
import { pino } from "pino";
import { endsWithinMs, readConfig } from "./config.ts";
import { openOutside } from "./outside.ts";
import { startWorker } from "./worker.ts";

const config = requireConfig(() => readConfig(process.env));
const log = pino({ level: config.LOG_LEVEL, base: { app: "worker", pid: process.pid } });
void runProgram({
  log,
  factsOf: errorFacts,
  drainWithinMs: endsWithinMs(config),
  start: (askForRestart) => startWorker(config, log, openOutside(config), askForRestart),
});
