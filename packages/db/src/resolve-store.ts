import { onlyTotal, type ResolveDoubt } from "@cartwright/schemas";
import { and, eq, isNull } from "drizzle-orm";
import type { Claim } from "./claim-store.ts";
import type { Database } from "./client.ts";
import type { PlacedRecord } from "./place-store.ts";
import { clearQuarantined, findListing, setVerdict } from "./quarantine-store.ts";
import { recordBoughtThoughFailed, recordRecovered } from "./recover-store.ts";
import { recordAbsent, recordPlaced } from "./submit-store.ts";
import { orders, orderSubmits } from "./tables/index.ts";
import { appendEvent } from "./timeline-store.ts";

export type ResolveResult = "resolved" | "not_found" | "not_in_doubt";

/**
 * Settles a purchase in doubt, or an order that is held up in quarantine, by what a person found out. `source` names the
 * person. Their evidence stands in the timeline before the outcome does: it is kept although the two are written one after
 * the other.
 */
export async function resolveDoubt(
  db: Database,
  orderId: string,
  resolution: ResolveDoubt,
  source: string,
): Promise<ResolveResult> {
  const [order] = await db.select({ phase: orders.phase }).from(orders).where(eq(orders.id, orderId));
  if (order === undefined) return "not_found";
  const [submit] = await db
    .select({ fence: orderSubmits.fence })
    .from(orderSubmits)
    .where(and(eq(orderSubmits.orderId, orderId), isNull(orderSubmits.outcome)));
  if (order.phase !== "in_doubt" || submit === undefined) {
    const listing = await findListing(db, orderId);
    return listing === undefined ? "not_in_doubt" : resolveListed(db, { ...listing, orderId }, resolution, source);
  }

  const claim: Claim = { orderId, workerId: source, fence: submit.fence };
  await appendEvent(db, orderId, { type: "resolved", ...wordOf(resolution, source) });
  const settled =
    resolution.outcome === "placed"
      ? await recordPlaced(db, claim, toPlaced(resolution))
      : await recordAbsent(db, claim, {
          message: "The purchase is not at the retailer: an operator has looked.",
          observed: { evidence: resolution.evidence },
        });
  // False: a receipt or a look into the history came first, and is what counts.
  return settled ? "resolved" : "not_in_doubt";
}

/**
 * In quarantine it is open whether an order was bought since the backup. Where it was not, it is dispatched again when the
 * quarantine is over.
 */
async function resolveListed(
  db: Database,
  listed: { quarantineId: number; orderId: string },
  resolution: ResolveDoubt,
  source: string,
): Promise<ResolveResult> {
  const word = wordOf(resolution, source);
  if (resolution.outcome === "not_placed") {
    await clearQuarantined(db, listed, word);
    return "resolved";
  }
  await appendEvent(db, listed.orderId, { type: "resolved", ...word });
  if (await recordRecovered(db, listed, toPlaced(resolution), source)) return "resolved";
  const isFailed = await recordBoughtThoughFailed(db, listed, resolution.merchant_order_ids, source);
  if (isFailed) await setVerdict(db, listed, "placed");
  return isFailed ? "resolved" : "not_in_doubt";
}

const wordOf = (resolution: ResolveDoubt, source: string) => ({
  label: `Resolved by hand: ${resolution.outcome.replaceAll("_", " ")}`,
  source,
  detail: { ...resolution },
});

const toPlaced = (resolution: Extract<ResolveDoubt, { outcome: "placed" }>): PlacedRecord => ({
  confirmation: { merchant_order_ids: resolution.merchant_order_ids },
  prices: onlyTotal(resolution.total ?? null),
  estimatedDelivery: null,
});
