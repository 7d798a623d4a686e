import { z } from "zod";

/** Why an order failed: the `error_type` of the orders API. */
export const FAILURE_CODES = [
  "product_not_found",
  "product_out_of_stock",
  "product_unavailable",
  "invalid_product_url",
  "product_variant_required",
  "product_variant_unavailable",
  "product_quantity_unavailable",
  "quantity_limit_exceeded",
  "order_limit_exceeded",
  "max_price_exceeded",
  "add_to_cart_failed",
  "cart_empty",
  "cart_mismatch",
  "checkout_blocked",
  "captcha_blocked",
  "bot_protection_blocked",
  "form_validation_error",
  "checkout_failed",
  "unsupported_store_no_guest_checkout",
  "shipping_address_invalid",
  "shipping_unavailable",
  "shipping_method_unavailable",
  "gift_option_unavailable",
  "payment_declined",
  "payment_method_invalid",
  "payment_failed",
  "login_failed",
  "session_expired",
  "account_locked",
  "account_verification_required",
  "retailer_unavailable",
  "retailer_not_supported",
  "retailer_rate_limited",
  "not_placed",
  "manual_review_required",
  "cancelled",
  "spend_limit_exceeded",
] as const;
export const FailureCode = z.enum(FAILURE_CODES);
export type FailureCode = z.infer<typeof FailureCode>;

/** Whether the buyer's money moved, as far as it is proven. */
export const CHARGED = ["yes", "no", "unknown"] as const;
export const Charged = z.enum(CHARGED);
export type Charged = z.infer<typeof Charged>;

/** What a buyer can do about a failure: try again, give another input, or look at it by eye. */
export const RESOLUTIONS = ["recoverable", "requires_buyer_input", "requires_buyer_review"] as const;
export const Resolution = z.enum(RESOLUTIONS);
export type Resolution = z.infer<typeof Resolution>;
