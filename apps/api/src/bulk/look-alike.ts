import { BULK_COLUMNS, type BulkColumn } from "@cartwright/schemas";

const COLUMNS = new Map(BULK_COLUMNS.map((column) => [bare(column), column]));

/** The column that a header names. Case, spaces, dashes and underscores do not count; nor does a byte order mark. */
export function columnOfHeader(header: string): BulkColumn | undefined {
  return COLUMNS.get(bare(header));
}

// Without one of the others no row is accepted: whoever mistypes those is told anyway.
const OPTIONAL: readonly BulkColumn[] = [
  "quantity",
  "variant",
  "address_line2",
  "po_number",
  "idempotency_key",
  "retailer_credentials_id",
  "is_gift",
  "gift_message",
  "handling_days_max",
];

const OTHER_NAMES: Readonly<Record<string, BulkColumn>> = {
  qty: "quantity",
  variation: "variant",
  address2: "address_line2",
  apartment: "address_line2",
  apt: "address_line2",
  suite: "address_line2",
};

/** So many letters may be wrong, missing or too many. */
const MAX_TYPOS = 2;

/**
 * The optional column that a header most likely means without naming it. Taken for a column that is only handed through, a
 * typo in "quantity" would buy one of everything.
 */
export function lookAlikeOf(header: string): BulkColumn | undefined {
  const name = bare(header);
  return OTHER_NAMES[name] ?? OPTIONAL.find((column) => distance(name, bare(column)) <= MAX_TYPOS);
}

function bare(header: string): string {
  return header.toLowerCase().replaceAll(/[\s_\uFEFF-]/g, "");
}

/** Levenshtein's; far apart where the lengths say so already. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > MAX_TYPOS) return Infinity;
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of Array.from(a).entries()) {
    const line = [row + 1];
    for (const [at, other] of Array.from(b).entries()) {
      const replaced = (above[at] ?? 0) + (letter === other ? 0 : 1);
      line.push(Math.min(replaced, (above[at + 1] ?? 0) + 1, (line[at] ?? 0) + 1));
    }
    above = line;
  }
  return above[b.length] ?? Infinity;
}
