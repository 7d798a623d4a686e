import { type OrderItemStatus, parseUrl, type TrackingStatus, type Variant } from "@cartwright/schemas";
import { productPath, words } from "./review-guard.ts";

/** A scan of a parcel as a retailer's page shows it. `time` is ISO 8601. */
export interface ShownCheckpoint {
  time: string;
  status: TrackingStatus;
  message: string;
  city: string | null;
  state: string | null;
  zip: string | null;
  country: string | null;
  /** Where a place is shown that is not told apart into the four above. */
  location: string | null;
}

export interface ShownParcel {
  carrier: string;
  trackingNumber: string;
  trackingUrl: string | null;
  status: TrackingStatus;
  /** YYYY-MM-DD. */
  estimatedDelivery: string | null;
  checkpoints: ShownCheckpoint[];
}

/** A line of a placed order. `url` is the product page that it links to. */
export interface ShippedLine {
  url: string | null;
  /** The variant's text, as "M / Navy". */
  variant: string | null;
  quantity: number | null;
  status: "ordered" | "shipped" | "delivered" | "cancelled";
  /** Why it was cancelled, in the retailer's words. */
  reason: string | null;
}

/** What a retailer's page says of an order that was placed there. */
export interface ShownShipments {
  parcels: ShownParcel[];
  lines: ShippedLine[];
  /** YYYY-MM-DD. */
  estimatedDelivery: string | null;
}

interface OrderedItem {
  url: string;
  quantity: number;
  variant: Variant[] | null;
}

/** More than any order has: a page that never ends fills no table. */
const MAX_PARCELS = 50;
const MAX_CHECKPOINTS = 200;
const MAX_NAME = 100;
const MAX_WORDS = 500;
const MAX_URL = 2_048;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A page's shipments as they can be kept: bounded, with links that lead to the web and times that are times. */
export function tidyShipments({ parcels, lines, estimatedDelivery }: ShownShipments): ShownShipments {
  return {
    lines,
    estimatedDelivery: dayOf(estimatedDelivery),
    parcels: parcels
      .filter(({ carrier, trackingNumber }) => carrier.trim() !== "" && trackingNumber.trim() !== "")
      .slice(0, MAX_PARCELS)
      .map((parcel) => ({
        status: parcel.status,
        carrier: cut(parcel.carrier, MAX_NAME),
        trackingNumber: cut(parcel.trackingNumber, MAX_NAME),
        trackingUrl: webUrl(parcel.trackingUrl),
        estimatedDelivery: dayOf(parcel.estimatedDelivery),
        checkpoints: parcel.checkpoints
          .filter(({ time }) => !Number.isNaN(Date.parse(time)))
          .slice(0, MAX_CHECKPOINTS)
          .map(tidyCheckpoint),
      })),
  };
}

function tidyCheckpoint(checkpoint: ShownCheckpoint): ShownCheckpoint {
  const place = (text: string | null): string | null =>
    text === null || text.trim() === "" ? null : cut(text, MAX_NAME);
  return {
    time: new Date(checkpoint.time).toISOString(),
    status: checkpoint.status,
    message: cut(checkpoint.message, MAX_WORDS),
    city: place(checkpoint.city),
    state: place(checkpoint.state),
    zip: place(checkpoint.zip),
    country: place(checkpoint.country),
    location: place(checkpoint.location),
  };
}

function dayOf(text: string | null): string | null {
  return text !== null && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}

// Postgres keeps no NUL.
const cut = (text: string, max: number): string => text.replaceAll("\u0000", "").trim().slice(0, max);

/** A link that may be shown to anybody: an address of the web, or none. */
export function webUrl(url: string | null): string | null {
  const parsed = url === null || url.length > MAX_URL ? undefined : parseUrl(url);
  return parsed?.protocol === "https:" || parsed?.protocol === "http:" ? parsed.href : null;
}

/**
 * Which line of the retailer's page each item of the order is, by product page and variant. Where several lines fit and do not
 * say the same, the one of the same quantity counts; an item that stays unclear has none, and is left as it is.
 */
export function matchShippedLines(
  items: readonly OrderedItem[],
  lines: readonly ShippedLine[],
): (ShippedLine | undefined)[] {
  return items.map((item) => {
    const fitting = lines.filter((line) => isLineOf(line, item));
    return agreed(fitting) ?? agreed(fitting.filter(({ quantity }) => quantity === item.quantity));
  });
}

function isLineOf(line: ShippedLine, item: OrderedItem): boolean {
  if (line.url === null || productPath(line.url) !== productPath(item.url)) return false;
  const shown = ` ${words(line.variant ?? "")} `;
  return (item.variant ?? []).every(({ value }) => shown.includes(` ${words(value)} `));
}

/** What all of them say; undefined where they differ, or there is none. */
function agreed(lines: readonly ShippedLine[]): ShippedLine | undefined {
  const [first, ...others] = lines;
  return first !== undefined && others.every(({ status }) => status === first.status) ? first : undefined;
}

/** Items and parcels only go forward: a page that was read late, or is behind, takes nothing back. */
const ITEM_RANK: Record<OrderItemStatus, number> = {
  pending: 0,
  processing: 0,
  ordered: 0,
  shipped: 1,
  delivered: 2,
  cancelled: 2,
  failed: 2,
  skipped: 2,
};

const PARCEL_RANK: Record<TrackingStatus, number> = { pending: 0, in_transit: 1, undeliverable: 2, delivered: 3 };

export const laterItemStatus = (now: OrderItemStatus, shown: OrderItemStatus): OrderItemStatus =>
  ITEM_RANK[shown] > ITEM_RANK[now] ? shown : now;

export const laterParcelStatus = (now: TrackingStatus, shown: TrackingStatus): TrackingStatus =>
  PARCEL_RANK[shown] > PARCEL_RANK[now] ? shown : now;

export interface ShippingProgress {
  /** Something of the order is on its way, or was. */
  isShipped: boolean;
  /** Everything that was not cancelled has arrived. */
  isDelivered: boolean;
  /** There is nothing more to learn of it. */
  isOver: boolean;
}

/** How far an order is, by its items and its parcels together. */
export function shippingProgress(
  items: readonly { status: OrderItemStatus }[],
  parcels: readonly { status: TrackingStatus }[],
): ShippingProgress {
  const live = items.filter(({ status }) => status === "delivered" || ITEM_RANK[status] < 2);
  const areAllIn = live.every(({ status }) => status === "delivered");
  const isStranded =
    parcels.some(({ status }) => status === "undeliverable") &&
    parcels.every(({ status }) => PARCEL_RANK[status] >= PARCEL_RANK.undeliverable) &&
    live.every(({ status }) => ITEM_RANK[status] > 0);
  return {
    isShipped:
      items.some(({ status }) => status === "shipped" || status === "delivered") ||
      parcels.some(({ status }) => status !== "pending"),
    isDelivered: live.length > 0 && areAllIn,
    isOver: areAllIn || isStranded,
  };
}
