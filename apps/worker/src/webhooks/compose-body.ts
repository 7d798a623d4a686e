import { type ClaimedWebhook, type Database, findOrder } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import type { WebhookPayload } from "@cartwright/schemas";

/** What is sent of an event, at its first try and at all later ones: the order is told as it is now. */
export async function composeBody(db: Database, claim: ClaimedWebhook): Promise<string> {
  const order = claim.orderId === null ? undefined : await findOrder(db, claim, claim.orderId);
  if (claim.orderId !== null && order === undefined) throw new Error(`order ${claim.orderId} of an event is not there`);
  const payload: WebhookPayload = {
    event: claim.event,
    id: claim.webhookId,
    sequence: claim.sequence,
    timestamp: claim.createdAt.toISOString(),
    order_id: claim.orderId,
    status: order?.status ?? null,
    data: order === undefined ? {} : presentOrder(order),
  };
  return JSON.stringify(payload);
}
