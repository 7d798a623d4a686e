import type { ShownLine } from "@cartwright/orders";
import { parseUrl, type Variant } from "@cartwright/schemas";
import type { SeenLine } from "./in-page/money-rows.ts";
import { centsOf } from "./totals.ts";
import { plain } from "./words.ts";

/** A product of the order, as its own page called it. */
export interface KnownItem {
  url: string;
  /** As the browser's address had it in the end. */
  pageUrl: string;
  title: string;
  quantity: number;
  variant: Variant[] | null;
  /** The shop's own words for the wanted choices. */
  chosen: string[];
}

/** Lines of a cart as the price and review guards know them: the order's own by their URL, anything else without one. */
export function toShownLines(seen: readonly SeenLine[], items: readonly KnownItem[]): ShownLine[] {
  return seen.map((line) => {
    const item = findItem(line, items);
    const quantity = quantityOf(line);
    const prices = pricesOf(line, quantity);
    return {
      url: item?.url ?? null,
      title: item?.title ?? line.text.slice(0, 120),
      variant: variantOf(line, item),
      quantity,
      ...prices,
    };
  });
}

/** Which product of the order a line is: by its link, else by its title; of several the one whose choices it shows. */
function findItem(line: SeenLine, items: readonly KnownItem[]): KnownItem | undefined {
  const text = ` ${plain(line.text)} `;
  const linked = items.filter((item) => line.links.some((link) => isSamePage(link, item)));
  const titled = items.filter(({ title }) => title !== "" && text.includes(` ${plain(title)} `));
  const longest = Math.max(0, ...titled.map(({ title }) => title.length));
  const candidates = linked.length > 0 ? linked : titled.filter(({ title }) => title.length === longest);
  return candidates.find(({ chosen }) => chosen.every((value) => text.includes(` ${plain(value)} `))) ?? candidates[0];
}

/** Some shops tell products apart by the path, others by a parameter: what both addresses have must be the same. */
export function isSamePage(link: string, { url, pageUrl }: Pick<KnownItem, "url" | "pageUrl">): boolean {
  const one = parseUrl(link);
  if (one === undefined) return false;
  return [url, pageUrl].some((own) => {
    const other = new URL(own);
    if (one.host.replace(/^www\./, "") !== other.host.replace(/^www\./, "")) return false;
    if (one.pathname.replace(/\/$/, "") !== other.pathname.replace(/\/$/, "")) return false;
    return identityOf(own).every(([name, value]) => one.searchParams.get(name) === value);
  });
}

/** The parameters of an address that say which page it is, where all pages have one path. */
export const identityOf = (url: string): [name: string, value: string][] =>
  [...new URL(url).searchParams].filter(([name]) =>
    /(^|_)(id|product|item|sku|pid|p)$|^(product|item)s?id$|^route$/i.test(name),
  );

function quantityOf({ quantityField, numbers, text }: SeenLine): number | null {
  if (/^\d{1,3}$/.test(quantityField)) return Number(quantityField);
  const named =
    /\b(?:qty|quantity)\b\D{0,4}(\d{1,3})\b/i.exec(text) ??
    /(?:^|\s)(\d{1,3})\s?[x×](?:\s|$)/i.exec(text) ??
    /(?:^|\s)[x×]\s?(\d{1,3})(?:\s|$)/i.exec(text);
  if (named?.[1] !== undefined) return Number(named[1]);
  const [only, ...others] = new Set(numbers.map((number) => number.replaceAll(/\D/g, "")));
  return only !== undefined && others.length === 0 ? Number(only) : null;
}

function pricesOf(
  { amounts }: SeenLine,
  quantity: number | null,
): { unitPriceCents: number | null; lineTotalCents: number | null } {
  const cents = amounts.flatMap((amount) => centsOf(amount) ?? []);
  const [first] = cents;
  if (first === undefined) return { unitPriceCents: null, lineTotalCents: null };
  if (quantity === 1 && cents.length === 1) return { unitPriceCents: first, lineTotalCents: first };
  if (quantity === null || cents.length === 1) return { unitPriceCents: null, lineTotalCents: null };
  // Of several amounts for one piece the price is the one that is its total as well, and stands there twice.
  const twice = quantity === 1 ? cents.filter((amount, index) => cents.indexOf(amount) !== index) : [];
  for (const unit of [...twice, ...cents]) {
    if (cents.includes(unit * quantity)) return { unitPriceCents: unit, lineTotalCents: unit * quantity };
  }
  return { unitPriceCents: null, lineTotalCents: cents.at(-1) ?? null };
}

/** Of several pieces with one amount beside them only the subtotal tells whether it is for one or for all. */
export function settleAmounts(
  lines: readonly ShownLine[],
  seen: readonly SeenLine[],
  subtotalCents: number | null,
): ShownLine[] {
  const open = lines.map(({ lineTotalCents, quantity }, index) => {
    const amounts = seen[index]?.amounts ?? [];
    const cents = amounts.length === 1 ? centsOf(amounts[0] ?? "") : undefined;
    return lineTotalCents === null && quantity !== null && cents !== undefined ? { cents, quantity } : undefined;
  });
  const known = lines.reduce((sum, { lineTotalCents }) => sum + (lineTotalCents ?? 0), 0);
  const sumOf = (each: (one: { cents: number; quantity: number }) => number): number =>
    open.reduce((sum, one) => sum + (one === undefined ? 0 : each(one)), known);
  const isUnit = sumOf(({ cents, quantity }) => cents * quantity) === subtotalCents;
  if (!isUnit && sumOf(({ cents }) => cents) !== subtotalCents) return [...lines];
  return lines.map((line, index) => {
    const one = open[index];
    if (one === undefined) return line;
    return isUnit
      ? { ...line, unitPriceCents: one.cents, lineTotalCents: one.cents * one.quantity }
      : { ...line, lineTotalCents: one.cents };
  });
}

/** The line's own words; where it shows the shop's words for every wanted choice, the order's words for them too. */
function variantOf(line: SeenLine, item: KnownItem | undefined): string | null {
  const { text } = line;
  if (item === undefined || item.chosen.length === 0) return null;
  const shown = ` ${plain(text)} `;
  const isShown = item.chosen.every((value) => shown.includes(` ${plain(value)} `));
  return isShown || isFolded(line, item)
    ? [...item.chosen, ...(item.variant ?? []).map(({ value }) => value)].join(" / ")
    : text;
}

/** Whether the folded part of a line names every choice, each right behind its label: "Color:", "Green". */
function isFolded({ folded }: SeenLine, { chosen, variant }: KnownItem): boolean {
  const labels = (variant ?? []).map(({ label }) => plain(label));
  if (labels.length !== chosen.length) return false;
  const isNamed = (value: string): boolean =>
    folded.some((text, index) => {
      const label = folded[index - 1] ?? "";
      const next = folded[index + 1];
      const isAlone = next === undefined || next.endsWith(":");
      return plain(text) === plain(value) && label.endsWith(":") && labels.includes(plain(label)) && isAlone;
    });
  return chosen.every(isNamed);
}
