import { appendFile, readFile } from "node:fs/promises";
import { Shipments } from "./shipments.ts";

export interface ShippingBook {
  /** What is recorded of an order; undefined as long as that is nothing. */
  find(orderNumber: string): Shipments | undefined;
  /** Resolves when what `change` makes of it is on disk. What it throws changes nothing. */
  change(orderNumber: string, change: (before: Shipments) => Shipments): Promise<Shipments>;
}

/**
 * What became of orders, beside the ledger: each line is all that is known of one order, and the last one counts. The file is
 * made when there is something to write. A line that was torn by the end of the process is left out.
 */
export async function openShippingBook(ledgerPath: string): Promise<ShippingBook> {
  const path = `${ledgerPath.replace(/\.jsonl$/, "")}-shipments.jsonl`;
  const known = new Map<string, Shipments>();
  for (const line of (await readIfThere(path)).split("\n")) {
    const shipments = parse(line);
    if (shipments !== undefined) known.set(shipments.order_number, shipments);
  }
  let last: Promise<unknown> = Promise.resolve();

  async function write(orderNumber: string, change: (before: Shipments) => Shipments): Promise<Shipments> {
    const before = known.get(orderNumber) ?? { order_number: orderNumber, parcels: [], cancelled: [] };
    const after = change(before);
    // The line break comes first: one behind a torn line is not glued to it.
    await appendFile(path, `\n${JSON.stringify(after)}`);
    known.set(orderNumber, after);
    return after;
  }

  return {
    find: (orderNumber) => known.get(orderNumber),
    change(orderNumber, change) {
      const written = last.then(() => write(orderNumber, change));
      last = written.catch(() => undefined);
      return written;
    },
  };
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (fault) {
    if (typeof fault === "object" && fault !== null && "code" in fault && fault.code === "ENOENT") return "";
    throw fault;
  }
}

function parse(line: string): Shipments | undefined {
  try {
    return Shipments.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}
