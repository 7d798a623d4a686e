import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Page } from "puppeteer";
import { openDemoShop } from "../demo-shop.ts";
import type { Purchase } from "../ledger.ts";

/** The shop with an empty ledger, and a Chromium to visit it with. */
export interface BrowserShop {
  url: string;
  /** A page of a visitor who was never here before. */
  openPage: () => Promise<Page>;
  /** What was bought with a reference. */
  purchases: (reference: string) => Promise<Purchase[]>;
  close: () => Promise<void>;
}

export type { Page };

const SLOW_PAGE_MS = 30;

export async function openBrowserShop(chromiumPath: string): Promise<BrowserShop> {
  const folder = await mkdtemp(join(tmpdir(), "demo-shop-"));
  const shop = await openDemoShop({ ledgerPath: join(folder, "ledger.jsonl"), slowPageMs: () => SLOW_PAGE_MS });
  // Only our own pages on loopback are opened: the sandbox, which refuses to run as root, has nothing to guard.
  const browser = await puppeteer.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  return {
    url: shop.url,
    openPage: async () => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width: 1280, height: 900 });
      page.setDefaultTimeout(8_000);
      return page;
    },
    purchases: async (reference) => {
      const response = await fetch(`${shop.url}/__ledger?${new URLSearchParams({ reference }).toString()}`);
      return ((await response.json()) as { purchases: Purchase[] }).purchases;
    },
    close: async () => {
      await browser.close();
      await shop.close();
      await rm(folder, { recursive: true });
    },
  };
}
