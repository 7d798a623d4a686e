// The worker, but for its browser: the same process, claims, gate, journal, lease, duties and drain, in front of a shop on
// paper.
import { errorFacts } from "@cartwright/db";
import type { Page } from "puppeteer";
import { openPurchaseGate } from "../../apps/worker/src/browser/purchase-gate.ts";
import { readConfig } from "../../apps/worker/src/config.ts";
import type { Outside } from "../../apps/worker/src/surroundings.ts";
import { startWorker } from "../../apps/worker/src/worker.ts";
import { pino } from "pino";
import { paperDriver } from "./driver.ts";
import { openPaperPage } from "./page.ts";

/** Paper does not crash by itself. */
const NEVER = new AbortController().signal;
const ANSWER_WITHIN_MS = 2_500;

function openPaper(shopUrl: string): Outside {
  return {
    openDriver: () => paperDriver,
    shopHttp: { withClient: () => Promise.reject(new Error("the paper shop has no store API")) },
    browsers: {
      warm: () => Promise.resolve(),
      pid: () => null,
      close: () => Promise.resolve(),
      withPage: async (use) => {
        // A new connection for every purchase is a matter of real browsers: here each request has its own.
        const gate = openPurchaseGate({ answerWithinMs: ANSWER_WITHIN_MS, freshConnections: () => Promise.resolve() });
        const page = openPaperPage(shopUrl, gate);
        try {
          return await use({ page: page as unknown as Page, gate, hosts: new Set(), lost: NEVER });
        } finally {
          gate.shut();
          page.close();
        }
      },
    },
  };
}

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.LOG_LEVEL, base: { app: "worker", pid: process.pid } });
  const worker = await startWorker(config, log, openPaper(config.DEMO_SHOP_URL ?? ""));
  process.on("SIGTERM", () => void worker.drain().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${errorFacts(error).message}\n`);
  process.exit(1);
});
