import { canMoveReturn, findReturnFaults, type ReturnFault } from "@cartwright/orders";
import type { CreateReturn, OrderItemStatus, ResolveReturn, ReturnStatus } from "@cartwright/schemas";
import { and, asc, count, desc, eq, ne, type SQL, sql } from "drizzle-orm";
import type { Database, Executor } from "./client.ts";
import type { ReturnRow } from "./order-record.ts";
import type { OrderScope } from "./order-store.ts";
import { orderItems, orders, returnRequests } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";

/**
 * `created`, or `exists`: the same request stands open already, as when a client sends it again after a lost answer.
 * `not_placed`: nothing was bought yet, or ever. `refused`: items that cannot be returned.
 */
export type CreateReturnResult =
  | { kind: "created" | "exists"; request: ReturnRow }
  | { kind: "not_found" }
  | { kind: "not_placed"; status: string }
  | { kind: "refused"; faults: ReturnFault[] };

/** Notes that a buyer wants to send items back. The order's row is held meanwhile: nothing is returned twice. */
export async function createReturn(db: Database, scope: OrderScope, wanted: CreateReturn): Promise<CreateReturnResult> {
  return await db.transaction(async (tx) => {
    const [order] = await tx
      .select({ status: orders.status })
      .from(orders)
      .where(and(eq(orders.id, wanted.order_id), eq(orders.accountId, scope.accountId), eq(orders.mode, scope.mode)))
      .for("no key update");
    if (order === undefined) return { kind: "not_found" };
    if (order.status !== "order_placed") return { kind: "not_placed", status: order.status };

    const earlier = await tx
      .select()
      .from(returnRequests)
      .where(and(eq(returnRequests.orderId, wanted.order_id), ne(returnRequests.status, "denied")));
    const same = earlier.find((request) => isSame(request, wanted));
    if (same !== undefined) return { kind: "exists", request: same };
    const lines = await tx
      .select({ id: orderItems.id, quantity: orderItems.quantity, status: orderItems.status })
      .from(orderItems)
      .where(eq(orderItems.orderId, wanted.order_id))
      .orderBy(asc(orderItems.position));
    const taken = earlier.flatMap((request) => request.items);
    const faults = findReturnFaults(wanted.items, lines satisfies { status: OrderItemStatus }[], taken);
    if (faults.length > 0) return { kind: "refused", faults };
    return { kind: "created", request: await insertReturn(tx, scope, wanted) };
  });
}

function isSame(request: ReturnRow, wanted: CreateReturn): boolean {
  return (
    request.status === "open" &&
    request.reason === wanted.reason &&
    request.notes === (wanted.notes ?? null) &&
    itemsOf(request.items) === itemsOf(wanted.items)
  );
}

const itemsOf = (items: CreateReturn["items"]): string =>
  items
    .map(({ order_item_id, quantity }) => `${order_item_id} ${quantity}`)
    .sort()
    .join();

async function insertReturn(tx: Executor, scope: OrderScope, wanted: CreateReturn): Promise<ReturnRow> {
  const { order_id: orderId, items, reason } = wanted;
  const [request] = await tx
    .insert(returnRequests)
    .values({ orderId, accountId: scope.accountId, mode: scope.mode, items, reason, notes: wanted.notes ?? null })
    .returning();
  if (request === undefined) throw new Error(`the return of order ${orderId} was not stored`);
  await appendEvent(tx, orderId, {
    type: "return_requested",
    label: `Return requested: ${reason.replaceAll("_", " ")}`,
    source: "api",
    detail: { return_id: request.id, reason, items },
  });
  await appendWebhook(tx, orderId, "return.requested");
  await touchOrder(tx, orderId);
  return request;
}

/** The order is shown with its returns: whoever knows it as it was is to read it again. */
async function touchOrder(tx: Executor, orderId: string): Promise<void> {
  await tx
    .update(orders)
    .set({ updatedAt: sql`clock_timestamp()` })
    .where(eq(orders.id, orderId));
}

const within = (scope: OrderScope) =>
  and(eq(returnRequests.accountId, scope.accountId), eq(returnRequests.mode, scope.mode));

export async function findReturn(db: Executor, scope: OrderScope, id: string): Promise<ReturnRow | undefined> {
  const [request] = await db
    .select()
    .from(returnRequests)
    .where(and(eq(returnRequests.id, id), within(scope)));
  return request;
}

export interface ReturnFilters {
  status?: ReturnStatus | undefined;
  /** A part of the order's id. */
  search?: string | undefined;
}

/** Newest first, with the number of them in all. */
export async function listReturns(
  db: Executor,
  scope: OrderScope,
  page: ReturnFilters & { limit: number; offset: number },
): Promise<{ requests: ReturnRow[]; total: number }> {
  const where = and(within(scope), ...filtersOf(page));
  const requests = await db
    .select()
    .from(returnRequests)
    .where(where)
    .orderBy(desc(returnRequests.createdAt), desc(returnRequests.id))
    .limit(page.limit)
    .offset(page.offset);
  const [counted] = await db.select({ total: count() }).from(returnRequests).where(where);
  return { requests, total: counted?.total ?? 0 };
}

function filtersOf({ status, search }: ReturnFilters): SQL[] {
  const filters: SQL[] = [];
  if (status !== undefined) filters.push(eq(returnRequests.status, status));
  // position(), not LIKE: what is searched for is text, whatever signs it holds.
  if (search !== undefined) filters.push(sql`position(${search.toLowerCase()} in ${returnRequests.orderId}::text) > 0`);
  return filters;
}

export type ResolveReturnResult = { kind: "resolved" | "not_found" } | { kind: "cannot_move"; from: ReturnStatus };

/** Settles a return as an operator found out at the retailer. `source` names the person. */
export async function resolveReturn(
  db: Database,
  id: string,
  resolution: ResolveReturn,
  source: string,
): Promise<ResolveReturnResult> {
  return await db.transaction(async (tx) => {
    const [found] = await tx
      .select({ orderId: returnRequests.orderId })
      .from(returnRequests)
      .where(eq(returnRequests.id, id));
    if (found === undefined) return { kind: "not_found" };
    const { orderId } = found;
    // The order's row first, as whoever asks for a return takes it.
    await tx.select({ id: orders.id }).from(orders).where(eq(orders.id, orderId)).for("no key update");
    const [request] = await tx.select().from(returnRequests).where(eq(returnRequests.id, id));
    if (request === undefined) return { kind: "not_found" };
    const { status } = resolution;
    if (!canMoveReturn(request.status, status)) return { kind: "cannot_move", from: request.status };
    await tx
      .update(returnRequests)
      .set({
        status,
        resolutionNotes: resolution.resolution_notes ?? request.resolutionNotes,
        labelUrls: resolution.label_urls ?? request.labelUrls,
        merchantReturnId: resolution.merchant_return_id ?? request.merchantReturnId,
        updatedAt: sql`clock_timestamp()`,
      })
      .where(eq(returnRequests.id, id));
    await appendEvent(tx, orderId, {
      type: "return_resolved",
      label: `Return ${status}`,
      source,
      detail: { return_id: id, status },
    });
    await appendWebhook(tx, orderId, `return.${status}`);
    await touchOrder(tx, orderId);
    return { kind: "resolved" };
  });
}
