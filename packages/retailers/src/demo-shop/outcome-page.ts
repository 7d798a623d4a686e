import { type FailureCode, parseUrl } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import type { PurchaseOutcome } from "../driver.ts";
import { textOf } from "../page-steps.ts";
import { readPrices, readShownLines } from "./review-page.ts";

/** A slow shop's confirmation page takes its time; a lost one never comes. */
const ANSWER_WITHIN_MS = 30_000;

/** The refusals after the button that store no order: proven by this driver's scenario test against the shop's ledger. */
const REFUSALS: Record<string, FailureCode> = {
  payment_declined: "payment_declined",
  sold_out: "product_out_of_stock",
};

const CONFIRMATION_PATH = /^\/checkout\/confirmation\/(HP-\d+)$/;

/** Until the browser has left the review page for whatever the shop answered with. */
export async function waitForAnswer(page: Page): Promise<void> {
  await page.waitForFunction(
    "document.readyState !== 'loading' && document.body !== null && document.querySelector('#place-order') === null",
    { timeout: ANSWER_WITHIN_MS },
  );
}

export async function readOutcome(page: Page): Promise<PurchaseOutcome> {
  const number = await textOf(page, "#order-number");
  const url = page.url();
  const inUrl = CONFIRMATION_PATH.exec(parseUrl(url)?.pathname ?? "")?.[1];
  if (number !== undefined && number === inUrl) {
    return {
      kind: "placed",
      merchantOrderIds: [number],
      page: { url, title: await page.title() },
      prices: await readPrices(page, await readShownLines(page)),
      estimatedDelivery: await readDelivery(page),
    };
  }
  const alert = await page.$("[role=alert][data-code]");
  const shopCode = await alert?.evaluate((node) => node.getAttribute("data-code"));
  const code = REFUSALS[shopCode ?? ""];
  if (code !== undefined) {
    return { kind: "declined", code, message: (await textOf(page, "[role=alert]")) ?? "The shop refused the order." };
  }
  return { kind: "unclear", message: "the shop showed neither a confirmation nor a refusal" };
}

/** YYYY-MM-DD, as a confirmation or an order page promises it. */
export async function readDelivery(page: Page): Promise<string | null> {
  const element = await page.$("#estimated-delivery");
  const date = await element?.evaluate((node) => node.getAttribute("datetime"));
  return date !== undefined && date !== null && /^\d{4}-\d{2}-\d{2}$/.test(date) ? date : null;
}
