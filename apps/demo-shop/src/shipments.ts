import { z } from "zod";
import type { Purchase } from "./ledger.ts";

const ParcelStatus = z.enum(["in_transit", "delivered", "undeliverable"]);
export type ParcelStatus = z.infer<typeof ParcelStatus>;

const Scan = z.object({
  at: z.iso.datetime(),
  status: ParcelStatus,
  message: z.string(),
  city: z.string(),
  state: z.string(),
  postal_code: z.string(),
});

const Parcel = z.object({
  carrier: z.string(),
  tracking_number: z.string(),
  status: ParcelStatus,
  /** YYYY-MM-DD. */
  estimated_delivery: z.iso.date(),
  /** The lines that are in it, whole. */
  skus: z.array(z.string()),
  /** Oldest first. */
  scans: z.array(Scan),
});
export type Parcel = z.infer<typeof Parcel>;

/** What became of a purchase after it was placed: nothing, as long as nobody says so. */
export const Shipments = z.object({
  order_number: z.string(),
  parcels: z.array(Parcel),
  cancelled: z.array(z.object({ sku: z.string(), reason: z.string() })),
});
export type Shipments = z.infer<typeof Shipments>;

export type LineState = "ordered" | "shipped" | "delivered" | "cancelled";

/** A request that cannot be carried out as things are. */
export class CannotShip extends Error {
  override readonly name = "CannotShip";
}

const WAREHOUSE = { city: "Portland", state: "OR", postal_code: "97209" };
const DEFAULT_REASON = "No longer in stock";

export interface ShipRequest {
  carrier?: string | undefined;
  tracking_number?: string | undefined;
  /** Item numbers, or the words of product pages; all that has not left yet if not given. */
  items?: string[] | undefined;
  at: string;
  estimatedDelivery: string;
}

/** Puts lines into a new parcel, and hands it to its carrier. */
export function ship(before: Shipments, purchase: Purchase, request: ShipRequest): Shipments {
  const skus = waitingSkus(before, purchase, request.items);
  const parcel: Parcel = {
    carrier: request.carrier ?? "UPS",
    tracking_number: request.tracking_number ?? trackingNumber(purchase, before.parcels.length),
    status: "in_transit",
    estimated_delivery: request.estimatedDelivery,
    skus,
    scans: [{ at: request.at, status: "in_transit", message: "Picked up by the carrier", ...WAREHOUSE }],
  };
  if (before.parcels.some((other) => other.tracking_number === parcel.tracking_number)) {
    throw new CannotShip(`the order has a parcel ${parcel.tracking_number} already`);
  }
  return { ...before, parcels: [...before.parcels, parcel] };
}

export type NewScan = Pick<z.infer<typeof Scan>, "at" | "status" | "message"> &
  Partial<Pick<z.infer<typeof Scan>, "city" | "state" | "postal_code">>;

/** Adds a scan to one parcel, or to all that are under way. Without a place, it was at the delivery address. */
export function scan(before: Shipments, purchase: Purchase, number: string | undefined, seen: NewScan): Shipments {
  const { city, state, postal_code } = purchase.address;
  const isMeant = (parcel: Parcel): boolean =>
    number === undefined ? parcel.status === "in_transit" : parcel.tracking_number === number;
  if (!before.parcels.some(isMeant)) throw new CannotShip("the order has no such parcel under way");
  return {
    ...before,
    parcels: before.parcels.map((parcel) =>
      isMeant(parcel)
        ? { ...parcel, status: seen.status, scans: [...parcel.scans, { city, state, postal_code, ...seen }] }
        : parcel,
    ),
  };
}

/** Takes lines that have not left yet out of the order. */
export function cancel(
  before: Shipments,
  purchase: Purchase,
  { items, reason = DEFAULT_REASON }: { items?: string[] | undefined; reason?: string | undefined },
): Shipments {
  const skus = waitingSkus(before, purchase, items);
  return { ...before, cancelled: [...before.cancelled, ...skus.map((sku) => ({ sku, reason }))] };
}

/** How a line stands by what was recorded; what was never touched is ordered. */
export function lineState(shipments: Shipments, sku: string): LineState {
  if (shipments.cancelled.some((line) => line.sku === sku)) return "cancelled";
  const parcel = shipments.parcels.find(({ skus }) => skus.includes(sku));
  if (parcel === undefined) return "ordered";
  return parcel.status === "delivered" ? "delivered" : "shipped";
}

/** The page of carriers that have one. */
export function trackingUrl({ carrier, tracking_number: number }: Parcel): string | undefined {
  const query = encodeURIComponent(number);
  switch (carrier.toLowerCase()) {
    case "ups":
      return `https://www.ups.com/track?tracknum=${query}`;
    case "usps":
      return `https://tools.usps.com/go/TrackConfirmAction?tLabels=${query}`;
    case "fedex":
      return `https://www.fedex.com/fedextrack/?trknbr=${query}`;
    default:
      return undefined;
  }
}

function waitingSkus(shipments: Shipments, purchase: Purchase, wanted: string[] | undefined): string[] {
  const waiting = purchase.items.filter(({ sku }) => lineState(shipments, sku) === "ordered");
  const missing = wanted?.find((name) => !waiting.some(({ sku, slug }) => sku === name || slug === name));
  if (missing !== undefined) throw new CannotShip(`nothing called ${missing} is waiting in this order`);
  const meant = waiting.filter(
    ({ sku, slug }) => wanted === undefined || wanted.includes(sku) || wanted.includes(slug),
  );
  if (meant.length === 0) throw new CannotShip("everything in this order has left or was cancelled");
  return [...new Set(meant.map(({ sku }) => sku))];
}

/** Looks like a carrier's, and is the same for the same parcel of the same order. */
function trackingNumber({ order_number: number }: Purchase, parcelsBefore: number): string {
  return `1Z9H40P1${number.slice("HP-".length).padStart(8, "0")}${String(parcelsBefore + 1).padStart(2, "0")}`;
}
