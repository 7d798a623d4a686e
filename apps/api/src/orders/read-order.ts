import { type Database, findOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import { Milestone, OrderStatus } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { notFound } from "../http/mount-routes.ts";
import { presentMilestone } from "@cartwright/presentation";

export const Timeline = z.object({
  order_id: z.uuid(),
  current_status: OrderStatus,
  milestones: z.array(Milestone),
});
export type Timeline = z.infer<typeof Timeline>;

/** Throws `not_found` for an order that is not there, or not the caller's: the two are not told apart. */
export async function requireOrder(db: Database, caller: Caller, id: string): Promise<OrderRecord> {
  const order = await findOrder(db, caller, id);
  if (order === undefined) throw notFound("order");
  return order;
}

export async function readTimeline(db: Database, caller: Caller, id: string): Promise<Timeline> {
  const order = await requireOrder(db, caller, id);
  const events = await listOrderEvents(db, order.id);
  return { order_id: order.id, current_status: order.status, milestones: events.map(presentMilestone) };
}
