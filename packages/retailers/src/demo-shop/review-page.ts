import { parseUsdCents, type ShownLine } from "@cartwright/orders";
import type { PriceComponents } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import type { Review } from "../driver.ts";
import { textOf } from "../page-steps.ts";

/** Which product page each item number of the cart belongs to; what the shop added by itself has none. */
export async function readCartLinks(page: Page): Promise<Map<string, string>> {
  const links = await page.$$eval("tr[data-sku]", (rows) =>
    rows.map((row) => [
      row.getAttribute("data-sku") ?? "",
      row.querySelector<HTMLAnchorElement>("a.line-title")?.href ?? "",
    ]),
  );
  return new Map(links.filter(([, url]) => url !== "").map(([sku = "", url = ""]) => [sku, url]));
}

export async function readReview(
  page: Page,
  productOfSku: ReadonlyMap<string, string>,
  marker: string,
): Promise<Review> {
  const lines = await readLines(page, productOfSku);
  return {
    lines,
    shipTo: (await textOf(page, "#review-address address")) ?? "",
    isMarkerShown: (await textOf(page, "#review-reference"))?.includes(marker) ?? false,
    prices: await readPrices(page, lines),
  };
}

async function readLines(page: Page, productOfSku: ReadonlyMap<string, string>): Promise<ShownLine[]> {
  const rows = await page.$$eval("tr[data-sku]", (elements) =>
    elements.map((row) => ({
      sku: row.getAttribute("data-sku") ?? "",
      title: row.querySelector(".line-title")?.textContent?.trim() ?? "",
      variant: row.querySelector(".line-variant")?.textContent?.trim() ?? null,
      unitPrice: row.querySelector(".unit-price")?.textContent?.trim() ?? null,
      quantity: row.querySelector(".quantity")?.textContent?.trim() ?? null,
      lineTotal: row.querySelector(".line-total")?.textContent?.trim() ?? null,
    })),
  );
  return rows.map((row) => ({
    url: productOfSku.get(row.sku) ?? null,
    title: row.title,
    variant: row.variant,
    quantity: row.quantity !== null && /^\d+$/.test(row.quantity) ? Number(row.quantity) : null,
    unitPriceCents: centsOf(row.unitPrice),
    lineTotalCents: centsOf(row.lineTotal),
  }));
}

/** The totals of a review or confirmation page. An amount that is shown but cannot be read is null. */
export async function readPrices(page: Page, lines: readonly ShownLine[]): Promise<PriceComponents> {
  const rows = await page.$$eval("dl.totals dt", (labels) =>
    labels.map((label) => [label.textContent?.trim() ?? "", label.nextElementSibling?.textContent?.trim() ?? ""]),
  );
  const shown = new Map(rows.map(([label = "", amount = ""]) => [label, amount]));
  const cents = (label: string) => centsOf(shown.get(label) ?? null);
  const discount = cents("Discount");
  const total = cents("Total");
  return {
    subtotal: cents("Subtotal"),
    tax: cents("Tax"),
    shipping: cents("Shipping"),
    discount: discount === null ? null : Math.abs(discount),
    fees: null,
    total,
    // The dollar sign stands in every amount that was read.
    currency: total === null ? null : "USD",
    cart_items: lines.map((line) => ({
      title: line.title,
      quantity: line.quantity,
      unit_price: line.unitPriceCents,
      line_total: line.lineTotalCents,
    })),
  };
}

/** The lines of a page that nobody checks against the order any more. */
export async function readShownLines(page: Page): Promise<ShownLine[]> {
  return readLines(page, new Map());
}

function centsOf(shown: string | null): number | null {
  return shown === null ? null : (parseUsdCents(shown) ?? null);
}
