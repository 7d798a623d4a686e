import { and, count, eq, inArray, sql } from "drizzle-orm";
import type { Database } from "./client.ts";
import { flagQuarantined, setVerdict } from "./quarantine-store.ts";
import { placeOrder, type PlacedRecord } from "./place-store.ts";
import { orders, orderSubmits } from "./tables/index.ts";

/** Stands for the worker that sent a purchase which this database has lost: it knows of none. */
const LOST_WORKER = "00000000-0000-0000-0000-000000000000";

/**
 * Records a purchase of which this database knows nothing but that the retailer has it: its journal row and the order, at
 * once. The fence moves on, so that a worker that holds the order writes nothing any more. False when the order is past its
 * commit point or done: then there are others to record it.
 */
export async function recordRecovered(
  db: Database,
  { quarantineId, orderId }: { quarantineId: number; orderId: string },
  placed: PlacedRecord,
  source: string,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const isUncommitted = and(eq(orders.id, orderId), inArray(orders.phase, ["queued", "working"]));
    const [order] = await tx
      .update(orders)
      .set({ fence: sql`fence + 1` })
      .where(isUncommitted)
      .returning({ fence: orders.fence, maxPriceCents: orders.maxPriceCents });
    if (order === undefined) return false;
    const [earlier] = await tx.select({ submits: count() }).from(orderSubmits).where(eq(orderSubmits.orderId, orderId));
    const { total } = placed.prices;
    await tx.insert(orderSubmits).values({
      orderId,
      submitNo: 1 + (earlier?.submits ?? 0),
      fence: order.fence,
      workerId: LOST_WORKER,
      // What its worker expected is lost too: the most that it would have released.
      expectedTotalCents: total !== null && total > 0 ? total : order.maxPriceCents,
      cartHash: "",
      intentAt: sql`clock_timestamp()`,
      deadline: sql`clock_timestamp()`,
      outcome: "placed",
      settledAt: sql`clock_timestamp()`,
    });
    await setVerdict(tx, { quarantineId, orderId }, "placed");
    // What it relaxed is lost with its journal row: its lines count as ordered.
    const claim = { orderId, workerId: source, fence: order.fence };
    return await placeOrder(tx, claim, { ...placed, concessions: [] }, isUncommitted);
  });
}

/**
 * Records late proof that an order which has failed here was bought after all: it counts as charged, so that it is not
 * retried, and a person has to look. History is not rewritten. False when the order has not failed.
 */
export async function recordBoughtThoughFailed(
  db: Database,
  listed: { quarantineId: number; orderId: string },
  merchantOrderIds: string[],
  source: string,
): Promise<boolean> {
  const corrected = await db
    .update(orders)
    .set({ charged: "yes", updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orders.id, listed.orderId), eq(orders.status, "order_failed")))
    .returning({ id: orders.id });
  if (corrected.length === 0) return false;
  const label = `Bought at the retailer (${merchantOrderIds.join(", ")}) although it has failed here`;
  await flagQuarantined(db, listed, { label, source, detail: { merchant_order_ids: merchantOrderIds } });
  return true;
}
