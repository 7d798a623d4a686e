import {
  type ClaimedWebhook,
  type Database,
  findOrder,
  findPlatformOrders,
  findQuotes,
  listOrderEvents,
  type OrderRecord,
} from "@cartwright/db";
import { platformOrderResource, presentSupplierOrder, toDocument } from "@cartwright/presentation";
import { type OrderFace, PlatformWebhookPayload, SupplierWebhookPayload } from "@cartwright/schemas";

/** What a subscriber would ask for next: that platform sends it along, too. */
const COMES_ALONG = [["line_items"], ["shipments"], ["payments"], ["ship_address"], ["bill_address"]];

/** What is sent of an event in another face's words. */
export async function composeFaceBody(db: Database, claim: ClaimedWebhook, face: OrderFace): Promise<string> {
  const payload = face === "supplier" ? await toSupplier(db, claim) : await toPlatform(db, claim);
  return JSON.stringify(payload);
}

async function toSupplier(db: Database, claim: ClaimedWebhook): Promise<SupplierWebhookPayload> {
  const order = await requireOrder(db, claim);
  const [quotes, events] = [await findQuotes(db, [order.id]), await listOrderEvents(db, order.id)];
  return {
    event: SupplierWebhookPayload.shape.event.parse(claim.event),
    id: claim.webhookId,
    sequence: claim.sequence,
    created_at: claim.createdAt.toISOString(),
    data: presentSupplierOrder({ order, quote: quotes.get(order.id), events }),
  };
}

async function toPlatform(db: Database, claim: ClaimedWebhook): Promise<PlatformWebhookPayload> {
  const orderIds = claim.orderId === null ? [] : [claim.orderId];
  const [record] = await findPlatformOrders(db, claim, { orderIds });
  if (record === undefined) throw notThere(claim);
  const { data, included = [] } = toDocument(platformOrderResource(record), { include: COMES_ALONG });
  return PlatformWebhookPayload.parse({
    event_type: claim.event,
    event_id: claim.webhookId,
    event_sequence: claim.sequence,
    event_created_at: claim.createdAt.toISOString(),
    data,
    included,
  });
}

async function requireOrder(db: Database, claim: ClaimedWebhook): Promise<OrderRecord> {
  const order = claim.orderId === null ? undefined : await findOrder(db, claim, claim.orderId);
  if (order === undefined) throw notThere(claim);
  return order;
}

const notThere = ({ orderId }: ClaimedWebhook): Error => new Error(`order ${orderId} of an event is not there`);
