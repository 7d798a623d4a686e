import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DEMO_LAYOUTS, type DemoLayout } from "@cartwright/retailers/demo-shop/layouts";
import { ALL_PROFILES } from "@cartwright/retailers/profiles";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { RetailerSettings } from "@cartwright/schemas";
import { type DemoShop, openDemoShop } from "../../apps/demo-shop/src/index.ts";
import { type BrowserPool, openBrowserPool } from "../../apps/worker/src/browser/browser-pool.ts";
import { openShopHttpPool } from "../../apps/worker/src/shop-http/shop-http.ts";
import { tryDriver, type TrialStep } from "../../apps/worker/src/testing/try-driver.ts";
import { prepareMachine } from "../services/machine.ts";
import type { Run } from "../stack/run.ts";
import { PROJECT_ROOT } from "../stack/slot.ts";
import type { Steps } from "../terminal/steps.ts";
import { trialOrder } from "./trial-order.ts";

export interface LayoutsOptions {
  useProfiles: boolean;
  /** A part of the layouts' names. */
  only: string | undefined;
}

interface Bought {
  layout: DemoLayout;
  /** What the shop has on disk; undefined: not bought. */
  number: string | undefined;
  steps: number;
  seconds: number;
  fault: string | undefined;
}

const LAYOUTS_SUMMARY_FILE = path.join(PROJECT_ROOT, ".cartwright", "layouts-summary.json");
/** Of the layouts that the engine is meant for, so many must be bought from. */
const BAR = 11 / 12;
const PRODUCT = "merino-crew-sweater";
const VARIANT = [
  { label: "size", value: "medium" },
  { label: "Colour", value: "navy" },
];
const QUANTITY = 2;

/** Buys once from each layout of the demo shop with the engine alone, and counts what the shop has on disk. */
export const runLayouts = async (run: Run, steps: Steps, options: LayoutsOptions): Promise<number> => {
  rmSync(LAYOUTS_SUMMARY_FILE, { force: true });
  const { chromiumPath } = await prepareMachine((what, install) => steps.step(`Installing ${what}`, install));
  const ledgerPath = path.join(run.slot.folder, "layouts-ledger.jsonl");
  rmSync(ledgerPath, { force: true });
  const shop = await openDemoShop({ ledgerPath });
  const hosts = new Set([new URL(shop.url).host, new URL(shop.payUrl).host]);
  const browsers = openBrowserPool({ executablePath: chromiumPath, unprivilegedUid: 65_534, allowLocal: hosts });
  try {
    await browsers.warm();
    const layouts = DEMO_LAYOUTS.filter(({ kind, name }) => kind === "engine" && name.includes(options.only ?? ""));
    const bought: Bought[] = [];
    for (const layout of layouts) {
      const one = () => buyFrom(shop, browsers, layout, options.useProfiles);
      bought.push(await steps.step(layout.name, one, ({ number, fault }) => fault ?? `order ${number}`));
    }
    return report(steps, bought);
  } finally {
    await browsers.close();
    await shop.close();
  }
};

const buyFrom = async (
  shop: DemoShop,
  browsers: BrowserPool,
  layout: DemoLayout,
  useProfiles: boolean,
): Promise<Bought> => {
  const driver = openStorefrontDriver({
    retailer: layout.name,
    settings: RetailerSettings.parse({}),
    profiles: useProfiles ? ALL_PROFILES : [],
  });
  const url = `${shop.url}/products/${PRODUCT}?layout=${layout.name}`;
  const shops = { browsers, shopHttp: openShopHttpPool({ allowLocal: new Set() }) };
  const startedAt = Date.now();
  const before = (await readLedger(shop)).length;
  const steps: TrialStep[] = [];
  let fault: string | undefined;
  try {
    const order = trialOrder(url, QUANTITY, VARIANT);
    const { outcome } = await tryDriver(shops, driver, order, { release: true, onStep: (step) => steps.push(step) });
    if (outcome?.kind !== "placed") fault = `${outcome?.kind}: ${outcome === undefined ? "" : outcome.message}`;
  } catch (error) {
    const { name, saw } = steps.at(-1) ?? { name: "start", saw: [] };
    fault = `${[name, ...saw].join(" · ")}: ${error instanceof Error ? error.message : String(error)}`;
  }
  const sold = (await readLedger(shop)).slice(before);
  const [line] = sold;
  const isRight = sold.length === 1 && line?.items.length === 1 && line.items[0]?.quantity === QUANTITY;
  if (fault === undefined && !isRight) fault = `the shop's ledger has ${JSON.stringify(sold)}`;
  return { layout, number: line?.order_number, steps: steps.length, seconds: (Date.now() - startedAt) / 1_000, fault };
};

interface LedgerLine {
  order_number: string;
  items: { quantity: number }[];
}

const readLedger = async (shop: DemoShop): Promise<LedgerLine[]> => {
  const answer = await fetch(`${shop.url}/__ledger`);
  return ((await answer.json()) as { purchases: LedgerLine[] }).purchases;
};

/** A table, "k of n", and whether the bar is met. */
const report = (steps: Steps, bought: readonly Bought[]): number => {
  const width = Math.max(...bought.map(({ layout }) => layout.name.length));
  const rows = bought.map(({ layout, fault, number, steps: count, seconds }) =>
    [
      fault === undefined ? "✓" : "✗",
      layout.name.padEnd(width),
      (number ?? "–").padEnd(10),
      `${String(count).padStart(2)} steps`,
      `${seconds.toFixed(1).padStart(5)} s`,
      fault ?? layout.description,
    ].join("  "),
  );
  const placed = bought.filter(({ fault }) => fault === undefined).length;
  const isMet = bought.length > 0 && placed >= Math.ceil(bought.length * BAR);
  steps.note(`\n${rows.join("\n")}\n\n${placed} of ${bought.length}`);
  mkdirSync(path.dirname(LAYOUTS_SUMMARY_FILE), { recursive: true });
  // One check: the bar is met or it is not.
  writeFileSync(
    LAYOUTS_SUMMARY_FILE,
    JSON.stringify({ passed: isMet ? 1 : 0, failed: isMet ? 0 : 1, placed, of: bought.length }),
  );
  return isMet ? 0 : 1;
};
