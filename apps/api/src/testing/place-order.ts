import { randomUUID } from "node:crypto";
import { type ClaimedOrder, claimOrder, commitSubmit, recordPlaced } from "@cartwright/db";
import type { PriceComponents } from "@cartwright/schemas";
import type { TestApi } from "./test-api.ts";

const LEASE_MS = 60_000;

export const PLACED_PRICES: PriceComponents = {
  subtotal: 5_000,
  tax: 431,
  shipping: 0,
  discount: null,
  fees: null,
  total: 5_431,
  currency: "USD",
  cart_items: [{ title: "Walnut desk organizer", quantity: 1, unit_price: 5_000, line_total: 5_000 }],
};

/** Takes an order in hand as a worker does. */
export async function takeOrder({ database }: TestApi, orderId: string): Promise<ClaimedOrder> {
  const claim = await claimOrder(database, { orderId, workerId: randomUUID(), leaseMs: LEASE_MS });
  if (claim === undefined) throw new Error(`order ${orderId} is not to be had`);
  return claim;
}

/** Moves an accepted order to where a purchase leaves it, by the steps of a worker. */
export async function placeOrder(
  api: TestApi,
  orderId: string,
  merchantOrderId = "HP-1001",
  prices = PLACED_PRICES,
): Promise<void> {
  const claim = await takeOrder(api, orderId);
  const committed = await commitSubmit(api.database.pool, claim, {
    expectedTotalCents: 5_431,
    cartHash: "cart",
    isMarkerShown: true,
    releaseWithinMs: LEASE_MS,
    prices,
  });
  if (committed === undefined) throw new Error(`order ${orderId} could not be committed to`);
  await recordPlaced(api.database.db, claim, {
    confirmation: { merchant_order_ids: [merchantOrderId] },
    prices,
    estimatedDelivery: "2026-12-01",
  });
}

/** A parcel of an order on its way, as a look at the retailer leaves it. */
export async function shipOrder({ database }: TestApi, orderId: string): Promise<void> {
  const { rows } = await database.pool.query<{ id: string }>(
    `INSERT INTO tracking_numbers (id, order_id, carrier, tracking_number, status)
     VALUES ($1, $2, 'UPS', '1Z999AA10123456784', 'in_transit') RETURNING id`,
    [randomUUID(), orderId],
  );
  await database.pool.query(
    `INSERT INTO tracking_checkpoints (tracking_id, checkpoint_time, status, message, city, state)
     VALUES ($1, '2026-11-20T08:00:00Z', 'in_transit', 'Departed', 'Oakland', 'CA')`,
    [rows[0]?.id],
  );
}
