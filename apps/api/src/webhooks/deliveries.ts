import {
  appendTestWebhook,
  countWebhooks,
  type Database,
  findWebhook,
  listWebhooks,
  type Pool,
  resendWebhook,
  type WebhookDeliveryRecord,
} from "@cartwright/db";
import { type WebhookDelivery, type WebhookDeliveryList, WebhookEvent, WebhookState } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { notFound } from "../http/mount-routes.ts";
import { pageOf } from "../http/query-values.ts";
import { cursorOf, ListCursor } from "../orders/list-cursor.ts";
import { noEndpoint } from "./endpoint.ts";

interface Handle {
  db: Database;
  pool: Pool;
}

export const DeliveriesQuery = z
  .strictObject({
    ...pageOf(20, 100),
    cursor: ListCursor.optional(),
    order_id: z.guid().optional(),
    event: WebhookEvent.optional(),
    state: WebhookState.optional(),
  })
  .superRefine(({ cursor, offset }, context) => {
    if (cursor !== undefined && offset > 0)
      context.addIssue({ code: "custom", path: ["offset"], message: "does not go with cursor: give one of them" });
  });

/** One page of the caller's events, newest first, each with what became of sending it. */
export async function listDeliveries(
  handle: Handle,
  caller: Caller,
  { limit, offset, cursor, order_id: orderId, event, state }: z.infer<typeof DeliveriesQuery>,
): Promise<WebhookDeliveryList> {
  const filters = { orderId, event, state };
  const page = await listWebhooks(handle, caller, filters, { limit, offset, beforeId: cursor });
  return {
    deliveries: page.deliveries.map(presentDelivery),
    total: await countWebhooks(handle.db, caller, filters),
    limit,
    offset,
    next_cursor: page.nextId === null ? null : cursorOf(page.nextId),
  };
}

/**
 * Sends an event again, with the id and the body that it had, whatever became of it before. Throws `not_found`, and
 * `bad_request` when there is no endpoint.
 */
export async function resendDelivery(handle: Handle, caller: Caller, id: string): Promise<WebhookDelivery> {
  const isResent = await resendWebhook(handle.pool, caller, id);
  const delivery = await findWebhook(handle, caller, id);
  if (delivery === undefined) throw notFound("webhook delivery");
  if (!isResent) throw noEndpoint();
  return presentDelivery(delivery);
}

/** Queues a test event, and returns its id. Throws `bad_request` when there is no endpoint. */
export async function sendTest({ pool }: Handle, caller: Caller): Promise<{ id: string }> {
  const id = await appendTestWebhook(pool, caller);
  if (id === undefined) throw noEndpoint();
  return { id };
}

function presentDelivery(record: WebhookDeliveryRecord): WebhookDelivery {
  return {
    id: record.webhookId,
    event: WebhookEvent.parse(record.event),
    sequence: record.sequence,
    order_id: record.orderId,
    state: record.state,
    tries: record.tries,
    next_try_at: record.state === "due" ? record.nextTryAt.toISOString() : null,
    delivered_at: record.deliveredAt?.toISOString() ?? null,
    created_at: record.createdAt.toISOString(),
    attempts: record.attempts.map((tried) => ({
      try_no: tried.tryNo,
      url: tried.url,
      status_code: tried.statusCode,
      error: tried.error,
      answer: tried.answer,
      duration_ms: tried.durationMs,
      tried_at: tried.triedAt.toISOString(),
    })),
  };
}
