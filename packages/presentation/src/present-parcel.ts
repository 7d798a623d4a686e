import type { CheckpointRow, ParcelRecord } from "@cartwright/db";
import type { TrackingCheckpoint, TrackingNumber } from "@cartwright/schemas";

export function presentParcel(parcel: ParcelRecord): TrackingNumber {
  return {
    id: parcel.id,
    carrier: parcel.carrier,
    tracking_number: parcel.trackingNumber,
    tracking_url: parcel.trackingUrl,
    status: parcel.status,
    estimated_delivery_date: parcel.estimatedDelivery,
    checkpoints: parcel.checkpoints.map(presentCheckpoint),
    created_at: parcel.createdAt.toISOString(),
    updated_at: parcel.updatedAt.toISOString(),
  };
}

function presentCheckpoint(checkpoint: CheckpointRow): TrackingCheckpoint {
  const { status, message, city, state, country, zip, location } = checkpoint;
  return {
    checkpoint_time: checkpoint.checkpointTime.toISOString(),
    status,
    message,
    city,
    state,
    country,
    zip,
    location,
  };
}
