import { PassThrough, Writable } from "node:stream";
import { text } from "node:stream/consumers";
import type { OrderPage, OrderRecord } from "@cartwright/db";
import { writeCsv } from "../http/csv.ts";
import { orderCsv } from "./export-orders.ts";
import { ORDER_COLUMNS } from "./order-row.ts";

const AT = new Date("2026-01-31T12:00:00.000Z");

/** As much of an order as a row shows. */
function order(serial: number, changes: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id: `order-${serial}`,
    serial,
    createdAt: AT,
    updatedAt: AT,
    status: "pending",
    phase: "queued",
    retailer: "demo-shop",
    maxPriceCents: 20_000,
    items: [],
    parcels: [],
    returns: [],
    concessions: [],
    fulfillment: {},
    confirmation: null,
    failureCode: null,
    metadata: {},
    poNumber: null,
    retryOf: null,
    addressValidation: { provider: "offline", verdict: "accept", degraded: false },
    shippingAddress: { first_name: "Ada", address_line2: null, phone_number: "+14156935505" },
    ...changes,
  } as OrderRecord;
}

const page = (serials: number[], nextSerial: number | null): OrderPage => ({
  orders: serials.map((serial) => order(serial)),
  nextSerial,
});

async function csvOf(changes: Partial<OrderRecord>): Promise<string> {
  const out = new PassThrough();
  const written = text(out);
  await writeCsv(
    orderCsv({ orders: [order(1, changes)], nextSerial: null }, () => Promise.reject(new Error("no more"))),
    out,
  );
  return await written;
}

test("writes one row an order, batch after batch, under the names of the columns", async () => {
  const batches = new Map([
    [8, page([7, 6], 6)],
    [6, page([5], null)],
  ]);
  const out = new PassThrough();
  const written = text(out);
  await writeCsv(
    orderCsv(page([9, 8], 8), (before = 0) => Promise.resolve(batches.get(before) ?? page([], null))),
    out,
  );
  const lines = (await written).split("\r\n");
  expect(lines[0]).toBe(ORDER_COLUMNS.join(","));
  expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual([9, 8, 7, 6, 5].map((n) => `order-${n}`).concat(""));
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
  "takes a spreadsheet's formula for text: %j",
  async (poNumber) => {
    expect(await csvOf({ poNumber })).toContain(`'${poNumber}`);
  },
);

test("quotes what would break a row, and writes nothing for what is not known", async () => {
  const csv = await csvOf({ poNumber: 'a "b", c\nd', metadata: { key: "value" } });
  expect(csv).toContain('"a ""b"", c\nd"');
  expect(csv).toContain('"{""key"":""value""}"');
  expect(csv).not.toMatch(/null|undefined/);
});

/** Orders without end, and how many batches of them were read. */
function endless() {
  let reads = 0;
  const readBatch = (before = 1_000_000): Promise<OrderPage> => {
    reads += 1;
    const serials = Array.from({ length: 100 }, (_, index) => before - 1 - index);
    return Promise.resolve(page(serials, before - 100));
  };
  return { readBatch, reads: () => reads };
}

test("reads no more when the one who reads it has gone, be the list without end", async () => {
  const { readBatch, reads } = endless();
  let chunks = 0;
  const reader = new Writable({
    write(_chunk, _encoding, done) {
      chunks += 1;
      if (chunks === 5) this.destroy();
      done();
    },
  });
  await expect(writeCsv(orderCsv(await readBatch(), readBatch), reader)).rejects.toMatchObject({
    code: "ERR_STREAM_PREMATURE_CLOSE",
  });
  const before = reads();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(reads()).toBe(before);
});

test("reads no further ahead than its reader takes", async () => {
  const { readBatch, reads } = endless();
  const reader = new Writable({ write: () => undefined });
  const writing = writeCsv(orderCsv(await readBatch(), readBatch), reader);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(reads()).toBeLessThan(4);
  reader.destroy();
  await expect(writing).rejects.toThrow("Premature close");
});
