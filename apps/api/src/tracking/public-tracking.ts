import type { CheckpointRow, OrderRecord, ParcelRecord } from "@cartwright/db";
import { presentParcel } from "@cartwright/presentation";
import { OrderItemStatus, OrderStatus, TrackingCheckpoint, TrackingStatus, Variant } from "@cartwright/schemas";
import { z } from "zod";
import { hideRecipient } from "./hide-recipient.ts";

/** An order as anybody may see it who knows its id: where it is, and nothing of who gets it. */
export const PublicTracking = z.object({
  order_id: z.uuid(),
  current_status: OrderStatus,
  estimated_delivery_date: z.iso.date().nullable(),
  destination: z.object({
    address_line1: z.string(),
    address_line2: z.string().nullable(),
    city: z.string(),
    state: z.string(),
    postal_code: z.string(),
    country: z.string(),
  }),
  shipments: z.array(
    z.object({
      carrier: z.string(),
      tracking_number: z.string(),
      status: TrackingStatus,
      estimated_delivery_date: z.iso.date().nullable(),
      checkpoints: z.array(TrackingCheckpoint),
    }),
  ),
  items: z.array(
    z.object({ url: z.string(), quantity: z.int(), variant: z.array(Variant).nullable(), status: OrderItemStatus }),
  ),
});
export type PublicTracking = z.infer<typeof PublicTracking>;

export function presentTracking(order: OrderRecord): PublicTracking {
  const { address_line1, address_line2, city, state, postal_code, country } = order.shippingAddress;
  return {
    order_id: order.id,
    current_status: order.status,
    estimated_delivery_date: order.estimatedDelivery,
    destination: { address_line1, address_line2, city, state, postal_code, country },
    shipments: order.parcels.map((parcel) => presentShipment(order, parcel)),
    items: order.items.map(({ url, quantity, variant, status }) => ({ url, quantity, variant, status })),
  };
}

function presentShipment(order: OrderRecord, parcel: ParcelRecord): PublicTracking["shipments"][number] {
  const hide = hideRecipient(order.shippingAddress);
  const quiet = (checkpoint: CheckpointRow): CheckpointRow => ({
    ...checkpoint,
    message: hide(checkpoint.message),
    location: checkpoint.location === null ? null : hide(checkpoint.location),
  });
  const { carrier, tracking_number, status, estimated_delivery_date, checkpoints } = presentParcel(
    Object.assign({}, parcel, { checkpoints: parcel.checkpoints.map(quiet) }),
  );
  return { carrier, tracking_number, status, estimated_delivery_date, checkpoints };
}
