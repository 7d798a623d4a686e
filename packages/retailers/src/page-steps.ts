import { CheckoutFailure } from "@cartwright/orders";
import type { HTTPResponse, Page } from "puppeteer";

const CAPTCHA_WORDS = /captcha|are you (?:a )?human|verify you are human|not a robot/i;
const MAX_TEXT = 4_000;

/** The page's visible text, white space folded, cut to a few KiB. */
export async function visibleText(page: Page): Promise<string> {
  const text = await page.evaluate("document.body === null ? '' : document.body.innerText");
  return String(text).replaceAll(/\s+/g, " ").trim().slice(0, MAX_TEXT);
}

/** The text of the first element that matches, as it is laid out, on one line; undefined when there is none. */
export async function textOf(page: Page, selector: string): Promise<string | undefined> {
  const element = await page.$(selector);
  if (element === null) return undefined;
  // Not textContent: "Ada Quinn<br>123 Market Street" would read as "Ada Quinn123 Market Street".
  const text = await element.evaluate((node) =>
    node instanceof HTMLElement ? node.innerText : (node.textContent ?? ""),
  );
  await element.dispose();
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Opens a page and throws unless the shop answered with one. */
export async function openPage(page: Page, url: string): Promise<void> {
  await requirePage(page, await page.goto(url, { waitUntil: "domcontentloaded" }));
}

/** Presses a button that leads to another page, and throws unless the shop answered with one. */
export async function pressThrough(page: Page, selector: string): Promise<void> {
  const [response] = await Promise.all([
    page.waitForNavigation({ waitUntil: "domcontentloaded" }),
    page.click(selector),
  ]);
  await requirePage(page, response);
}

/** Set by our own way out when it refuses an address: the shop was never asked. */
export const EGRESS_REFUSED_HEADER = "x-cartwright-egress";

async function requirePage(page: Page, response: HTTPResponse | null): Promise<void> {
  if (response?.headers()[EGRESS_REFUSED_HEADER] !== undefined) {
    throw new CheckoutFailure("retailer_not_supported", "The shop's address is not one that may be reached from here.");
  }
  const status = response?.status() ?? 0;
  if (status === 403 || status === 429 || status === 503) {
    if (CAPTCHA_WORDS.test(await visibleText(page))) {
      throw new CheckoutFailure("captcha_blocked", "The shop asks for a captcha, which is not solved here.");
    }
  }
  if (status === 404 || status === 410) throw new CheckoutFailure("product_not_found", "The shop has no such page.");
  if (status === 403) throw new CheckoutFailure("bot_protection_blocked", "The shop refused the page.");
  if (status === 429) throw new CheckoutFailure("retailer_rate_limited", "The shop asks to come back later.");
  if (status === 0 || status >= 500) {
    throw new CheckoutFailure("retailer_unavailable", `The shop did not answer with a page (status ${status}).`);
  }
}
