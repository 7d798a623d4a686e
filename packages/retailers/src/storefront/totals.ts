import { parseUsdCents } from "@cartwright/orders";
import type { PriceComponents } from "@cartwright/schemas";
import type { MoneyRow } from "./in-page/money-rows.ts";
import { plain } from "./words.ts";

type Part = "subtotal" | "shipping" | "tax" | "discount" | "fees" | "total";

const LABELS: readonly (readonly [Part | "ignore", RegExp])[] = [
  [
    "ignore",
    /you save|savings|\bwas\b|list price|\brrp\b|msrp|free shipping (over|on)|away from free|gift card balance|per month|installments?|interest free|points/,
  ],
  [
    "subtotal",
    /sub ?total|items? total|merchandise|products? total|total (for )?(products|items)|^items?( \d+)?$|cart total before/,
  ],
  // "Taxes total" and "Total shipping" are parts, and not the total.
  ["tax", /\b(tax(es)?|vat|gst) total|^total (tax(es)?|vat|gst)$/],
  ["shipping", /\b(shipping|delivery)( \w+)? total|^total (shipping|delivery)$/],
  ["discount", /\b(discounts?|promotions?|coupon|savings) total|^total discounts?$/],
  ["total", /\btotal\b|amount due|payment due|balance due|\bto pay\b|amount payable|you pay|\bdue( now| today)?$/],
  ["tax", /\btax(es)?\b|\bvat\b|\bgst\b|\bhst\b/],
  ["discount", /discount|promo|coupon|voucher|reduction/],
  ["shipping", /shipping|delivery|postage|freight|\bship\b|flat ?rate|courier|\bground\b|overnight/],
  ["fees", /\bfees?\b|surcharge|handling|gift wrap|\btip\b|levy|deposit|recycling/],
];

const BEST_TOTAL =
  /grand|order total|amount due|payment due|balance due|to pay|payable|total due|total amount|estimated total/;
const INCLUDED = /\bincl\w*|\bof which\b/;
/** A page that shows more of one kind than this is a list, and no summary. */
const MOST_OF_A_KIND = 8;

interface Shown {
  part: Part | "unknown";
  label: string;
  cents: number;
  at: number;
  isIncluded: boolean;
}

/** The amounts of an order summary. `currency` is null where no total was read, and another than USD where one is shown. */
export function readTotals(rows: readonly MoneyRow[]): Omit<PriceComponents, "cart_items"> {
  const none = { subtotal: null, tax: null, shipping: null, discount: null, fees: null, total: null };
  const foreign = rows
    .flatMap(({ amounts, text }) => [...amounts, dollarsOf(text) ?? ""])
    .find((amount) => foreignCurrency(amount) !== undefined);
  const shown = rows.flatMap(readRow);
  const total = chooseTotal(shown);
  if (total === undefined)
    return { ...none, currency: foreign === undefined ? null : (foreignCurrency(foreign) ?? null) };
  const parts = solve(shown, total) ?? plainParts(shown, total);
  return { ...none, ...parts, total: total.cents, currency: "USD" };
}

/** "$36.50", "36.50 USD" → cents; a trailing full stop is the sentence's. */
export function centsOf(amount: string): number | undefined {
  return parseUsdCents(amount.replace(/[.,]+$/, "").replace(/^US\s?\$/, "$"));
}

function foreignCurrency(amount: string): string | undefined {
  if (/^(NZD|HKD|SGD|MXN)$/.test(amount)) return amount;
  if (/CA\$|CAD/.test(amount)) return "CAD";
  if (/A\$|AUD/.test(amount)) return "AUD";
  if (/€|EUR/.test(amount)) return "EUR";
  if (/£|GBP/.test(amount)) return "GBP";
  if (/¥|JPY/.test(amount)) return "JPY";
  return /₹|CHF/.test(amount) ? amount.replaceAll(/[\d.,\s-]/g, "") : undefined;
}

/** Dollars that are not the United States': "CAD $53.95", "$53.95 AUD", "NZ$53.95". */
function dollarsOf(text: string): string | undefined {
  const said = /\b(CA|C|AU|A|NZ|HK|SG|S|MX)\s?\$|\b(CAD|AUD|NZD|HKD|SGD|MXN)\b/.exec(
    text.replaceAll(/\([^)]*\)/g, " "),
  );
  const [, sign, code] = said ?? [];
  return code ?? (sign === undefined ? undefined : OTHER_DOLLARS[sign]);
}

const OTHER_DOLLARS: Readonly<Record<string, string>> = {
  CA: "CAD",
  C: "CAD",
  AU: "AUD",
  A: "AUD",
  NZ: "NZD",
  HK: "HKD",
  SG: "SGD",
  S: "SGD",
  MX: "MXN",
};

