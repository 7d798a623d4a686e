import { z } from "zod";

/** The conditions that an offer may be in. */
export const PRODUCT_CONDITIONS = [
  "New",
  "Refurbished",
  "UsedLikeNew",
  "UsedVeryGood",
  "UsedGood",
  "UsedAcceptable",
] as const;
export const ProductCondition = z.enum(PRODUCT_CONDITIONS);
export type ProductCondition = z.infer<typeof ProductCondition>;

/** The rules of an order that its buyer may loosen. `max_price` is none of them. */
export const CONCERNS = ["gift", "items", "quantity"] as const;
export const Concern = z.enum(CONCERNS);
export type Concern = z.infer<typeof Concern>;

const mode = z.literal("best_effort");

/** Which rules may be relaxed; what is left out, or null, holds strictly. An unknown key is refused: a typo loosens nothing. */
export const FulfillmentPreferences = z.strictObject({
  gift: mode.nullish(),
  items: mode.nullish(),
  quantity: mode.nullish(),
});
export type FulfillmentPreferences = z.infer<typeof FulfillmentPreferences>;

/** One rule that was relaxed while an order was placed. */
export const Concession = z.object({
  concern: Concern,
  /** The code that a strict order would have failed with. */
  code: z.string(),
  message: z.string().nullable(),
  item_id: z.uuid().nullable(),
  url: z.string().nullable(),
  requested_quantity: z.int().nullable(),
  fulfilled_quantity: z.int().nullable(),
});
export type Concession = z.infer<typeof Concession>;

/** What was asked for, and what was relaxed of it: nothing, for an order that was fulfilled exactly as requested. */
export const Fulfillment = z.object({
  gift: mode.nullable(),
  items: mode.nullable(),
  quantity: mode.nullable(),
  concessions: z.array(Concession),
});
export type Fulfillment = z.infer<typeof Fulfillment>;
