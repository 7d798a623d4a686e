import { hasCardNumber } from "../orders/card-number.ts";

const MAX_SHOWN = 100;

/** What came, fit to be shown back: short, one level deep, and never a card number. */
export function showReceived(value: unknown): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") return hasCardNumber(String(value)) ? "(hidden)" : value;
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value !== "string") return "an object";
  if (hasCardNumber(value)) return "(hidden)";
  return value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value;
}
