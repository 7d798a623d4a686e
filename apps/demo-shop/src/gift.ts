import type { CartLine } from "./cart.ts";
import { findProduct } from "./catalogue.ts";

export const MAX_GIFT_MESSAGE = 240;

/** A parcel without prices; the message lies in it. */
export interface Gift {
  message: string | null;
}

/** Why these lines cannot be sent as a gift; undefined where they can. */
export function refuseGift(lines: readonly CartLine[]): string | undefined {
  const bound = lines.find((line) => findProduct(line.slug)?.isSentByMaker === true);
  if (bound === undefined) return undefined;
  return `“${bound.title}” cannot be sent as a gift: its maker sends it with the invoice.`;
}
