import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { errorFacts } from "@cartwright/db";
import { stringify } from "csv-stringify";
import type { Request, Response } from "express";
import { requestLog } from "./request-log.ts";

export type CsvCell = string | number | boolean | null;

/** The columns of a CSV: names that are cells of its rows too. */
export interface Csv {
  columns: readonly string[];
  rows: AsyncIterable<Readonly<Record<string, CsvCell>>>;
}

/** Answers with a CSV to keep. What can fail at once must have been tried: from here on, a fault can only cut the connection. */
export async function answerCsv(
  { request, response }: { request: Request; response: Response },
  filename: string,
  csv: Csv,
): Promise<void> {
  response.type("text/csv").attachment(filename).set("Cache-Control", "private, no-store");
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  try {
    await writeCsv(csv, response);
  } catch (error) {
    // The connection is cut, so that nobody takes a part for the whole. A client that leaves is nothing to tell of.
    if (!isPrematureClose(error)) requestLog(request).error({ error: errorFacts(error) }, `${filename} broke off`);
  }
}

/** Reads on as fast as the destination takes it, and no more once that is closed. */
export async function writeCsv({ columns, rows }: Csv, destination: Writable): Promise<void> {
  const csv = stringify({
    header: true,
    columns: columns.map((header, index) => ({ key: String(index), header })),
    // As RFC 4180 has it.
    record_delimiter: "windows",
    quote_record_delimiter: true,
    // What a buyer wrote is not to be run by the spreadsheet of whoever opens it.
    escape_formulas: true,
    cast: { boolean: String },
  });
  await pipeline(Readable.from(cellsOf(columns, rows)), csv, destination);
}

/** By place: a name may be anything, and the writer would take dots in it for a path. */
async function* cellsOf(columns: readonly string[], rows: Csv["rows"]): AsyncGenerator<CsvCell[]> {
  for await (const row of rows)
    yield columns.map((column) => (Object.hasOwn(row, column) ? (row[column] ?? null) : null));
}

function isPrematureClose(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
