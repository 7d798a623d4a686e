import { type DatabaseHandle, findOrder, type OrderRecord } from "@cartwright/db";
import { presentCancelledSupplierOrder, presentSupplierOrder } from "@cartwright/presentation";
import type { CancelledSupplierOrder } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { Problem } from "../http/problem.ts";
import { cancelOrder } from "../orders/cancel-order.ts";
import { requireSupplierFacts } from "./read-supplier-orders.ts";
import { supplierNotFound, SupplierProblem } from "./supplier-problem.ts";

/**
 * Cancels the native order behind one of this face: possible until its purchase is sent. What was reserved for it is free again with
 * that. Cancelled before, it is answered the same.
 */
export async function cancelSupplierOrder(
  database: Pick<DatabaseHandle, "db" | "pool">,
  caller: Caller,
  { id }: OrderRecord,
): Promise<CancelledSupplierOrder> {
  const problem = await cancelOrder(database, caller, id).then(
    () => undefined,
    (error: unknown) => error,
  );
  const order = await findOrder(database.db, caller, id);
  if (order === undefined) throw supplierNotFound("order");
  if (problem !== undefined) throw await whyNot(database, order, problem);
  return presentCancelledSupplierOrder(await requireSupplierFacts(database.db, order));
}

/** What the native API says of it, with the order's status in the words of this face. */
async function whyNot({ db }: Pick<DatabaseHandle, "db">, order: OrderRecord, problem: unknown): Promise<unknown> {
  if (!(problem instanceof Problem) || problem.code !== "order_not_cancellable") return problem;
  const shown = presentSupplierOrder(await requireSupplierFacts(db, order));
  const isShipped = shown.status === "shipped" || shown.status === "delivered";
  const message = isShipped ? `The order is ${shown.status}. Ask for a return instead.` : problem.message;
  return new SupplierProblem("invalid_request", message, {
    reason: problem.code,
    status: shown.status,
    fulfillment_status: shown.fulfillment_status,
  });
}
