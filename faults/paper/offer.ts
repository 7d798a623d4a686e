/** One purchase. Money is in US cents. */
export interface PaperPurchase {
  number: string;
  name: string;
  marker: string;
  quantity: number;
  totalCents: number;
  storedAt: number;
}

export interface PaperOffer {
  cartTotalCents: number;
  finalTotalCents: number;
}

/** What every order of a run may cost. */
export const PAPER_MAX_PRICE_CENTS = 5_000;
