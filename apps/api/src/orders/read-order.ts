import { type Database, findOrder, listOrderEvents, type OrderRecord } from "@cartwright/db";
import type { Milestone, OrderStatus } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { Problem } from "../http/problem.ts";
import { presentMilestone } from "./present-order.ts";

const OrderId = z.guid();

export interface Timeline {
  order_id: string;
  current_status: OrderStatus;
  milestones: Milestone[];
}

/** Throws `not_found` for an order that is not there, or not the caller's: the two are not told apart. */
export async function requireOrder(db: Database, caller: Caller, id: string): Promise<OrderRecord> {
  const order = OrderId.safeParse(id).success ? await findOrder(db, caller, id) : undefined;
  if (order === undefined) throw new Problem("not_found", "There is no order with this id.");
  return order;
}

export async function readTimeline(db: Database, caller: Caller, id: string): Promise<Timeline> {
  const order = await requireOrder(db, caller, id);
  const events = await listOrderEvents(db, order.id);
  return { order_id: order.id, current_status: order.status, milestones: events.map(presentMilestone) };
}
