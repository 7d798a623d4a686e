import { countOrders, type Database, searchOrders } from "@cartwright/db";
import { presentOrder } from "@cartwright/presentation";
import { Order } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { pageOf } from "../http/query-values.ts";
import { cursorOf, ListCursor } from "./list-cursor.ts";
import { checkFilters, filterShape, toFilters } from "./order-filters.ts";

const Expansion = z.enum(["tracking_events"]);

export const ListQuery = z
  .strictObject({
    ...pageOf(20, 100),
    cursor: ListCursor.optional(),
    ...filterShape,
    /** Once, or repeated. */
    include: z
      .union([Expansion, z.array(Expansion)], { error: "must be tracking_events" })
      .transform((given) => [given].flat())
      .optional(),
  })
  .superRefine((query, context) => {
    checkFilters(query, context);
    if (query.cursor !== undefined && query.offset > 0)
      context.addIssue({ code: "custom", path: ["offset"], message: "does not go with cursor: give one of them" });
  });
export type ListQuery = z.infer<typeof ListQuery>;

export const OrderList = z.object({
  orders: z.array(Order),
  /** Of all orders that the filters let through, whatever the page. */
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
  /** Of the next page; null on the last one. */
  next_cursor: z.string().nullable(),
});
export type OrderList = z.infer<typeof OrderList>;

/** One page of the caller's orders, newest first. */
export async function listOrders(db: Database, caller: Caller, query: ListQuery): Promise<OrderList> {
  const { limit, offset, cursor } = query;
  const filters = toFilters(query);
  const withCheckpoints = query.include?.includes("tracking_events") ?? false;
  const page = await searchOrders(db, caller, filters, { limit, offset, beforeSerial: cursor, withCheckpoints });
  return {
    orders: page.orders.map(presentOrder),
    total: await countOrders(db, caller, filters),
    limit,
    offset,
    next_cursor: page.nextSerial === null ? null : cursorOf(page.nextSerial),
  };
}
