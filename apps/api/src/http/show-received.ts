import { hasCardNumber } from "../orders/card-number.ts";
import { shorten } from "./shorten.ts";

export const HIDDEN = "(hidden)";
const MAX_SHOWN = 100;

/** What came, fit to be shown back: short, one level deep, and never a card number. */
export function showReceived(value: unknown): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return showNumber(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== "string") return "an object";
  return hasCardNumber(value) ? HIDDEN : shorten(value, MAX_SHOWN);
}

/** JSON has no word for what it overflows to: JavaScript reads 1e999 as Infinity. */
function showNumber(value: number): unknown {
  if (!Number.isFinite(value)) return `a number beyond ${value > 0 ? "" : "-"}${Number.MAX_VALUE}`;
  return hasCardNumber(String(value)) ? HIDDEN : value;
}
