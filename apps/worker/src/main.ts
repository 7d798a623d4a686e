import { errorFacts } from "@cartwright/db";
import { logOptions, requireConfig, runProgram } from "@cartwright/supervision";
import { startTracing } from "@cartwright/tracing";
import { pino } from "pino";
import { endsWithinMs, readConfig } from "./config.ts";
import { openOutside } from "./outside.ts";
import { startWorker } from "./worker.ts";

const config = requireConfig(() => readConfig(process.env));
const log = pino(
  logOptions({ level: config.LOG_LEVEL, base: { app: "worker", pid: process.pid }, factsOf: errorFacts }),
);
void runProgram({
  log,
  factsOf: errorFacts,
  drainWithinMs: endsWithinMs(config),
  start: async (askForRestart) => {
    // Before the queues are opened: they ask whether there are traces.
    const tracing = await startTracing({
      endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
      service: "cartwright-worker",
      onError: (error) => log.warn({ err: errorFacts(error) }, "traces are not sent"),
    });
    const worker = await startWorker(config, log, openOutside(config), askForRestart);
    const drain = async (): Promise<boolean> => await worker.drain().finally(() => tracing.close());
    return { ...worker, drain };
  },
});
