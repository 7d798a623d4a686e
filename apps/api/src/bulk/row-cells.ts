import type { BulkColumn, FieldError } from "@cartwright/schemas";
import { fieldName } from "../http/field-errors.ts";
import { HIDDEN, showReceived } from "../http/show-received.ts";
import { hasCardNumber } from "../orders/card-number.ts";
import { columnOfHeader, lookAlikeOf } from "./look-alike.ts";

/** A row, sorted into what makes an order and what is handed through. */
export interface RowCells {
  /** Trimmed. An empty cell is none. */
  known: ReadonlyMap<BulkColumn, string>;
  passthrough: Record<string, unknown>;
  /** The row as it may be stored and shown: without card numbers. */
  kept: Record<string, unknown>;
  /** `field` is the column. */
  errors: FieldError[];
}

// Where digits are no card's, as with `POST /orders`.
const MAY_HOLD_DIGITS: ReadonlySet<BulkColumn | undefined> = new Set(["url", "idempotency_key", "phone_number"]);

export function sortCells(row: Readonly<Record<string, unknown>>): RowCells {
  const known = new Map<BulkColumn, string>();
  const cells: RowCells = { known, passthrough: {}, kept: {}, errors: [] };
  for (const [header, cell] of Object.entries(row)) {
    const column = columnOfHeader(header);
    const field = column ?? (header.trim() === "" ? "(a column without a header)" : fieldName([header]));
    const { value, text, fault } = readCell(cell, column);
    const key = hasCardNumber(header) ? HIDDEN : header;
    cells.kept[key] = value;
    if (fault !== undefined) cells.errors.push({ field, ...fault });
    if (hasCardNumber(header)) cells.errors.push({ field, ...CARD_NUMBER });
    if (column === undefined) {
      cells.passthrough[key] = value;
      const meant = text === "" ? undefined : lookAlikeOf(header);
      if (meant !== undefined) cells.errors.push(misnamed(field, meant));
    } else if (text !== "") {
      if (known.has(column)) cells.errors.push({ field, code: "twice", message: "is there twice in this row" });
      known.set(column, text);
    }
  }
  return cells;
}

interface Cell {
  value: unknown;
  text: string;
  fault?: Omit<FieldError, "field">;
}

const CARD_NUMBER = {
  code: "card_number",
  message: "looks like a payment card number, which is never accepted here",
};

function readCell(cell: unknown, column: BulkColumn | undefined): Cell {
  if (cell === null || cell === undefined) return { value: null, text: "" };
  if (!isScalar(cell)) {
    const fault = { code: "wrong_type", message: "has the wrong type", received: showReceived(cell) };
    return { value: null, text: "", fault: { ...fault, expected: "a text, a number, true, false or null" } };
  }
  const text = String(cell).trim();
  if (MAY_HOLD_DIGITS.has(column) || !hasCardNumber(text)) return { value: cell, text };
  return { value: HIDDEN, text: HIDDEN, fault: CARD_NUMBER };
}

function isScalar(cell: unknown): cell is string | number | boolean {
  return typeof cell === "string" || typeof cell === "boolean" || (typeof cell === "number" && Number.isFinite(cell));
}

function misnamed(field: string, meant: BulkColumn): FieldError {
  return {
    field,
    code: "unknown_column",
    message: `is no column of an order, but looks like ${meant}: name it so, or otherwise`,
  };
}
