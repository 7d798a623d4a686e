import { mkdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { CheckoutFailure, formatUsd, requireAffordable, requireSameAddress, requireSameCart } from "@cartwright/orders";
import type { CheckoutSession, Review } from "@cartwright/retailers/driver";
import { ALL_PROFILES } from "@cartwright/retailers/profiles";
import { openStorefrontDriver } from "@cartwright/retailers/storefront/driver";
import { parseUrl, RetailerPayment, RetailerSettings, type Variant } from "@cartwright/schemas";
import { type BrowserPool, openBrowserPool } from "../../apps/worker/src/browser/browser-pool.ts";
import { prepareMachine } from "../services/machine.ts";
import { trialOrder } from "../shops/trial-order.ts";
import { PROJECT_ROOT } from "../stack/slot.ts";
import { openSteps, type Steps } from "../terminal/steps.ts";

const USAGE = `npm run retailers -- try URL    walks one product up to the review page, shows what it saw there, and buys nothing
    --quantity N            how many; 1 if not given
    --variant Size=M        what is chosen of the product; once for each choice
    --payment offline       offline or saved: how the shop would be paid
    --no-profiles           goes by what every shop has
    --dry-run               also presses the last button behind the closed gate, and shows which request it would send
    --headful               in a window: wants CHROMIUM_PATH with one, and a display
    --allow-local H:P       an address of this machine or network that may be reached; the URL's own needs no word
`;
const UNPRIVILEGED_UID = 65_534;
/** How long the pressed button may take to send something. */
const PURCHASE_WITHIN_MS = 15_000;

interface Trial {
  url: URL;
  quantity: number;
  variant: Variant[];
  payment: RetailerSettings["payment"];
  useProfiles: boolean;
  dryRun: boolean;
  headful: boolean;
  allowLocal: string[];
}

/** Tries one product out, and answers with an exit code: 0 where the review page was reached and shows the order. */
export async function tryShop(args: string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(USAGE);
    return 0;
  }
  const trial = readTrialOr(args);
  if (typeof trial === "string") {
    process.stderr.write(`${trial}\n\n${USAGE}`);
    return 2;
  }
  const steps = openSteps(process.stdout);
  const { chromiumPath } = await prepareMachine((what, install) => steps.step(`Installing ${what}`, install));
  const browsers = openBrowserPool({
    executablePath: chromiumPath,
    unprivilegedUid: UNPRIVILEGED_UID,
    headful: trial.headful,
    allowLocal: new Set([...localAddress(trial.url), ...trial.allowLocal]),
  });
  try {
    return await walk(browsers, trial, steps);
  } finally {
    await browsers.close();
  }
}

/** Node's own sentence says which option nobody knows. */
function readTrialOr(args: string[]): Trial | string {
  try {
    return readTrial(args);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is to be tried, or what is wrong with the words for it. */
function readTrial(args: string[]): Trial | string {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      quantity: { type: "string", default: "1" },
      variant: { type: "string", multiple: true, default: [] },
      payment: { type: "string", default: "offline" },
      "no-profiles": { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      headful: { type: "boolean", default: false },
      "allow-local": { type: "string", multiple: true, default: [] },
    },
  });
  const [url = "", ...others] = positionals;
  if (!/^https?:/.test(url) || parseUrl(url) === undefined || others.length > 0) {
    return `URL: must be one http(s) URL of a product page. Received: ${positionals.join(" ") || "nothing"}.`;
  }
  const quantity = Number(values.quantity);
  if (!Number.isInteger(quantity) || quantity < 1)
    return `--quantity: must be a whole number. Received: ${values.quantity}.`;
  const payment = RetailerPayment.exclude(["card"]).safeParse(values.payment);
  if (!payment.success) return `--payment: must be offline or saved. Received: ${values.payment}.`;
  const odd = values.variant.find((choice) => !/^[^=]+=.+$/.test(choice));
  if (odd !== undefined) return `--variant: must be a label and a value, like Size=M. Received: ${odd}.`;
  return {
    url: new URL(url),
    quantity,
    variant: values.variant.map((choice) => ({
      label: choice.split("=")[0] ?? "",
      value: choice.replace(/^[^=]+=/, ""),
    })),
    payment: payment.data,
    useProfiles: !values["no-profiles"],
    dryRun: values["dry-run"],
    headful: values.headful,
    allowLocal: values["allow-local"],
  };
}

