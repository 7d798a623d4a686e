import { errorFacts } from "@cartwright/db";
import { pino } from "pino";
import { readConfig } from "./config.ts";
import { startWorker } from "./worker.ts";

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL, base: { app: "worker", pid: process.pid } });
  const worker = await startWorker(config, log);

  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "draining");
    worker.drain().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: errorFacts(error) }, "drain failed");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
