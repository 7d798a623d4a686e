import type { TimelineType, WebhookEvent } from "@cartwright/schemas";
import { sql } from "drizzle-orm";
import type { Executor } from "./client.ts";
import { orderEvents } from "./tables/index.ts";

export interface NewEvent {
  type: TimelineType;
  label: string;
  source: string;
  detail?: Record<string, unknown>;
}

/** Appends to the timeline, in the transaction of the move it tells of. */
export async function appendEvent(tx: Executor, orderId: string, event: NewEvent): Promise<void> {
  await tx.insert(orderEvents).values({ orderId, ...event });
}

/** Notes a webhook as due, in the transaction of the move it tells of. The caller holds the order's row. */
export async function appendWebhook(tx: Executor, orderId: string, event: WebhookEvent): Promise<void> {
  await tx.execute(sql`INSERT INTO outbox (order_id, account_id, mode, event, sequence)
    SELECT id, account_id, mode, ${event},
      1 + (SELECT coalesce(max(sequence), 0) FROM outbox WHERE order_id = ${orderId})
    FROM orders WHERE id = ${orderId}`);
}