/** Whoever names a local shop on the command line means it. */
function localAddress(url: URL): string[] {
  const port = url.port === "" ? (url.protocol === "https:" ? "443" : "80") : url.port;
  return /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[)/.test(url.hostname)
    ? [`${url.hostname}:${port}`]
    : [];
}

async function walk(browsers: BrowserPool, trial: Trial, steps: Steps): Promise<number> {
  const folder = path.join(PROJECT_ROOT, ".cartwright", "tries", trial.url.host.replaceAll(/[^\w.-]/g, "_"));
  mkdirSync(folder, { recursive: true });
  const driver = openStorefrontDriver({
    retailer: trial.url.host,
    settings: RetailerSettings.parse({ payment: trial.payment }),
    profiles: trial.useProfiles ? ALL_PROFILES : [],
    onPlatform: (platform) => steps.note(`  platform: ${platform}`),
  });
  const order = trialOrder(trial.url.href, trial.quantity, trial.variant.length > 0 ? trial.variant : null);
  return await browsers.withPage(async ({ page, gate, hosts }) => {
    const run = driver.begin({ page, order, concede: () => false, ...showSteps(page, folder, steps) });
    try {
      await run.reachReview();
      gate.arm();
      const review = await run.readReview();
      describeReview(review, steps);
      requireSameCart(review.lines, order.items);
      requireSameAddress(review.shipTo, order.address);
      requireAffordable(review.prices, Number.MAX_SAFE_INTEGER);
      steps.note("The review page shows the order and nothing else, at its address.");
      if (trial.dryRun) {
        if (run.mayBuyByGet === true) gate.arm({ readsToo: true });
        run.pressBuy().catch(() => undefined);
        const held = await gate.waitForPurchase(PURCHASE_WITHIN_MS);
        steps.note(held === undefined ? "The button sent nothing." : `Held and dropped: ${held.method} ${held.url}`);
      }
      return 0;
    } catch (error) {
      steps.note(error instanceof CheckoutFailure ? `${error.code}: ${error.message}` : String(error));
      if (error instanceof CheckoutFailure) steps.note(JSON.stringify(error.observed, null, 2));
      return 1;
    } finally {
      gate.shut();
      steps.note(`Hosts: ${[...hosts].join(", ")}\nPictures: ${path.relative(process.cwd(), folder)}/`);
    }
  });
}

/** Shows each step as it ends, with what was seen in it and a picture of the page after it. */
function showSteps(page: CheckoutSession["page"], folder: string, steps: Steps): Pick<CheckoutSession, "step" | "saw"> {
  let seen: string[] = [];
  let count = 0;
  return {
    saw: (what) => {
      seen.push(what);
    },
    step: async (name, run) => {
      count += 1;
      const picture = `${String(count).padStart(2, "0")}-${name.replaceAll(" ", "-")}.png`;
      try {
        return await steps.step(name, run);
      } finally {
        for (const one of seen) steps.note(`    ${one}`);
        seen = [];
        await page.screenshot({ path: path.join(folder, picture) }).catch(() => undefined);
      }
    },
  };
}

function describeReview({ lines, prices, isMarkerShown }: Review, steps: Steps): void {
  const cents = (amount: number | null): string => (amount === null ? "not read" : formatUsd(amount));
  const shown = lines.map(
    ({ url, title, variant, quantity, lineTotalCents }) =>
      `  ${url === null ? "not ordered" : "ordered"}: ${quantity ?? "?"} × ${title}${variant === null ? "" : ` (${variant})`}, ${cents(lineTotalCents)}`,
  );
  const { subtotal, shipping, tax, discount, fees, total, currency } = prices;
  steps.note(
    [
      "Review page:",
      ...shown,
      `  subtotal ${cents(subtotal)} · shipping ${cents(shipping)} · tax ${cents(tax)} · discount ${cents(discount)} · fees ${cents(fees)}`,
      `  total ${cents(total)} ${currency ?? ""}`,
      `  our reference is ${isMarkerShown ? "" : "not "}shown`,
    ].join("\n"),
  );
}
