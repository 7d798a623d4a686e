import { formatUsd } from "@cartwright/orders";

/** An amount as a picture: what `unreadable_total` shows where others show text. */
export function totalPicture(cents: number): string {
  const text = formatUsd(cents);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="24" viewBox="0 0 120 24">` +
    `<text x="120" y="18" text-anchor="end" font-family="Georgia, serif" font-size="18" font-weight="700" fill="#1f2a26">` +
    `${text}</text></svg>`
  );
}
