import type { ShownLine } from "@cartwright/orders";
import type { PriceComponents } from "@cartwright/schemas";
import type { Page } from "puppeteer";
import { identityOf, type KnownItem, settleAmounts, toShownLines } from "./cart-lines.ts";
import { inPage } from "./in-page.ts";
import { readMoney, type SeenLine, type SeenMoney } from "./in-page/money-rows.ts";
import { readTotals } from "./totals.ts";

/** What a page shows of money: the lines of a cart, and the totals. */
export interface ShownMoney {
  seen: SeenLine[];
  lines: ShownLine[];
  totals: Omit<PriceComponents, "cart_items">;
}

/** Reads lines and totals from the page and its frames, as they stand. */
export async function readShownMoney(page: Page, items: readonly KnownItem[]): Promise<ShownMoney> {
  const ordered = items.flatMap(({ title, url, pageUrl }) => [
    { title, path: pathOf(url), identity: identityOf(url) },
    { title: "", path: pathOf(pageUrl), identity: identityOf(pageUrl) },
  ]);
  const money: SeenMoney = { rows: [], lines: [] };
  for (const frame of page.frames()) {
    if (frame.detached || (frame !== page.mainFrame() && frame.url() === "about:blank")) continue;
    try {
      const shown = await inPage(frame, readMoney, ordered);
      money.rows.push(...shown.rows);
      money.lines.push(...shown.lines);
    } catch (error) {
      if (frame === page.mainFrame()) throw error;
    }
  }
  const lines = toShownLines(money.lines, items);
  // What stands inside a cart's line ("Total $36.00") is the line's.
  const rows = money.rows.filter(
    ({ at, isLandmark }) => !isLandmark && !money.lines.some(({ from, to }) => at >= from && at < to),
  );
  const totals = readTotals(rows);
  return { seen: money.lines, lines: settleAmounts(lines, money.lines, totals.subtotal), totals };
}

function pathOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/$/, "");
}

/** Lines as an order's price components have them. */
export function toCartItems(lines: readonly ShownLine[]): PriceComponents["cart_items"] {
  return lines.map(({ title, quantity, unitPriceCents, lineTotalCents }) => ({
    title,
    quantity,
    unit_price: unitPriceCents,
    line_total: lineTotalCents,
  }));
}
