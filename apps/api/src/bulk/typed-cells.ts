import type { BulkColumn } from "@cartwright/schemas";
import { type CellReading, readVariantCell } from "./variant-cell.ts";

/** The columns whose cells are more than text, each with how a cell is read. Never a guess: what could mean two things is refused. */
export const CELL_READERS: { readonly [column in BulkColumn]?: (text: string) => CellReading<unknown> } = {
  quantity: wholeNumber,
  max_price: cents,
  variant: readVariantCell,
  postal_code: zip,
  is_gift: yesOrNo,
  handling_days_max: wholeNumber,
};

export function wholeNumber(text: string): CellReading<number> {
  return /^\d{1,9}$/.test(text) ? { ok: true, value: Number(text) } : refuse("is not a whole number", "digits alone");
}

/** "12.99" and "1,299" are what a person means by a price, and neither says whether it is cents. */
export function cents(text: string): CellReading<number> {
  if (/^\d{1,9}$/.test(text)) return { ok: true, value: Number(text) };
  const message = /[.,$]/.test(text) ? "looks like an amount in dollars" : "is not a whole number of cents";
  return refuse(message, "whole US cents, digits alone: 1299 for $12.99");
}

/** Spreadsheets take a ZIP for a number, and "02139" becomes 2139. */
function zip(text: string): CellReading<string> {
  if (!/^\d{3,4}(-\d{4})?$/.test(text)) return { ok: true, value: text };
  return refuse(
    "has lost its leading zeros, as spreadsheets do: format the column as text",
    `a ZIP of 5 digits: ${text.replace(/^\d+/, (digits) => digits.padStart(5, "0"))}, perhaps`,
  );
}

const WORDS = new Map([
  ["true", true],
  ["yes", true],
  ["1", true],
  ["false", false],
  ["no", false],
  ["0", false],
]);

export function yesOrNo(text: string): CellReading<boolean> {
  const value = WORDS.get(text.toLowerCase());
  return value === undefined
    ? refuse("is neither yes nor no", "true or false, yes or no, 1 or 0")
    : { ok: true, value };
}

function refuse(message: string, expected: string): CellReading<never> {
  return { ok: false, fault: { code: "invalid", message, expected } };
}
