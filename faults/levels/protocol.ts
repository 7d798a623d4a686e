import path from "node:path";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { buildInstrumented, type SourceEdit } from "../build.ts";
import { PAPER_MAX_PRICE_CENTS, type PaperPurchase } from "../paper/offer.ts";
import type { LevelName } from "../plan.ts";
import type { Cast, Level, ShopBooks } from "../play.ts";
import { answersAt, buildApi, keepApi, keepWorkers, timingEnv } from "../programs.ts";
import { keep } from "../keeper.ts";
import { freePort, type Stage } from "../stage.ts";
import { nameOf } from "../subject.ts";
import { UPSET_WEIGHTS } from "../upsets.ts";

const WORKERS = 3;
const ORDERS_A_WORKER = 40;

/** Thousands of orders in front of a paper shop: the whole protocol, without a browser. */
export const PROTOCOL_LEVEL: Level = {
  name: "protocol",
  openAtMost: 300,
  upsets: {
    weights: UPSET_WEIGHTS,
    // On two cores a start or a kill costs a third of a second: no more often than this.
    pauseMs: [3_000, 6_000],
  },
  freezeMs: [200, 2_500],
  cast: (stage, edits) => castPaper(stage, edits, { level: "protocol", ordersAWorker: ORDERS_A_WORKER }),
};

/** The programs of every level without a browser. */
export async function castPaper(
  stage: Stage,
  edits: readonly SourceEdit[],
  given: { level: LevelName; ordersAWorker: number },
): Promise<Cast> {
  const built = (name: string): string => path.join(stage.folder, "build", `${name}.cjs`);
  await Promise.all([
    buildInstrumented({ entry: "faults/paper/shop.ts", outfile: built("shop"), leaves: [] }),
    buildInstrumented({ entry: "faults/paper/worker.ts", outfile: built("worker"), leaves: [], edits }),
    buildApi(stage),
  ]);
  const port = await freePort();
  const shopUrl = `http://127.0.0.1:${port}`;
  const ledger = path.join(stage.folder, "ledger.jsonl");
  const shop = keep(stage.run, "shop", () =>
    stage.program("shop", built("shop"), { PAPER_SHOP_PORT: String(port), PAPER_LEDGER: ledger }),
  );
  await answersAt(stage, "shop", `${shopUrl}/ledger`);
  const { api, apiUrl } = await keepApi(stage, shopUrl);
  const workers = keepWorkers(stage, WORKERS, () => ({
    ...timingEnv(given.level),
    ...(given.level === "unhurried" ? {} : HURRY),
    WORKER_CONCURRENCY: String(given.ordersAWorker),
    DEMO_SHOP_URL: shopUrl,
  }));
  return {
    shop,
    api,
    apiUrl,
    workers,
    orderFor: (subject) => ({
      products: [{ url: `${shopUrl}/products/${nameOf(subject)}`, quantity: 2 }],
      shipping_address: SAN_FRANCISCO,
      max_price: PAPER_MAX_PRICE_CENTS,
    }),
    readBooks: () => readBooks(shopUrl),
  };
}

const HURRY: Readonly<Record<string, string>> = {
  DATABASE_POOL_SIZE: "5",
  ATTEMPT_WITHIN_MS: "10000",
  STORE_WITHIN_MS: "20000",
  DISPATCH_EVERY_MS: "200",
  DISPATCH_LOOK_AGAIN_MS: "500",
  QUEUE_LOCK_MS: "2000",
  RECONCILE_EVERY_MS: "250",
  LOOK_WITHIN_MS: "2000",
  MAX_ATTEMPTS: "6",
  MAX_CLAIMS: "30",
  RETRY_BACKOFF_MS: "100,200",
  DRAIN_MS: "5000",
};

async function readBooks(shopUrl: string): Promise<ShopBooks> {
  const answer = await fetch(`${shopUrl}/ledger`);
  const { purchases, misdeeds } = (await answer.json()) as {
    purchases: PaperPurchase[];
    misdeeds: Record<string, number>;
  };
  return { sales: purchases, misdeeds };
}
