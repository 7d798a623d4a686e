import {
  laterItemStatus,
  laterParcelStatus,
  matchShippedLines,
  type ShippedLine,
  shippingProgress,
  type ShownParcel,
  type ShownShipments,
  tidyShipments,
} from "@cartwright/orders";
import type { OrderItemStatus } from "@cartwright/schemas";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Database, Executor } from "./client.ts";
import { type OrderItemRow, type OrderRecord, type TrackingRow, withItems } from "./order-record.ts";
import { orderEvents, orderItems, orders, trackingCheckpoints, trackingNumbers } from "./tables/index.ts";
import { appendEvent, appendWebhook } from "./timeline-store.ts";
import { endTracking, postponeTrackingLook, type TrackingLook } from "./tracking-store.ts";

/** A parcel as it stands now, and what is new about it. */
type KeptParcel = Pick<TrackingRow, "carrier" | "trackingNumber" | "status"> & {
  isNew: boolean;
  isChanged: boolean;
  isStranded: boolean;
};

interface KeptItem {
  id: string;
  url: string;
  status: OrderItemStatus;
  isMoved: boolean;
  reason: string | null;
}

/** What is noted of a look beside what it saw. */
interface LookNote {
  /** Who looked. */
  source: string;
  /** Until the next look, where there is more to learn. */
  nextLookMs: number;
}

export interface RecordedShipments {
  /** Something was new. */
  isChanged: boolean;
  /** The order is not looked at again. */
  isOver: boolean;
}

/**
 * Records what a retailer's page says of a placed order: parcels and scans, its lines, which only go forward, and each step of
 * its way once in timeline and webhooks. That it was placed, as what, and for how much, stays. With it goes when to look again.
 */
export async function recordShipments(
  db: Database,
  look: Pick<TrackingLook, "order" | "lookNo">,
  shown: ShownShipments,
  { source, nextLookMs }: LookNote,
): Promise<RecordedShipments> {
  return await db.transaction(async (tx) => {
    const isPlaced = and(eq(orders.id, look.order.id), eq(orders.status, "order_placed"));
    const [order] = await withItems(tx, await tx.select().from(orders).where(isPlaced).for("update"));
    if (order === undefined) throw new Error(`order ${look.order.id} is tracked, and was not placed`);

    const { parcels: shownParcels, lines, estimatedDelivery } = tidyShipments(shown);
    const parcels = await keepParcels(tx, order, shownParcels);
    const items = await keepItems(tx, order, lines);
    const { isOver } = await tellOfIt(tx, order.id, parcels, items, source);

    const delivery = estimatedDelivery ?? order.estimatedDelivery;
    const isChanged = [...parcels, ...items].some(isNews) || delivery !== order.estimatedDelivery;
    if (isChanged) {
      await tx
        .update(orders)
        .set({ estimatedDelivery: delivery, updatedAt: sql`clock_timestamp()` })
        .where(isPlaced);
    }
    if (isOver) await endTracking(tx, look);
    else await postponeTrackingLook(tx, look, { delayMs: nextLookMs, failures: 0 });
    return { isChanged, isOver };
  });
}

const isNews = (kept: KeptParcel | KeptItem): boolean => ("isMoved" in kept ? kept.isMoved : kept.isChanged);

/** All the order's parcels: what is shown of them is written, and one that is not shown any more stays. */
async function keepParcels(tx: Executor, order: OrderRecord, shown: readonly ShownParcel[]): Promise<KeptParcel[]> {
  const kept: KeptParcel[] = [];
  const unseen = new Map(order.parcels.map((parcel) => [keyOf(parcel), parcel]));
  const seen = new Set<string>();
  for (const parcel of shown) {
    const key = keyOf(parcel);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(await keepParcel(tx, order.id, unseen.get(key), parcel));
    unseen.delete(key);
  }
  const still = { isNew: false, isChanged: false, isStranded: false };
  return [...kept, ...[...unseen.values()].map((parcel) => Object.assign(parcel, still))];
}

const keyOf = (parcel: Pick<ShownParcel, "carrier" | "trackingNumber">): string =>
  `${parcel.carrier} ${parcel.trackingNumber}`;

async function keepParcel(
  tx: Executor,
  orderId: string,
  known: TrackingRow | undefined,
  shown: ShownParcel,
): Promise<KeptParcel> {
  const { carrier, trackingNumber } = shown;
  const now = {
    status: known === undefined ? shown.status : laterParcelStatus(known.status, shown.status),
    trackingUrl: shown.trackingUrl ?? known?.trackingUrl ?? null,
    estimatedDelivery: shown.estimatedDelivery ?? known?.estimatedDelivery ?? null,
  };
  const id = known?.id ?? (await insertParcel(tx, { orderId, carrier, trackingNumber, ...now }));
  const isChanged =
    (await keepCheckpoints(tx, id, shown)) > 0 ||
    known?.status !== now.status ||
    known.trackingUrl !== now.trackingUrl ||
    known.estimatedDelivery !== now.estimatedDelivery;
  if (known !== undefined && isChanged) {
    await tx
      .update(trackingNumbers)
      .set({ ...now, updatedAt: sql`clock_timestamp()` })
      .where(eq(trackingNumbers.id, id));
  }
  const isStranded = now.status === "undeliverable" && known?.status !== "undeliverable";
  return { carrier, trackingNumber, status: now.status, isNew: known === undefined, isChanged, isStranded };
}

