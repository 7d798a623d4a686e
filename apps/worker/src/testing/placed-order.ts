import { type Claim, claimOrder, commitSubmit, recordPlaced } from "@cartwright/db";
import { onlyTotal } from "@cartwright/schemas";
import { acceptTestOrder, type TestDatabase } from "@cartwright/testing";

const PRICES = onlyTotal(1_000);

/** An order that was placed at the demo shop as `HP-7`, without a shop. */
export async function placeTestOrder(
  database: TestDatabase,
  overrides: Parameters<typeof acceptTestOrder>[1] = {},
  merchantOrderIds: string[] = ["HP-7"],
): Promise<Claim> {
  const orderId = await acceptTestOrder(database, overrides);
  const workerId = "00000000-0000-4000-8000-00000000000a";
  const claim = await claimOrder(database, { orderId, workerId, leaseMs: 60_000 });
  if (claim === undefined) throw new Error("a fresh order could not be claimed");
  const intent = { expectedTotalCents: 1_000, cartHash: "c", isMarkerShown: true, releaseWithinMs: 1, prices: PRICES };
  await commitSubmit(database.pool, claim, intent);
  const page = { url: "http://shop.test/thanks", title: "Thanks" };
  const confirmation = { merchant_order_ids: merchantOrderIds, page };
  await recordPlaced(database.db, claim, { confirmation, prices: PRICES, estimatedDelivery: "2026-12-01" });
  return claim;
}
