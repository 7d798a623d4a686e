import { setImmediate as nextTurn } from "node:timers/promises";
import { type ReadRow, readRow } from "./read-row.ts";

/** Rows that are read before other requests have their turn: a few milliseconds of work. */
const AT_A_TIME = 50;

/** Reads the rows of a file. One that has the idempotency key of an earlier one is refused: each is an order of its own. */
export async function readRows(rows: readonly Readonly<Record<string, unknown>>[]): Promise<ReadRow[]> {
  const read: ReadRow[] = [];
  const firstWith = new Map<unknown, number>();
  for (const [index, row] of rows.entries()) {
    if (index % AT_A_TIME === 0) await nextTurn();
    const next = readRow(row);
    const key = next.body["idempotency_key"];
    const first = key === undefined ? undefined : firstWith.get(key);
    if (first !== undefined) {
      const message = `is the key of the row with index ${first} too: each row is an order of its own`;
      next.errors.push({ field: "idempotency_key", code: "duplicate", message });
      next.order = undefined;
    } else if (key !== undefined) firstWith.set(key, index);
    read.push(next);
  }
  return read;
}
