import { type Database, listOrders as findPage } from "@cartwright/db";
import type { Order } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem } from "../http/problem.ts";
import { presentOrder } from "./present-order.ts";

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

const integer = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

const Page = z.strictObject({
  limit: integer.pipe(z.int().min(1).max(MAX_LIMIT)).default(DEFAULT_LIMIT),
  offset: integer.pipe(z.int().min(0)).default(0),
});

export interface OrderList {
  orders: Order[];
  total: number;
  limit: number;
  offset: number;
  next_cursor: null;
}

/** One page of the caller's orders, newest first. Throws a Problem that names the query parameter at fault. */
export async function listOrders(db: Database, caller: Caller, query: unknown): Promise<OrderList> {
  const page = Page.safeParse({ ...(query as object) });
  if (!page.success) throw fieldProblem("validation_error", fieldErrors(page.error.issues, query));
  const { orders, total } = await findPage(db, caller, page.data);
  return { orders: orders.map(presentOrder), total, ...page.data, next_cursor: null };
}
