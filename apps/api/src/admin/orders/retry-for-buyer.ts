import type { OrderRecord } from "@cartwright/db";
import { Problem } from "../../http/problem.ts";
import type { Accepted, AcceptOrderDeps } from "../../orders/accept-order.ts";
import { retryOrder } from "../../orders/retry-order.ts";

/** In its buyer's name, and under its limits: an operator spends nothing that the buyer may not. */
export async function retryForBuyer(deps: AcceptOrderDeps, order: OrderRecord): Promise<Accepted> {
  const { accountId, mode, apiKeyId } = order;
  if (apiKeyId === null) {
    throw new Problem("order_not_retryable", "It is not known which API key ordered it: its account has to try again.");
  }
  const caller = { accountId, mode, keyId: apiKeyId };
  return await retryOrder(deps, { caller, orderId: order.id, changes: {}, body: {} });
}
