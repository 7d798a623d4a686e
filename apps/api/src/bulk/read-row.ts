import { BULK_COLUMNS, type BulkColumn, CreateOrder, type FieldError } from "@cartwright/schemas";
import { fieldErrors } from "../http/field-errors.ts";
import { Problem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import { requireUnitedStates } from "../orders/require-united-states.ts";
import { type RowCells, sortCells } from "./row-cells.ts";
import { fieldErrorsOf, inColumns } from "./row-errors.ts";
import { CELL_READERS } from "./typed-cells.ts";

/** A row of a file, as far as it can be judged without asking anybody. */
export interface ReadRow extends Pick<RowCells, "kept" | "passthrough"> {
  /** The row as the body of `POST /orders`: the same row always makes the same one. */
  body: Record<string, unknown>;
  /** Undefined where there are errors. */
  order: CreateOrder | undefined;
  /** `field` is the column. */
  errors: FieldError[];
}

export function readRow(row: Readonly<Record<string, unknown>>): ReadRow {
  const { known, kept, passthrough, errors: ofCells } = sortCells(row);
  const errors = [...ofCells];
  const values = new Map<BulkColumn, unknown>();
  for (const [column, text] of known) {
    const reading = CELL_READERS[column]?.(text) ?? { ok: true, value: text };
    if (reading.ok) values.set(column, reading.value);
    else errors.push({ field: column, received: showReceived(text), ...reading.fault });
  }
  const body = toBody(values);
  const parsed = CreateOrder.safeParse(body);
  const faulty = new Set(errors.map(({ field }) => field));
  const ofOrder = parsed.success ? countryErrors(parsed.data) : fieldErrors(parsed.error.issues, body);
  // What a cell could not be read as is not missing too.
  errors.push(...inColumns(ofOrder).filter(({ field }) => !faulty.has(field)));
  return { body, order: parsed.success && errors.length === 0 ? parsed.data : undefined, errors, kept, passthrough };
}

const OF_PRODUCT: readonly BulkColumn[] = ["url", "quantity", "variant"];
const OF_ADDRESS: readonly BulkColumn[] = [
  "first_name",
  "last_name",
  "name",
  "address_line1",
  "address_line2",
  "city",
  "state",
  "postal_code",
  "phone_number",
  "country",
];
const OF_ORDER = BULK_COLUMNS.filter((column) => !OF_PRODUCT.includes(column) && !OF_ADDRESS.includes(column));

function toBody(values: ReadonlyMap<BulkColumn, unknown>): Record<string, unknown> {
  const pick = (columns: readonly BulkColumn[]): Record<string, unknown> =>
    Object.fromEntries(columns.flatMap((column) => (values.has(column) ? [[column, values.get(column)]] : [])));
  return { products: [pick(OF_PRODUCT)], shipping_address: pick(OF_ADDRESS), ...pick(OF_ORDER) };
}

function countryErrors(order: CreateOrder): readonly FieldError[] {
  try {
    requireUnitedStates(order.shipping_address.country);
    return [];
  } catch (error) {
    if (error instanceof Problem) return fieldErrorsOf(error);
    throw error;
  }
}
