/** What is wanted of a supplier: how many, at what price in US cents. */
export interface QuotedLine {
  unitPriceCents: number;
  quantity: number;
}

/** How a supplier estimates what comes on top of its items, in US cents. */
export interface QuoteTerms {
  shippingCents: number;
  shippingPerItemCents: number;
  /** In hundredths of a percent of the items. */
  taxAllowanceBp: number;
}

/** An order's amounts by the catalogue, in US cents. */
export interface QuotedAmounts {
  itemCount: number;
  itemTotalCents: number;
  shippingCents: number;
  taxCents: number;
  /** A positive magnitude, subtracted; never more than the items come to. */
  promoCents: number;
  /** Items, shipping and tax, less the promotion. */
  totalCents: number;
}

const BASIS_POINTS = 10_000;

/** What an order comes to by the catalogue. Nothing is shipped or taxed where there is nothing to buy. */
export function quoteOrder(lines: readonly QuotedLine[], terms: QuoteTerms, promoCents = 0): QuotedAmounts {
  const itemCount = lines.reduce((sum, line) => sum + line.quantity, 0);
  const itemTotalCents = lines.reduce((sum, line) => sum + line.unitPriceCents * line.quantity, 0);
  const shippingCents = itemCount === 0 ? 0 : terms.shippingCents + terms.shippingPerItemCents * itemCount;
  // A cent too much allows for the shop's own rounding; one too little fails the order.
  const taxCents = Math.ceil((itemTotalCents * terms.taxAllowanceBp) / BASIS_POINTS);
  const promo = Math.min(promoCents, itemTotalCents);
  const totalCents = itemTotalCents + shippingCents + taxCents - promo;
  return { itemCount, itemTotalCents, shippingCents, taxCents, promoCents: promo, totalCents };
}
