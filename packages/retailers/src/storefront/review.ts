import type { ShownLine } from "@cartwright/orders";
import type { Review } from "../driver.ts";
import { inPage, type PageScript } from "./in-page.ts";
import { readShownMoney, toCartItems } from "./money.ts";
import { centsOf } from "./totals.ts";
import { surveyPage } from "./survey.ts";
import type { Walk } from "./walk.ts";
import { findPlaceButtons } from "./next-page.ts";
import { refuseLostGift } from "./gift.ts";

/** Reads the page whose button buys, as it stands. */
export async function readReview(walk: Walk): Promise<Review> {
  const { page, order } = walk.session;
  const survey = await surveyPage(page);
  const money = await readShownMoney(page, walk.items);
  const values = survey.elements.filter(({ kind }) => kind !== "button" && kind !== "link").map(shownValue);
  const text = [await fullText(walk), ...values].join(" ");
  refuseLostGift(walk, text);
  const { totals } = money;
  const onButton = findPlaceButtons(survey, true).flatMap(({ label }) => centsIn(label));
  await survey.dispose();
  // A button that says another sum than the summary leaves no telling which will be paid.
  const isContradicted = onButton.some((cents) => totals.total !== null && cents !== totals.total);
  const total = isContradicted ? null : totals.total;
  const lines = completeLines(walk, money.lines, totals.subtotal);
  walk.session.saw(`review: ${money.lines.length} lines shown, total ${total === null ? "not read" : "read"}`);
  return {
    lines,
    shipTo: showsOtherAddress(text, order.address.postal_code) ? text : `${text} ${walk.shipTo}`,
    isMarkerShown: text.includes(order.marker),
    prices: {
      ...totals,
      total,
      currency: total === null && totals.currency === "USD" ? null : totals.currency,
      cart_items: toCartItems(lines),
    },
  };
}

/**
 * A page that shows an address has to show the order's own. Where it shows a part of it, or none, what its form was seen to
 * take stands for the rest.
 */
function showsOtherAddress(text: string, postalCode: string): boolean {
  const shown = [...text.matchAll(/\b[A-Z]{2}[,\s]+(\d{5})(?:-\d{4})?\b/g)].map(([, zip]) => zip);
  return shown.length > 0 && !shown.includes(postalCode.slice(0, 5));
}

function shownValue({
  kind,
  value,
  options,
}: {
  kind: string;
  value: string;
  options: { value: string; text: string }[];
}): string {
  if (kind !== "select") return value;
  return options.find((option) => option.value === value)?.text ?? "";
}

function centsIn(label: string): number[] {
  const amount = /(?:US\s?)?\$\s?[\d.,]+|[\d.,]+\s?USD/.exec(label)?.[0];
  const cents = amount === undefined ? undefined : centsOf(amount);
  return cents === undefined ? [] : [cents];
}

const READ_TEXT: PageScript<undefined, string> = { run: (dom) => dom.fold(document.body?.innerText).slice(0, 30_000) };

async function fullText(walk: Walk): Promise<string> {
  const texts: string[] = [];
  for (const frame of walk.session.page.frames()) {
    const text = await inPage(frame, READ_TEXT, undefined).catch(() => "");
    texts.push(text);
  }
  return texts.join(" ");
}

/** The review's own lines; what they leave out (a quantity, a variant, all of it) is as the cart showed it just before. */
function completeLines(walk: Walk, shown: readonly ShownLine[], subtotalCents: number | null): ShownLine[] {
  if (!shown.some(({ url }) => url !== null)) {
    const isSummed = walk.cartLines.every(({ lineTotalCents }) => lineTotalCents !== null);
    const sum = walk.cartLines.reduce((all, { lineTotalCents }) => all + (lineTotalCents ?? 0), 0);
    if (subtotalCents === null || subtotalCents === sum || !isSummed) return [...walk.cartLines];
    return [...walk.cartLines, { ...UNKNOWN, lineTotalCents: subtotalCents - sum }];
  }
  return shown.map((line) => {
    const inCart = walk.cartLines.find(
      ({ url, lineTotalCents }) =>
        url !== null &&
        url === line.url &&
        (line.lineTotalCents === null || lineTotalCents === null || lineTotalCents === line.lineTotalCents),
    );
    if (inCart === undefined) return line;
    const isVariantShown = line.variant !== null && inCart.variant !== null && line.variant === inCart.variant;
    return {
      ...line,
      quantity: line.quantity ?? inCart.quantity,
      variant: isVariantShown ? line.variant : inCart.variant,
    };
  });
}

const UNKNOWN: ShownLine = {
  url: null,
  title: "Something that the cart did not show",
  variant: null,
  quantity: null,
  unitPriceCents: null,
  lineTotalCents: null,
};
