import { z } from "zod";

/** Where a parcel is, as its carrier says. */
export const TRACKING_STATUSES = ["pending", "in_transit", "delivered", "undeliverable"] as const;
export const TrackingStatus = z.enum(TRACKING_STATUSES);
export type TrackingStatus = z.infer<typeof TrackingStatus>;

/** One scan of a parcel. */
export const TrackingCheckpoint = z.object({
  checkpoint_time: z.iso.datetime(),
  status: TrackingStatus,
  message: z.string(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  country: z.string().nullable(),
  zip: z.string().nullable(),
  location: z.string().nullable(),
});
export type TrackingCheckpoint = z.infer<typeof TrackingCheckpoint>;

/** One parcel of an order. `checkpoints`, newest first, are empty in a list that was not asked for them. */
export const TrackingNumber = z.object({
  id: z.uuid(),
  carrier: z.string(),
  tracking_number: z.string(),
  /** The retailer's or the carrier's page about the parcel, where one was shown. */
  tracking_url: z.string().nullable(),
  status: TrackingStatus,
  estimated_delivery_date: z.iso.date().nullable(),
  checkpoints: z.array(TrackingCheckpoint),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type TrackingNumber = z.infer<typeof TrackingNumber>;
