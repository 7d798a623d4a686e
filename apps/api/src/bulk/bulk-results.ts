import { type BulkRowWithOrder, type Database, listBulkHeaders, readBulkRows } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import type { Csv, CsvCell } from "../http/csv.ts";
import { columnOfHeader } from "./look-alike.ts";
import { sortCells } from "./row-cells.ts";

/** Rows in memory at once. */
const PAGE = 200;
/** What is several in one cell. */
const SEPARATOR = " | ";

const RESULT_COLUMNS = [
  "index",
  "order_id",
  "number",
  "order_status",
  "error_type",
  "error",
  "total",
  "merchant_order_ids",
  "tracking_numbers",
] as const;

type ResultRow = Record<(typeof RESULT_COLUMNS)[number], CsvCell>;

/** A batch's rows as a CSV: the columns of the file that make no order, as they came, and what became of each row. */
export async function bulkResults(db: Database, batchId: string): Promise<Csv> {
  const names = columnNames(await listBulkHeaders(db, batchId));
  return { columns: [...names.values(), ...RESULT_COLUMNS], rows: resultRows(db, batchId, names) };
}

/** Of the columns that are handed through: their headers, or others where those are ours. */
function columnNames(headers: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>([...RESULT_COLUMNS, ...headers]);
  for (const header of headers.filter((candidate) => columnOfHeader(candidate) === undefined)) {
    let name = header;
    if ((RESULT_COLUMNS as readonly string[]).includes(header)) while (taken.has(name)) name = `input_${name}`;
    taken.add(name);
    names.set(header, name);
  }
  return names;
}

async function* resultRows(db: Database, batchId: string, names: ReadonlyMap<string, string>): Csv["rows"] {
  for (let from = 0; ; from += PAGE) {
    const page = await readBulkRows(db, batchId, { from, limit: PAGE });
    for (const row of page) yield { ...passedThrough(row.row, names), ...resultRow(row) };
    if (page.length < PAGE) return;
  }
}

function passedThrough(row: Record<string, unknown>, names: ReadonlyMap<string, string>): Record<string, CsvCell> {
  const cells = Object.entries(sortCells(row).passthrough);
  return Object.fromEntries(cells.map(([header, cell]) => [names.get(header) ?? header, cell as CsvCell]));
}

/** Money is in cents, like everywhere in the API. A figure that was not read is empty, never 0. */
function resultRow({ position, errorCode, error, order }: BulkRowWithOrder): ResultRow {
  const shown = order === undefined ? undefined : presentOrder(order);
  return {
    index: position,
    order_id: shown?.id ?? null,
    number: shown?.number ?? null,
    order_status: shown?.status ?? null,
    error_type: errorCode ?? shown?.job_result?.error_type ?? null,
    error: error ?? shown?.job_result?.error ?? null,
    total: shown?.job_result?.price_components?.total ?? null,
    merchant_order_ids: shown?.merchant_order_ids.join(SEPARATOR) ?? null,
    tracking_numbers: shown?.tracking_numbers.map((parcel) => parcel.tracking_number).join(SEPARATOR) ?? null,
  };
}
