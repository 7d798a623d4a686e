import path from "node:path";
import { rmSync } from "node:fs";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { RetailerSettings } from "@cartwright/schemas";
import { openDemoShop } from "../../../apps/demo-shop/src/index.ts";
import { openBrowserPool } from "../../../apps/worker/src/browser/browser-pool.ts";
import { launchChromium } from "../../../apps/worker/src/browser/chromium.ts";
import { openShopHttpPool } from "../../../apps/worker/src/shop-http/shop-http.ts";
import { tryDriver } from "../../../apps/worker/src/testing/try-driver.ts";
import { prepareMachine } from "../../services/machine.ts";
import type { Run } from "../../stack/run.ts";
import type { Steps } from "../../terminal/steps.ts";
import { openEverShop } from "../evershop/open-evershop.ts";
import { trialOrder } from "../trial-order.ts";
import type { Buyer, Page } from "./buyer.ts";
import { cpuSecondsOf } from "./cpu-time.ts";
import { buyMinimal as buyInDemoShop } from "./demo-shop-minimal.ts";
import { buyMinimal as buyInEverShop } from "./evershop-minimal.ts";

export interface BenchOptions {
  /** How often each of the two buys, in turns: ABBA. */
  pairs: number;
  shop: "demo" | "evershop";
}

/** Time and CPU of one purchase. */
interface Cost {
  seconds: number;
  cpuSeconds: number;
}

interface BenchShop {
  productUrl: string;
  hosts: string[];
  choice: { label: string; value: string } | undefined;
  buyByHand: (page: Page, productUrl: string, buyer: Buyer) => Promise<string>;
  close: () => Promise<void>;
}

/** What the engine may cost more than a script that knows the shop by heart. */
const BAR = 1.5;
const UNPRIVILEGED_UID = 65_534;

/** The engine against a hand-written script in the same shop and the same browser program, each in a warm browser of its own. */
export const runBench = async (run: Run, steps: Steps, { pairs, shop: name }: BenchOptions): Promise<number> => {
  const { chromiumPath: executablePath } = await prepareMachine((what, install) =>
    steps.step(`Installing ${what}`, install),
  );
  const shop = name === "demo" ? await openDemo(run) : await openReal(run, steps);
  const chromium = { executablePath, unprivilegedUid: UNPRIVILEGED_UID };
  const browsers = openBrowserPool({ ...chromium, allowLocal: new Set(shop.hosts) });
  const plain = await launchChromium(chromium);
  try {
    await browsers.warm();
    const engine = () =>
      measure(
        () => browsers.pid(),
        () => buyWithEngine(browsers, shop),
      );
    const script = () =>
      measure(
        () => plain.pid,
        () => buyByHand(plain.browser, shop),
      );
    await steps.step("Warm up", async () => [await engine(), await script()]);
    const costs = { engine: [] as Cost[], script: [] as Cost[] };
    for (let pair = 0; pair < pairs; pair += 1) {
      const turns = pair % 2 === 0 ? (["engine", "script"] as const) : (["script", "engine"] as const);
      for (const turn of turns) {
        const buy = turn === "engine" ? engine : script;
        costs[turn].push(
          await steps.step(`${turn} ${pair + 1}`, buy, ({ cpuSeconds }) => `Chromium ${cpuSeconds.toFixed(2)} s CPU`),
        );
      }
    }
    return report(steps, costs);
  } finally {
    await browsers.close();
    await plain.close();
    await shop.close();
  }
};

const measure = async (pid: () => number | null, buy: () => Promise<void>): Promise<Cost> => {
  const startedAt = performance.now();
  const before = cpuSecondsOf(pid());
  await buy();
  return { seconds: (performance.now() - startedAt) / 1_000, cpuSeconds: cpuSecondsOf(pid()) - before };
};

const buyWithEngine = async (browsers: ReturnType<typeof openBrowserPool>, shop: BenchShop): Promise<void> => {
  const driver = openStorefrontDriver({ retailer: "bench", settings: RetailerSettings.parse({}), profiles: [] });
  const shops = { browsers, shopHttp: openShopHttpPool({ allowLocal: new Set() }) };
  const order = trialOrder(shop.productUrl, 1, shop.choice === undefined ? null : [shop.choice]);
  const { outcome } = await tryDriver(shops, driver, order, { release: true });
  if (outcome?.kind !== "placed") throw new Error(`the engine's order was not placed: ${JSON.stringify(outcome)}`);
};

type Browser = Awaited<ReturnType<typeof launchChromium>>["browser"];

const buyByHand = async (browser: Browser, shop: BenchShop): Promise<void> => {
  // The browser's own way out leads nowhere: see `launchChromium`.
  const context = await browser.createBrowserContext({ proxyServer: "direct://" });
  const page = await context.newPage();
  const { address, email } = trialOrder(shop.productUrl);
  const buyer: Buyer = {
    ...address,
    email,
    state_name: "California",
    ...(shop.choice === undefined ? {} : { choice: shop.choice.value }),
  };
  await shop.buyByHand(page, shop.productUrl, buyer);
  await context.close();
};

const openDemo = async (run: Run): Promise<BenchShop> => {
  const ledgerPath = path.join(run.slot.folder, "bench-ledger.jsonl");
  rmSync(ledgerPath, { force: true });
  const shop = await openDemoShop({ ledgerPath });
  return {
    productUrl: `${shop.url}/products/walnut-desk-organizer`,
    hosts: [new URL(shop.url).host, new URL(shop.payUrl).host],
    choice: undefined,
    buyByHand: buyInDemoShop,
    close: () => shop.close(),
  };
};

const openReal = async (run: Run, steps: Steps): Promise<BenchShop> => {
  const shop = await openEverShop({ run, steps });
  const product = shop.products.find(({ color, inStock }) => color !== null && inStock);
  if (product === undefined) throw new Error("EverShop has no product with a color in stock.");
  return {
    productUrl: product.url,
    hosts: [new URL(shop.url).host],
    choice: { label: "Color", value: product.color ?? "" },
    buyByHand: buyInEverShop,
    close: () => shop.close(),
  };
};

const report = (steps: Steps, { engine, script }: Record<"engine" | "script", readonly Cost[]>): number => {
  const seconds = ratio(
    engine.map((cost) => cost.seconds),
    script.map((cost) => cost.seconds),
  );
  const cpu = ratio(
    engine.map(({ cpuSeconds }) => cpuSeconds),
    script.map(({ cpuSeconds }) => cpuSeconds),
  );
  steps.note(`\nengine ÷ script: time ${seconds.text}\n                 Chromium's CPU ${cpu.text}\nBar: ${BAR}`);
  return seconds.median <= BAR && cpu.median <= BAR ? 0 : 1;
};

/** Medians of both, and the smallest and largest that were measured. */
const ratio = (engine: readonly number[], script: readonly number[]): { median: number; text: string } => {
  const describe = (values: readonly number[]): string =>
    `${median(values).toFixed(2)} s (${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)})`;
  const quotient = median(engine) / median(script);
  return { median: quotient, text: `${quotient.toFixed(2)}: ${describe(engine)} ÷ ${describe(script)}` };
};

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