function readRow({ text, amounts, at }: MoneyRow): Shown[] {
  if (dollarsOf(text) !== undefined) return [];
  // "Total (inclusive of tax $2.03) $36.50": what stands in brackets is about the amount, and not it.
  const withoutBrackets = text.replaceAll(/\([^)]*\)/g, " ");
  const [first = ""] = withoutBrackets.split(/\bincl\w*|\bof which\b/i);
  const own = amounts.filter((amount) => first.includes(amount)).slice(-1);
  const possible = (own.length > 0 ? own : beyondIncluded(withoutBrackets, amounts)).flatMap(
    (amount) => centsOf(amount) ?? [],
  );
  const label = plain(amounts.reduce((rest, one) => rest.replace(one, " "), text));
  const heart = plain(amounts.reduce((rest, one) => rest.replace(one, " "), first)) || label;
  const part = LABELS.find(([, words]) => words.test(heart))?.[0] ?? "unknown";
  if (part === "ignore") return [];
  const isIncluded = INCLUDED.test(label);
  // Which of two is the total, the parts have to tell.
  if (part === "total") return [...new Set(possible)].map((cents) => ({ part, label, cents, at, isIncluded }));
  return possible.slice(0, 1).map((cents) => ({ part, label, cents: Math.abs(cents), at, isIncluded }));
}

/** "Total includes $2.64 tax $34.64": the amounts but those that are said to be in another. All, where none would be left. */
function beyondIncluded(text: string, amounts: readonly string[]): string[] {
  const shown = amounts.filter((amount) => text.includes(amount.trim()));
  const others = shown.filter((amount) => {
    const before = text.slice(0, text.indexOf(amount.trim())).trimEnd();
    return !/\b(incl\w*|of which)[.:]?$/i.test(before);
  });
  return others.length > 0 ? others : shown;
}

/** The total, where there is one and no other: a doubt about what is to be paid is no total. */
function chooseTotal(shown: readonly Shown[]): Shown | undefined {
  const totals = shown.filter(({ part, label }) => part === "total" && !/sav/.test(label));
  const amounts = new Set(totals.map(({ cents }) => cents));
  if (amounts.size <= 1) return totals.at(-1);
  const best = totals.filter(({ label }) => BEST_TOTAL.test(label));
  if (new Set(best.map(({ cents }) => cents)).size === 1) return best.at(-1);
  const fitting = totals.filter((total) => solve(shown, total)?.subtotal !== undefined);
  return new Set(fitting.map(({ cents }) => cents)).size === 1 ? fitting.at(-1) : undefined;
}

type Parts = Partial<Record<Exclude<Part, "total">, number>>;

/** The parts that add up to the total: of several that are shown for one kind (each delivery method has its price) the fitting one. */
function solve(shown: readonly Shown[], total: Shown): Parts | undefined {
  const of = (part: Part): number[] =>
    [...new Set(shown.filter((one) => one.part === part && one.at !== total.at).map(({ cents }) => cents))].slice(
      0,
      MOST_OF_A_KIND,
    );
  // A state's tax and a county's, each in a row of its own.
  const together = (part: Part): number[] => {
    const all = shown.filter((one) => one.part === part && one.at !== total.at && !one.isIncluded);
    return all.length > 1 ? [all.reduce((sum, { cents }) => sum + cents, 0)] : [];
  };
  // A part that is included in the others, or that another line repeats, does not count: it may be left out.
  const optional = (amounts: number[]): (number | undefined)[] => [...amounts, undefined];
  const subtotals = of("subtotal");
  const first = Math.min(...shown.filter(({ part }) => part === "subtotal").map(({ at }) => at));
  const unnamed = shown
    .filter(({ part, at }) => part === "unknown" && at > first && at < total.at)
    .map(({ cents }) => cents);
  for (const fees of [undefined, ...of("fees"), ...unnamed.slice(0, 3)]) {
    for (const subtotal of subtotals) {
      for (const shipping of optional(of("shipping"))) {
        for (const tax of optional([...of("tax"), ...together("tax")])) {
          for (const discount of optional(of("discount"))) {
            const sum = subtotal + (shipping ?? 0) + (tax ?? 0) + (fees ?? 0) - (discount ?? 0);
            if (sum === total.cents) return given({ subtotal, shipping, tax, discount, fees });
          }
        }
      }
    }
  }
  return undefined;
}

/** Each part as it is shown, where it is shown once: whoever adds them up sees that something is missing. */
function plainParts(shown: readonly Shown[], total: Shown): Parts {
  const only = (part: Part): number | undefined => {
    const cents = new Set(
      shown.filter((one) => one.part === part && !one.isIncluded && one.at !== total.at).map((one) => one.cents),
    );
    return cents.size === 1 ? [...cents][0] : undefined;
  };
  return given({
    subtotal: only("subtotal"),
    shipping: only("shipping"),
    tax: only("tax"),
    discount: only("discount"),
    fees: only("fees"),
  });
}

function given(parts: Record<Exclude<Part, "total">, number | undefined>): Parts {
  return Object.fromEntries(Object.entries(parts).filter(([, cents]) => cents !== undefined));
}
