import { parseArgs } from "node:util";
import { type BenchOptions, runBench } from "./shops/bench/run-bench.ts";
import { runLayouts } from "./shops/layouts.ts";
import { REAL_SHOPS, type RealShopName, runRealShop } from "./shops/real-shop.ts";
import type { Run } from "./stack/run.ts";
import { withRun } from "./stack/with-run.ts";
import type { Steps } from "./terminal/steps.ts";

const USAGE = `npm run shops -- layouts             buys once from each layout of the demo shop with the storefront engine  [--only WORD]
npm run shops -- evershop            installs and starts a real EverShop, and buys in it through our API
npm run shops -- medusa              the same with Medusa, through its store API  [--contract]
npm run shops -- vendure             the same with Vendure, through its store API  [--contract]
npm run shops -- bench               the engine's time and Chromium's CPU, over a hand-written script's  [--pairs N] [--shop demo|evershop]

--no-profiles    the engine goes by what every shop has
--keep           leaves shop, API and worker running
--contract       every clause of the driver contract, against the real server
`;
/** What a shell says of a command that a Ctrl-C ended. */
const CODE_WHEN_STOPPED = 130;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    "no-profiles": { type: "boolean", default: false },
    keep: { type: "boolean", default: false },
    contract: { type: "boolean", default: false },
    only: { type: "string" },
    pairs: { type: "string", default: "7" },
    shop: { type: "string", default: "demo" },
    help: { type: "boolean", default: false },
  },
});

const isRealShop = (name: string): name is RealShopName => REAL_SHOPS.some((shop) => shop === name);

const readBench = (): BenchOptions => {
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new Error(`--pairs: must be a whole number. Received: ${values.pairs}.`);
  if (values.shop !== "demo" && values.shop !== "evershop") {
    throw new Error(`--shop: must be demo or evershop. Received: ${values.shop}.`);
  }
  return { pairs, shop: values.shop };
};

const choose = (name: string): ((run: Run, steps: Steps) => Promise<number>) | undefined => {
  const useProfiles = !values["no-profiles"];
  if (name === "layouts") return (run, steps) => runLayouts(run, steps, { useProfiles, only: values.only });
  if (name === "bench") return (run, steps) => runBench(run, steps, readBench());
  if (!isRealShop(name)) return undefined;
  const { keep, contract } = values;
  return (run, steps) => runRealShop(run, steps, name, { useProfiles, keep, contract });
};

const [name = ""] = positionals;
const chosen = choose(name);
if (chosen === undefined || positionals.length !== 1 || values.help) {
  (values.help ? process.stdout : process.stderr).write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else void withRun("shops", process.stderr, chosen, CODE_WHEN_STOPPED);
