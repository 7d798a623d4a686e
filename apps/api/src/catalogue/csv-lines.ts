import { CATALOGUE_COLUMNS, type CatalogueColumn } from "@cartwright/schemas";
import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import { showReceived } from "../http/show-received.ts";
import type { CatalogueFault } from "./catalogue-fault.ts";

/** A row, with the line that it begins in. Cells are trimmed; an empty one is none. */
export interface CsvLine {
  line: number;
  cells: ReadonlyMap<CatalogueColumn, string>;
}

export interface CsvLines {
  lines: CsvLine[];
  faults: CatalogueFault[];
}

const COLUMNS = Object.keys(CATALOGUE_COLUMNS) as CatalogueColumn[];
const REQUIRED: readonly CatalogueColumn[] = [
  "supplier_id",
  "supplier_name",
  "product_id",
  "product_name",
  "sku",
  "price_cents",
  "url",
];

/** The rows of a catalogue as CSV. Where a column is missing or unknown no row is read: each would be wrong in the same way. */
export function readCsvLines(text: string): CsvLines {
  const parsed = parseCsv(text);
  if ("fault" in parsed) return { lines: [], faults: [parsed.fault] };
  const [header, ...rows] = parsed.records;
  if (header === undefined) return { lines: [], faults: [{ line: null, field: "", message: "The file is empty" }] };
  const names = header.cells.map(columnName);
  const ofHeader = headerFaults(names, header.line);
  if (ofHeader.length > 0) return { lines: [], faults: ofHeader };

  const lines: CsvLine[] = [];
  const faults: CatalogueFault[] = [];
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell === "")) continue;
    if (cells.length === names.length) lines.push({ line, cells: byColumn(names, cells) });
    else faults.push(raggedRow(line, cells.length, names.length));
  }
  if (rows.length === 0) faults.push({ line: null, field: "", message: "The file has a header, and no row below it" });
  return { lines, faults };
}

/** What the parser's types do not say of `info`. */
const WithLines = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

type Parsed = { records: { line: number; cells: string[] }[] } | { fault: CatalogueFault };

function parseCsv(text: string): Parsed {
  try {
    // The parser counts CR and LF within quotes as two lines.
    const plain = text.replace(/\r\n?/g, "\n");
    const read = WithLines.parse(parse(plain, { bom: true, info: true, relax_column_count: true }));
    // `lines` is where a record ends: it begins in the one behind the end of the record before.
    const records = read.map(({ record }, index) => ({
      line: (read[index - 1]?.info.lines ?? 0) + 1,
      cells: record.map((cell) => cell.trim()),
    }));
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? error["lines"] : null;
    const message =
      "is no CSV from here on: a quote opens or closes within a cell; double the quotes that belong to its text";
    return { fault: { line, field: "", message: `The file ${message}` } };
  }
}

const columnName = (header: string): string => header.toLowerCase().replace(/[\s-]+/g, "_");

const isColumn = (name: string): name is CatalogueColumn => Object.hasOwn(CATALOGUE_COLUMNS, name);

function headerFaults(names: readonly string[], line: number): CatalogueFault[] {
  const faults: CatalogueFault[] = [];
  for (const [index, name] of names.entries()) {
    const field = name === "" ? `(column ${index + 1})` : String(showReceived(name));
    if (!isColumn(name)) {
      const message = name === "" ? "has no header" : "is no column of a catalogue";
      faults.push({ line, field, message, expected: COLUMNS.join(", ") });
    } else if (names.indexOf(name) < index) faults.push({ line, field, message: "is there twice" });
  }
  for (const field of REQUIRED) if (!names.includes(field)) faults.push({ line, field, message: "is missing" });
  if (names.length === 1 && names[0]?.includes(";") === true) {
    return [{ line, field: "", message: "The columns are divided by semicolons", expected: "commas" }];
  }
  return faults;
}

function byColumn(names: readonly string[], cells: readonly string[]): Map<CatalogueColumn, string> {
  const known = new Map<CatalogueColumn, string>();
  for (const [index, name] of names.entries()) {
    const cell = cells[index] ?? "";
    if (cell !== "" && isColumn(name)) known.set(name, cell);
  }
  return known;
}

function raggedRow(line: number, cells: number, columns: number): CatalogueFault {
  const message = `has ${cells} cells, and the header ${columns}: put quotes around a cell that holds a comma`;
  return { line, field: "", message: `The row ${message}` };
}
