import { type Database, type OrderPage, searchOrders } from "@cartwright/db";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { answerCsv, type Csv } from "../http/csv.ts";
import { checkFilters, filterShape, toFilters } from "./order-filters.ts";
import { ORDER_COLUMNS, orderRow } from "./order-row.ts";

/** Orders in memory at once, about: what one statement reads. */
const BATCH = 500;

export const ExportQuery = z.strictObject(filterShape).superRefine(checkFilters);
export type ExportQuery = z.infer<typeof ExportQuery>;

type ReadBatch = (beforeSerial: number | undefined) => Promise<OrderPage>;

/** Answers with all of the caller's orders that the filters let through, newest first, as CSV. */
export async function exportOrders(
  db: Database,
  caller: Caller,
  query: ExportQuery,
  { request, response }: { request: Request; response: Response },
): Promise<void> {
  const filters = toFilters(query);
  const readBatch: ReadBatch = (beforeSerial) =>
    searchOrders(db, caller, filters, { limit: BATCH, beforeSerial, withCheckpoints: false });
  // Before the answer begins: a database that is away is still told of by a status.
  const first = await readBatch(undefined);
  const day = new Date().toISOString().slice(0, 10);
  await answerCsv({ request, response }, `orders-${day}.csv`, orderCsv(first, readBatch));
}

/** Orders as a CSV, batch after batch. */
export function orderCsv(first: OrderPage, readBatch: ReadBatch): Csv {
  return { columns: ORDER_COLUMNS, rows: rowsOf(first, readBatch) };
}

async function* rowsOf(first: OrderPage, readBatch: ReadBatch): Csv["rows"] {
  for (let page = first; ; page = await readBatch(page.nextSerial)) {
    for (const order of page.orders) yield orderRow(order);
    if (page.nextSerial === null) return;
  }
}
