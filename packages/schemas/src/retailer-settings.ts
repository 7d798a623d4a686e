import { z } from "zod";
import { wordsLine } from "./text.ts";

/** What drives a retailer's checkout. */
export const RETAILER_DRIVERS = ["storefront", "recording", "medusa", "vendure"] as const;
export const RetailerDriverName = z.enum(RETAILER_DRIVERS);
export type RetailerDriverName = z.infer<typeof RetailerDriverName>;

/** What people call a shop. */
export const RetailerName = wordsLine(200);

/**
 * How a retailer is paid: `offline` on delivery, by invoice or bank transfer; `saved` with the account's card on file;
 * `card` with the operator's own, from a secret file.
 */
export const RETAILER_PAYMENTS = ["offline", "saved", "card"] as const;
export const RetailerPayment = z.enum(RETAILER_PAYMENTS);
export type RetailerPayment = z.infer<typeof RetailerPayment>;

/** What an operator may set of one retailer. Holds no secret. */
export const RetailerSettings = z.strictObject({
  payment: RetailerPayment.default("offline"),
  /** Where this shop sends its mails; {marker} becomes the order's own reference. Absent: CHECKOUT_EMAIL. */
  checkout_email: z.string().includes("@").optional(),
  /** The managed account that orders are placed with. Absent: as a guest. */
  account_id: z.uuid().optional(),
  /** Sent in place of the browser's own User-Agent. */
  user_agent: z.string().min(1).max(500).optional(),
  /** Origins of payment providers whose card fields may be filled in, beside the well-known ones. */
  payment_origins: z.array(z.url({ protocol: /^https?$/ })).default([]),
  /** What a store API asks for: a publishable key, a channel token. */
  api: z.record(z.string(), z.string()).default({}),
});
export type RetailerSettings = z.infer<typeof RetailerSettings>;
