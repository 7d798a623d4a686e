// "$1,234.56", "USD 53.95", "1,234.56 USD", "-$5.00". Grouping commas must stand where a US price has them: "1.234,56"
// and "1,5" are somebody else's notation, and guessing would be a factor of a hundred.
const US_AMOUNT = /^(-|−)?\s*(?:US\s?\$|\$|USD)?\s*(-|−)?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{2}))?\s*(?:USD)?$/;

/** Reads one US dollar amount as a shop shows it, in cents; undefined for anything that is not clearly one. */
export function parseUsdCents(shown: string): number | undefined {
  const match = US_AMOUNT.exec(shown.replaceAll(/\s+/g, " ").trim());
  if (match === null) return undefined;
  const [, before, after, whole = "", fraction = "00"] = match;
  const cents = Number(whole.replaceAll(",", "")) * 100 + Number(fraction);
  if (!Number.isSafeInteger(cents)) return undefined;
  return (before ?? after) === undefined ? cents : -cents;
}

/** Cents as a person reads them: 123456 → "$1,234.56". */
export function formatUsd(cents: number): string {
  return (cents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
}
