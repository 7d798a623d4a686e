import { asc, desc, inArray } from "drizzle-orm";
import type { Executor } from "./client.ts";
import {
  orderItems,
  type orders,
  retailerAccounts,
  returnRequests,
  trackingCheckpoints,
  trackingNumbers,
} from "./tables/index.ts";

export type OrderRow = typeof orders.$inferSelect;
export type OrderItemRow = typeof orderItems.$inferSelect;
export type ReturnRow = typeof returnRequests.$inferSelect;
export type TrackingRow = typeof trackingNumbers.$inferSelect;
export type CheckpointRow = typeof trackingCheckpoints.$inferSelect;

/** A parcel with its scans, newest first. */
export interface ParcelRecord extends TrackingRow {
  checkpoints: CheckpointRow[];
}

/** An order with its lines, in the order they were given, and what came after it was placed. */
export interface OrderRecord extends OrderRow {
  items: OrderItemRow[];
  parcels: ParcelRecord[];
  returns: ReturnRow[];
  /** What clients call the managed account that it is placed with. */
  retailerAccountShortId: string | null;
}

export interface OrderParts {
  /** The scans of parcels are left out of long lists. */
  withCheckpoints: boolean;
}

/**
 * Joins rows with what belongs to them, one query a table: an order of 50 lines is not sent 50 times, and tables that none of
 * the orders can have a row in are not asked.
 */
export async function withItems(
  db: Executor,
  rows: OrderRow[],
  { withCheckpoints }: OrderParts = { withCheckpoints: true },
): Promise<OrderRecord[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const placed = rows.filter((row) => row.status === "order_placed").map((row) => row.id);
  const [items, parcels, returns, shortIds] = [
    await db.select().from(orderItems).where(inArray(orderItems.orderId, ids)).orderBy(asc(orderItems.position)),
    placed.length === 0 ? [] : await findParcels(db, placed, withCheckpoints),
    placed.length === 0 ? [] : await findReturns(db, placed),
    await findShortIds(db, rows),
  ];
  const itemsOf = groupBy(items, (item) => item.orderId);
  const parcelsOf = groupBy(parcels, (parcel) => parcel.orderId);
  const returnsOf = groupBy(returns, (request) => request.orderId);
  return rows.map((row) =>
    Object.assign(row, {
      items: itemsOf.get(row.id) ?? [],
      parcels: parcelsOf.get(row.id) ?? [],
      returns: returnsOf.get(row.id) ?? [],
      retailerAccountShortId: shortIds.get(row.retailerAccountId ?? "") ?? null,
    }),
  );
}

async function findParcels(db: Executor, orderIds: string[], withCheckpoints: boolean): Promise<ParcelRecord[]> {
  const parcels = await db
    .select()
    .from(trackingNumbers)
    .where(inArray(trackingNumbers.orderId, orderIds))
    .orderBy(asc(trackingNumbers.createdAt), asc(trackingNumbers.id));
  if (parcels.length === 0 || !withCheckpoints)
    return parcels.map((parcel) => Object.assign(parcel, { checkpoints: [] }));
  const ids = parcels.map((parcel) => parcel.id);
  const checkpoints = await db
    .select()
    .from(trackingCheckpoints)
    .where(inArray(trackingCheckpoints.trackingId, ids))
    .orderBy(desc(trackingCheckpoints.checkpointTime), desc(trackingCheckpoints.id));
  const ofParcel = groupBy(checkpoints, (checkpoint) => checkpoint.trackingId);
  return parcels.map((parcel) => Object.assign(parcel, { checkpoints: ofParcel.get(parcel.id) ?? [] }));
}

async function findReturns(db: Executor, orderIds: string[]): Promise<ReturnRow[]> {
  return await db
    .select()
    .from(returnRequests)
    .where(inArray(returnRequests.orderId, orderIds))
    .orderBy(asc(returnRequests.createdAt), asc(returnRequests.id));
}

async function findShortIds(db: Executor, rows: OrderRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.retailerAccountId ?? []))];
  if (ids.length === 0) return new Map();
  const found = await db
    .select({ id: retailerAccounts.id, shortId: retailerAccounts.shortId })
    .from(retailerAccounts)
    .where(inArray(retailerAccounts.id, ids));
  return new Map(found.map(({ id, shortId }) => [id, shortId]));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
