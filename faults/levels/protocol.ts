import path from "node:path";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { buildInstrumented, type SourceEdit } from "../build.ts";
import { PAPER_MAX_PRICE_CENTS, type PaperPurchase } from "../paper/offer.ts";
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
    pauseMs: [500, 1_500],
  },
  freezeMs: [200, 4_000],
  cast: castPaper,
};

async function castPaper(stage: Stage, edits: readonly SourceEdit[]): Promise<Cast> {
  const built = (name: string): string => path.join(stage.folder, "build", `${name}.cjs`);
  await Promise.all([
    buildInstrumented({ entry: "faults/paper/shop.ts", outfile: built("shop"), bundlesPackages: true }),
    buildInstrumented({ entry: "faults/paper/worker.ts", outfile: built("worker"), bundlesPackages: true, edits }),
    buildApi(stage),
  ]);
  const port = await freePort();
  const shopUrl = `http://127.0.0.1:${port}`;
  const ledger = path.join(stage.folder, "ledger.jsonl");
  const shop = keep(stage.run, "shop", () =>
    stage.program("shop", built("shop"), { PAPER_SHOP_PORT: String(port), PAPER_LEDGER: ledger }),
  );
  await answersAt(`${shopUrl}/ledger`);
  const { api, apiUrl } = await keepApi(stage, shopUrl);
  const workers = keepWorkers(stage, WORKERS, () => ({ ...WORKER_ENV, DEMO_SHOP_URL: shopUrl }));
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

const WORKER_ENV: Readonly<Record<string, string>> = {
  ...timingEnv("protocol"),
  WORKER_CONCURRENCY: String(ORDERS_A_WORKER),
  ATTEMPT_WITHIN_MS: "10000",
  DISPATCH_EVERY_MS: "100",
  DISPATCH_LOOK_AGAIN_MS: "500",
  QUEUE_LOCK_MS: "2000",
  RECONCILE_EVERY_MS: "150",
  LOOK_WITHIN_MS: "2000",
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
