import type { Page } from "puppeteer";
import type { HistoryLook, HistorySession } from "../driver.ts";
import { openPage, pressThrough, textOf } from "../page-steps.ts";
import { readDelivery } from "./outcome-page.ts";
import { readPrices, readShownLines } from "./review-page.ts";

/** The sandbox's own customer, the same in every demo shop: no secret, and nobody's money. */
export const HISTORY_ACCOUNT = { email: "buyer@example.com", password: "harbor-and-pine" };

/** A history older than this was kept by somebody in between: it proves no absence. */
const FRESH_WITHIN_MS = 120_000;

/** Reads the account's order history for an order with this reference. */
export async function lookUp({ page, order, step, now }: HistorySession, reference: string): Promise<HistoryLook> {
  if (!reference.includes(order.marker)) {
    return { kind: "unreadable", message: "the order carries no reference of ours to look for" };
  }
  const shop = new URL(order.items[0]?.url ?? "").origin;
  await step("sign in", () => signIn(page, shop));
  const history = new URL("/account/orders", shop);
  history.searchParams.set("reference", reference);
  await step("open history", () => openPage(page, history.href));

  const doubt = await doubtHistory(page, now());
  if (doubt !== undefined) return { kind: "unreadable", message: doubt };
  const numbers = await page.$$eval("#orders tr[data-order-number]", (rows) =>
    rows.map((row) => row.getAttribute("data-order-number") ?? ""),
  );
  const [number] = numbers;
  if (number === undefined) {
    const proof = `${await textOf(page, "#account-email")}: ${await textOf(page, "#order-count")}, ${await textOf(page, "#as-of")}`;
    return { kind: "absent", proof };
  }
  await step("open order", () => openPage(page, new URL(`/account/orders/${number}`, shop).href));
  return {
    kind: "found",
    merchantOrderIds: numbers,
    page: { url: page.url(), title: await page.title() },
    prices: await readPrices(page, await readShownLines(page)),
    estimatedDelivery: await readDelivery(page),
  };
}

/** Signs the sandbox's customer in. */
export async function signIn(page: Page, shop: string): Promise<void> {
  await openPage(page, new URL("/account/sign-in", shop).href);
  await page.locator("#sign-in input[name=email]").fill(HISTORY_ACCOUNT.email);
  await page.locator("#sign-in input[name=password]").fill(HISTORY_ACCOUNT.password);
  await pressThrough(page, "#sign-in button[type=submit]");
}

/** Why this page proves no absence; undefined where it is the account's own, fresh history in US dollars. */
async function doubtHistory(page: Page, nowMs: number): Promise<string | undefined> {
  if ((await textOf(page, "#account-email")) !== HISTORY_ACCOUNT.email) return "the history is not the account's";
  if ((await textOf(page, "#currency")) !== "USD") return "the history is not in US dollars";
  const asOf = await page.$eval("#as-of", (time) => time.getAttribute("datetime")).catch(() => null);
  const ageMs = nowMs - Date.parse(asOf ?? "");
  return Math.abs(ageMs) <= FRESH_WITHIN_MS ? undefined : "the history does not say that it is current";
}
