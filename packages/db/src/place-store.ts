import { type Concession, FailureCode, type PriceComponents } from "@cartwright/schemas";
import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Claim } from "./claim-store.ts";
import type { Executor } from "./client.ts";
import { type Confirmation, orderItems, orders, trackingLooks } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";

export interface PlacedRecord {
  confirmation: Confirmation;
  prices: PriceComponents;
  estimatedDelivery: string | null;
}

/** A purchase with what it relaxes of its order. */
type PlacedOrder = PlacedRecord & { concessions: readonly Concession[] };

/**
 * What a purchase writes beside its submit: order, lines, timeline, webhook, and that its shipping is to be followed. False when
 * the order is not `where` says.
 */
export async function placeOrder(
  tx: Executor,
  claim: Claim,
  placed: PlacedOrder,
  where: SQL | undefined,
): Promise<boolean> {
  const [order] = await tx
    .update(orders)
    .set({
      phase: "done",
      leaseOwner: null,
      leaseUntil: null,
      status: "order_placed",
      confirmation: placed.confirmation,
      charged: "yes",
      priceComponents: placed.prices,
      placedTotalCents: placed.prices.total,
      estimatedDelivery: placed.estimatedDelivery,
      concessions: [...placed.concessions],
      updatedAt: sql`clock_timestamp()`,
      finishedAt: sql`clock_timestamp()`,
    })
    .where(where)
    .returning({ maxPriceCents: orders.maxPriceCents });
  if (order === undefined) return false;
  await tx
    .update(orderItems)
    .set({ status: "ordered", updatedAt: sql`clock_timestamp()` })
    .where(eq(orderItems.orderId, claim.orderId));
  for (const skipped of placed.concessions) await skipItem(tx, claim, skipped);
  await tx.insert(trackingLooks).values({ orderId: claim.orderId }).onConflictDoNothing();
  await notePlaced(tx, claim, placed, order.maxPriceCents);
  return true;
}

/** A line that was left out of the purchase, with the code that a strict order would have failed with. */
async function skipItem(tx: Executor, claim: Claim, { concern, item_id: id, code }: Concession): Promise<void> {
  if (concern !== "items" || id === null) return;
  await tx
    .update(orderItems)
    .set({ status: "skipped", errorType: FailureCode.safeParse(code).data ?? null, updatedAt: sql`clock_timestamp()` })
    .where(and(eq(orderItems.orderId, claim.orderId), eq(orderItems.id, id)));
}

async function notePlaced(tx: Executor, claim: Claim, placed: PlacedOrder, maxPriceCents: number): Promise<void> {
  const numbers = placed.confirmation.merchant_order_ids;
  await appendEvent(tx, claim.orderId, {
    type: "order_placed",
    label: numbers.length > 0 ? `Placed as ${numbers.join(", ")}` : "Placed; the shop showed no order number",
    source: claim.workerId,
    detail: {
      merchant_order_ids: numbers,
      total: placed.prices.total,
      ...(placed.concessions.length === 0 ? {} : { concessions: placed.concessions }),
    },
  });
  if (placed.prices.total !== null && placed.prices.total > maxPriceCents) {
    // It must be recordable, or the truth would be lost with the transaction.
    await appendEvent(tx, claim.orderId, {
      type: "price_alarm",
      label: "The retailer confirmed a total above max_price",
      source: claim.workerId,
      detail: { total: placed.prices.total, max_price: maxPriceCents },
    });
    await appendWebhook(tx, claim.orderId, "order.needs_review");
  }
  await appendWebhook(tx, claim.orderId, "order.placed");
}
