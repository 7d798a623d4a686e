import path from "node:path";
import { SAN_FRANCISCO } from "@cartwright/testing";
import { PROJECT_ROOT } from "../../scripts/stack/slot.ts";
import { buildInstrumented, type SourceEdit } from "../build.ts";
import { type Kept, keep } from "../keeper.ts";
import { planOrder } from "../plan.ts";
import type { Cast, Level, ShopBooks } from "../play.ts";
import { answersAt, buildApi, keepApi, keepWorkers, timingEnv } from "../programs.ts";
import { openTlsFront } from "../tls-front.ts";
import { freePort, type Stage } from "../stage.ts";
import { UPSET_WEIGHTS } from "../upsets.ts";

const WORKERS = 2;
const ORDERS_A_WORKER = 2;
/** The shop's certificate is the suite's own work. */
const TRUST: SourceEdit = {
  file: "apps/worker/src/browser/chromium.ts",
  find: '  "--no-pings",\n',
  replace: '  "--no-pings",\n  "--ignore-certificate-errors",\n',
};
/** What every product of the demo shop costs less than, but for the one whose price rises at the review page. */
const MAX_PRICE_CENTS = 15_000;

/** The worker as it is, with a real Chromium, in front of the demo shop. */
export const BROWSER_LEVEL: Level = {
  name: "browser",
  openAtMost: 6,
  upsets: {
    weights: { ...UPSET_WEIGHTS, "browser killed": 6, "page's process killed": 4, "browser frozen": 4 },
    pauseMs: [1_500, 4_000],
  },
  freezeMs: [500, 12_000],
  cast: castReal,
};

async function castReal(stage: Stage, edits: readonly SourceEdit[]): Promise<Cast> {
  const worker = path.join(stage.folder, "build", "worker.cjs");
  await Promise.all([
    buildInstrumented({
      entry: "apps/worker/src/main.ts",
      outfile: worker,
      leaves: "all",
      edits: [TRUST, ...edits],
    }),
    buildApi(stage),
  ]);
  const [port, payPort] = [await freePort(), await freePort()];
  const [front, payFront] = [await openTlsFront(port), await openTlsFront(payPort)];
  const books = `http://127.0.0.1:${port}`;
  const shopUrl = `https://127.0.0.1:${front.port}`;
  const shop = keepDemoShop(stage, {
    DEMO_SHOP_PORT: String(port),
    DEMO_SHOP_PAY_PORT: String(payPort),
    DEMO_SHOP_PUBLIC_URL: shopUrl,
    DEMO_SHOP_PAY_URL: `https://127.0.0.1:${payFront.port}`,
  });
  await answersAt(stage, "shop", `${books}/health`);
  const { api, apiUrl } = await keepApi(stage, shopUrl);
  const workers = keepWorkers(stage, WORKERS, () => ({
    ...timingEnv("browser"),
    CHROMIUM_PATH: stage.chromiumPath,
    DEMO_SHOP_URL: shopUrl,
    SHOPS_ALLOW_LOCAL: `127.0.0.1:${front.port},127.0.0.1:${payFront.port}`,
    WORKER_CONCURRENCY: String(ORDERS_A_WORKER),
    ATTEMPT_WITHIN_MS: "40000",
    STORE_WITHIN_MS: "20000",
    MAX_ATTEMPTS: "6",
    MAX_CLAIMS: "30",
    DISPATCH_EVERY_MS: "200",
    DISPATCH_LOOK_AGAIN_MS: "1500",
    QUEUE_LOCK_MS: "4000",
    RECONCILE_EVERY_MS: "300",
    LOOK_WITHIN_MS: "15000",
    RETRY_BACKOFF_MS: "200,500",
    DRAIN_MS: "15000",
  }));
  return {
    shop,
    api,
    apiUrl,
    workers,
    orderFor: (subject) => ({
      products: [{ url: `${shopUrl}/products/${planOrder("browser", subject).product}`, quantity: 1 }],
      shipping_address: SAN_FRANCISCO,
      max_price: MAX_PRICE_CENTS,
    }),
    readBooks: () => readBooks(books),
    closeFronts: () => [front, payFront].forEach(({ close }) => close()),
  };
}

/** As it is, in its own process: nothing strikes it. */
function keepDemoShop(stage: Stage, env: Record<string, string>): Kept {
  return keep(stage.run, "demo shop", () => ({
    name: "demo shop",
    command: process.execPath,
    args: ["--import", "tsx", path.join(PROJECT_ROOT, "apps/demo-shop/src/main.ts")],
    env: { PATH: process.env["PATH"], DEMO_SHOP_LEDGER: path.join(stage.folder, "ledger.jsonl"), ...env },
    cwd: PROJECT_ROOT,
    logFile: path.join(stage.folder, "shop.log"),
    stopSignal: "SIGTERM",
    stopDeadlineMs: 5_000,
  }));
}

interface LedgerLine {
  reference: string | null;
  total_cents: number;
  items: { slug: string; quantity: number }[];
}

/** Products whose scenario loses the answer after the purchase. */
const LOSES_ANSWER = new Set(["enamel-stock-pot", "wool-felt-slippers"]);

async function readBooks(shopUrl: string): Promise<ShopBooks> {
  const answer = await fetch(`${shopUrl}/__ledger`);
  const { purchases } = (await answer.json()) as { purchases: LedgerLine[] };
  return {
    sales: purchases.map(({ reference, total_cents, items }) => ({
      marker: reference ?? "",
      totalCents: total_cents,
      quantity: items.reduce((sum, { quantity }) => sum + quantity, 0),
    })),
    misdeeds: {
      "shop's answer lost": purchases.filter(({ items }) => items.some(({ slug }) => LOSES_ANSWER.has(slug))).length,
    },
  };
}
