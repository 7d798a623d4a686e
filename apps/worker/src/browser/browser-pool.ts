import type { BrowserContext, Page } from "puppeteer";
import { launchChromium, type ChromiumOptions, type RunningChromium } from "./chromium.ts";
import { openEgressProxy } from "./egress-proxy.ts";
import { openPurchaseGate, type PurchaseGate } from "./purchase-gate.ts";
import { openRequestRouter, type RequestRouter } from "./request-router.ts";

/** Fresh cookies, cache and connections for one attempt, behind its own gate and its own way out. */
interface AttemptPage {
  page: Page;
  gate: PurchaseGate;
  /** Hosts that the attempt asked for. */
  hosts: ReadonlySet<string>;
  /** Aborted when the browser or the page's process died: nothing of it will ever answer. */
  lost: AbortSignal;
}

export interface BrowserPool {
  /** Starts the browser ahead of the first order. */
  warm: () => Promise<void>;
  /** Runs `use` on a fresh page, and leaves nothing of it behind. */
  withPage: <T>(use: (attempt: AttemptPage) => Promise<T>) => Promise<T>;
  pid: () => number | null;
  /** How many browsers were started so far. */
  starts?: () => number;
  close: () => Promise<void>;
}

export interface BrowserPoolOptions extends ChromiumOptions {
  allowLocal: ReadonlySet<string>;
  /** What pages are told the browser is: `plain` says nothing of its having no window, `headless` does, else these words. */
  userAgent?: string;
}

/** After this many pages a browser is replaced: what leaks in it, leaks no further. */
const RETIRE_AFTER_PAGES = 100;
const ACTION_TIMEOUT_MS = 15_000;
const NAVIGATION_TIMEOUT_MS = 30_000;
/** Longer than a shop that is only slow takes for a purchase. */
const ANSWER_WITHIN_MS = 120_000;
/** A context that does not close within this is a sick browser's: it is retired with all it holds. */
const CLOSE_WITHIN_MS = 5_000;

interface Warm {
  chromium: RunningChromium;
  router: RequestRouter;
  pagesOpened: number;
  pagesOpen: number;
  /** Takes no more pages; whoever works in it last closes it. */
  retired: boolean;
}

/** One warm browser for a worker; it is started again when it crashed and replaced when it has served long enough. */
export function openBrowserPool(options: BrowserPoolOptions): BrowserPool {
  let current: Promise<Warm> | undefined;
  let [pid, starts]: [number | null, number] = [null, 0];

  const start = async (): Promise<Warm> => {
    const chromium = await launchChromium(options);
    starts += 1;
    pid = chromium.pid;
    const router = await openRequestRouter(chromium.browser);
    return { chromium, router, pagesOpened: 0, pagesOpen: 0, retired: false };
  };

  const acquire = async (): Promise<Warm> => {
    const starting = (current ??= start());
    const warm = await starting.catch((error: unknown): never => {
      if (current === starting) current = undefined;
      throw error;
    });
    const isFit = warm.chromium.browser.connected && warm.pagesOpened < RETIRE_AFTER_PAGES && !warm.retired;
    if (isFit) {
      warm.pagesOpened += 1;
      warm.pagesOpen += 1;
      return warm;
    }
    if (current === starting) {
      current = undefined;
      warm.retired = true;
      if (warm.pagesOpen === 0) await warm.chromium.close();
    }
    return acquire();
  };

  const giveBack = async (warm: Warm): Promise<void> => {
    warm.pagesOpen -= 1;
    if (warm.pagesOpen === 0 && warm.retired) await warm.chromium.close();
  };

  return {
    warm: async () => {
      await (current ??= start());
    },
    withPage: async (use) => {
      const warm = await acquire();
      try {
        return await useFreshPage(warm, options, use);
      } finally {
        await giveBack(warm);
      }
    },
    pid: () => pid,
    starts: () => starts,
    close: async () => {
      const last = await current;
      current = undefined;
      pid = null;
      await last?.chromium.close();
    },
  };
}

async function useFreshPage<T>(
  warm: Warm,
  { allowLocal, userAgent = "plain" }: BrowserPoolOptions,
  use: (attempt: AttemptPage) => Promise<T>,
): Promise<T> {
  const proxy = await openEgressProxy(allowLocal);
  const gate = openPurchaseGate({
    answerWithinMs: ANSWER_WITHIN_MS,
    freshConnections: async (released) => {
      // Before the first release whatever is on the wire may be cut; later ones let the answers before them arrive whole.
      if (released > 0) await proxy.quiet();
      proxy.cutConnections();
    },
  });
  const lost = new AbortController();
  const lose = (): void => {
    lost.abort();
    gate.abandon();
  };
  const { browser } = warm.chromium;
  browser.once("disconnected", lose);
  let context: BrowserContext | undefined;
  let unroute = (): void => undefined;
  try {
    context = await browser.createBrowserContext({
      proxyServer: proxy.url,
      proxyBypassList: ["<-loopback>"],
      downloadBehavior: { policy: "deny" },
    });
    const contextId = context.id;
    if (contextId === undefined)
      throw new Error("the browser gave its new context no id: its requests could not be told apart");
    unroute = warm.router.route(contextId, gate.handler);
    const page = await context.newPage();
    await warm.router.follow(contextId, page);
    if (userAgent !== "headless") {
      const own = (await browser.userAgent()).replace("HeadlessChrome", "Chrome");
      await page.setUserAgent({ userAgent: userAgent === "plain" ? own : userAgent });
    }
    page.setDefaultTimeout(ACTION_TIMEOUT_MS);
    page.setDefaultNavigationTimeout(NAVIGATION_TIMEOUT_MS);
    // An alert or a confirm would hang the page. Both are agreed to: what they lead to still has to pass the gate.
    page.on("dialog", (dialog) => void dialog.accept().catch(() => undefined));
    // Puppeteer's name for a page whose process has crashed: it leaves whoever waits for that page waiting.
    page.on("error", lose);
    return await use({ page, gate, hosts: proxy.hosts, lost: lost.signal });
  } finally {
    gate.shut();
    browser.off("disconnected", lose);
    if (context !== undefined && !(await closesInTime(context))) warm.retired = true;
    unroute();
    await proxy.close();
  }
}

async function closesInTime(context: BrowserContext): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CLOSE_WITHIN_MS);
  });
  const closed = context.close().then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([closed, tooLate]);
  clearTimeout(timer);
  return inTime;
}
