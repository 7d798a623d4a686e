import { errorFacts } from "@cartwright/db";
import { pino } from "pino";
import { readConfig } from "./config.ts";
import { openOutside } from "./outside.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL, base: { app: "worker", pid: process.pid } });
  let worker: RunningWorker | undefined;
  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "draining");
    // While it starts it holds no order yet, and its browser ends with it.
    (worker?.drain() ?? Promise.resolve()).then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: errorFacts(error) }, "drain failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  worker = await startWorker(config, log, openOutside(config));
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
