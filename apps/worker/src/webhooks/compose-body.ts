import { type ClaimedWebhook, type Database, findOrder } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import { WebhookEvent, type WebhookPayload } from "@cartwright/schemas";
import { composeFaceBody } from "./compose-face-body.ts";

/** What is sent of an event, at its first try and at all later ones: the order is told as it is now, in its endpoint's words. */
export async function composeBody(db: Database, claim: ClaimedWebhook): Promise<string> {
  const { face } = claim.endpoint;
  return face === null ? await composeNativeBody(db, claim) : await composeFaceBody(db, claim, face);
}

async function composeNativeBody(db: Database, claim: ClaimedWebhook): Promise<string> {
  const order = claim.orderId === null ? undefined : await findOrder(db, claim, claim.orderId);
  if (claim.orderId !== null && order === undefined) throw new Error(`order ${claim.orderId} of an event is not there`);
  const payload: WebhookPayload = {
    event: WebhookEvent.parse(claim.event),
    id: claim.webhookId,
    sequence: claim.sequence,
    timestamp: claim.createdAt.toISOString(),
    order_id: claim.orderId,
    status: order?.status ?? null,
    data: order === undefined ? {} : presentOrder(order),
  };
  return JSON.stringify(payload);
}
