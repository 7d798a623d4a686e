import { type FileHandle, mkdir, open } from "node:fs/promises";
import { dirname } from "node:path";
import { z } from "zod";

/** The first order a new shop takes is HP-100042: a shop that counts from 1 looks like a test. */
const FIRST_ORDER_NUMBER = 100_042;

const PurchasedItem = z.object({
  slug: z.string(),
  sku: z.string(),
  title: z.string(),
  variant: z.array(z.object({ label: z.string(), value: z.string() })),
  quantity: z.int(),
  unit_price_cents: z.int(),
  line_total_cents: z.int(),
});

const PurchaseAddress = z.object({
  first_name: z.string(),
  last_name: z.string(),
  address_line1: z.string(),
  address_line2: z.string().nullable(),
  city: z.string(),
  state: z.string(),
  postal_code: z.string(),
  phone_number: z.string(),
  country: z.string(),
});
export type PurchaseAddress = z.infer<typeof PurchaseAddress>;

/** One line of the ledger: one purchase, as the shop charged it. Money is in US cents. */
export const Purchase = z.object({
  order_number: z.string().regex(/^HP-\d+$/),
  placed_at: z.iso.datetime(),
  session: z.string(),
  email: z.string(),
  reference: z.string().nullable(),
  items: z.array(PurchasedItem),
  address: PurchaseAddress,
  shipping_method: z.string(),
  payment_method: z.string(),
  subtotal_cents: z.int(),
  discount_cents: z.int(),
  shipping_cents: z.int(),
  tax_cents: z.int(),
  total_cents: z.int(),
  scenario: z.string().nullable(),
  /** Absent: it was no gift, or was bought before there were gifts. */
  is_gift: z.literal(true).optional(),
  gift_message: z.string().nullable().optional(),
});
export type Purchase = z.infer<typeof Purchase>;

export interface Ledger {
  /** Every purchase on disk, oldest first. */
  purchases(): readonly Purchase[];
  /** Resolves when the purchase is on disk. Nothing is looked up first: two calls are two purchases. */
  append(purchase: Omit<Purchase, "order_number">): Promise<Purchase>;
  close(): Promise<void>;
}

/**
 * The truth the fault tests count. A line is synced before the buyer gets an answer, so a purchase that was acknowledged
 * survives a kill of this process, and a line that was torn by one was acknowledged to nobody and is cut off.
 */
export async function openLedger(path: string): Promise<Ledger> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, "a+");
  const whole = await cutToWholeLines(file);
  const purchases = whole.purchases;
  let size = whole.bytes;
  let next = Math.max(FIRST_ORDER_NUMBER, ...purchases.map((purchase) => numberOf(purchase) + 1));
  let last: Promise<unknown> = Promise.resolve();

  async function write(purchase: Purchase): Promise<Purchase> {
    const line = Buffer.from(`${JSON.stringify(purchase)}\n`);
    await appendDurably(file, line, size);
    size += line.length;
    purchases.push(purchase);
    return purchase;
  }

  return {
    purchases: () => purchases,
    append(draft) {
      const purchase = { order_number: `HP-${next++}`, ...draft };
      // One after the other: lines never interleave, and a failed one does not stop those behind it.
      const written = last.then(() => write(purchase));
      last = written.catch(() => undefined);
      return written;
    },
    async close() {
      await last;
      await file.close();
    },
  };
}

async function cutToWholeLines(file: FileHandle): Promise<{ purchases: Purchase[]; bytes: number }> {
  try {
    const whole = readLedger(await file.readFile());
    await file.truncate(whole.bytes);
    return whole;
  } catch (fault) {
    await file.close();
    throw fault;
  }
}

/** A half-written line (a full disk) is taken back, or the next one would be glued to it. */
async function appendDurably(file: FileHandle, line: Buffer, sizeBefore: number): Promise<void> {
  try {
    await file.appendFile(line);
    await file.datasync();
  } catch (fault) {
    await file.truncate(sizeBefore);
    throw fault;
  }
}

/** The purchases of a ledger file, and how many of its bytes are whole. Throws on a bad line that is not the last one. */
function readLedger(content: Buffer): { purchases: Purchase[]; bytes: number } {
  const purchases: Purchase[] = [];
  let bytes = 0;
  while (bytes < content.length) {
    const end = content.indexOf("\n", bytes);
    if (end === -1) break;
    const purchase = parsePurchase(content.toString("utf8", bytes, end));
    if (purchase === undefined) {
      if (end === content.length - 1) break;
      throw new Error(`line ${purchases.length + 1} of the demo shop's ledger is no purchase`);
    }
    purchases.push(purchase);
    bytes = end + 1;
  }
  return { purchases, bytes };
}

function parsePurchase(line: string): Purchase | undefined {
  try {
    return Purchase.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function numberOf(purchase: Purchase): number {
  return Number(purchase.order_number.slice("HP-".length));
}
