import { type Database, listOrders as findPage } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import { Order } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { pageOf } from "../http/query-values.ts";

export const ListQuery = z.strictObject(pageOf(20, 100));

export const OrderList = z.object({
  orders: z.array(Order),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  next_cursor: z.string().nullable(),
});
export type OrderList = z.infer<typeof OrderList>;

/** One page of the caller's orders, newest first. */
export async function listOrders(db: Database, caller: Caller, page: z.infer<typeof ListQuery>): Promise<OrderList> {
  const { orders, total } = await findPage(db, caller, page);
  return { orders: orders.map(presentOrder), total, ...page, next_cursor: null };
}