async function insertParcel(tx: Executor, parcel: typeof trackingNumbers.$inferInsert): Promise<string> {
  const [row] = await tx.insert(trackingNumbers).values(parcel).returning({ id: trackingNumbers.id });
  if (row === undefined) throw new Error("a parcel was inserted and is not there");
  return row.id;
}

/** How many scans are new. */
async function keepCheckpoints(tx: Executor, trackingId: string, { checkpoints }: ShownParcel): Promise<number> {
  if (checkpoints.length === 0) return 0;
  const rows = checkpoints.map(({ time, status, message, city, state, zip, country, location }) => ({
    trackingId,
    checkpointTime: new Date(time),
    status,
    message,
    city,
    state,
    zip,
    country,
    location,
  }));
  const added = await tx
    .insert(trackingCheckpoints)
    .values(rows)
    .onConflictDoNothing()
    .returning({ id: trackingCheckpoints.id });
  return added.length;
}

async function keepItems(tx: Executor, order: OrderRecord, lines: readonly ShippedLine[]): Promise<KeptItem[]> {
  const matched = matchShippedLines(order.items, lines);
  const kept: KeptItem[] = [];
  for (const [index, item] of order.items.entries()) kept.push(await keepItem(tx, item, matched[index]));
  return kept;
}

async function keepItem(tx: Executor, item: OrderItemRow, line: ShippedLine | undefined): Promise<KeptItem> {
  const status = line === undefined ? item.status : laterItemStatus(item.status, line.status);
  const isMoved = status !== item.status;
  const reason = isMoved && status === "cancelled" ? (line?.reason ?? null) : item.cancellationReason;
  if (isMoved) {
    await tx
      .update(orderItems)
      .set({ status, cancellationReason: reason, updatedAt: sql`clock_timestamp()` })
      .where(eq(orderItems.id, item.id));
  }
  return { id: item.id, url: item.url, status, isMoved, reason };
}

/** Each step once: of a parcel when it is new, of the order when its timeline does not have it yet. */
async function tellOfIt(
  tx: Executor,
  orderId: string,
  parcels: readonly KeptParcel[],
  items: readonly KeptItem[],
  source: string,
): Promise<{ isOver: boolean }> {
  const progress = shippingProgress(items, parcels);
  const told = await toldSoFar(tx, orderId);
  const numbers = parcels.map(({ trackingNumber }) => trackingNumber);

  const acquired = parcels.filter(({ isNew }) => isNew);
  for (const parcel of acquired) {
    const label = `Tracking number received: ${nameOf(parcel)}`;
    await appendEvent(tx, orderId, { type: "tracking_acquired", label, source, detail: detailOf(parcel) });
  }
  if (acquired.length > 0) await appendWebhook(tx, orderId, "order.tracking_received");

  const detail = { tracking_numbers: numbers };
  if (progress.isShipped && !told.has("shipped")) {
    await appendEvent(tx, orderId, { type: "shipped", label: "Shipped", source, detail });
    await appendWebhook(tx, orderId, "order.shipped");
  }
  if (progress.isDelivered && !told.has("delivered")) {
    await appendEvent(tx, orderId, { type: "delivered", label: "Delivered", source, detail });
    await appendWebhook(tx, orderId, "order.delivered");
  }
  for (const parcel of parcels.filter(({ isStranded }) => isStranded)) {
    const label = `Cannot be delivered: ${nameOf(parcel)}`;
    await appendEvent(tx, orderId, { type: "undeliverable", label, source, detail: detailOf(parcel) });
  }
  await tellOfCancelled(tx, orderId, items, source);
  return progress;
}

async function tellOfCancelled(
  tx: Executor,
  orderId: string,
  items: readonly KeptItem[],
  source: string,
): Promise<void> {
  const cancelled = items.filter(({ isMoved, status }) => isMoved && status === "cancelled");
  if (cancelled.length === 0) return;
  const label = `The retailer cancelled ${cancelled.length} of ${items.length} item${items.length === 1 ? "" : "s"}`;
  const detail = { items: cancelled.map(({ id, url, reason }) => ({ id, url, reason })) };
  await appendEvent(tx, orderId, { type: "cancelled_by_retailer", label, source, detail });
  await appendWebhook(tx, orderId, "order.cancelled");
}

async function toldSoFar(tx: Executor, orderId: string): Promise<Set<string>> {
  const rows = await tx
    .select({ type: orderEvents.type })
    .from(orderEvents)
    .where(and(eq(orderEvents.orderId, orderId), inArray(orderEvents.type, ["shipped", "delivered"])));
  return new Set(rows.map(({ type }) => type));
}

const nameOf = ({ carrier, trackingNumber }: KeptParcel): string => `${carrier} ${trackingNumber}`;

const detailOf = ({ carrier, trackingNumber }: KeptParcel) => ({ carrier, tracking_number: trackingNumber });
