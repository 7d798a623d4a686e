import type { FailureCode, Resolution } from "@cartwright/schemas";

/** What the worker does with an attempt that ends in a code, as long as nothing was released. */
export type FailureAction = "retry" | "fail" | "review";

interface FailureRule {
  action: FailureAction;
  /** Whether a client may expect a new order for the same thing to go through. */
  retryable: boolean;
  resolution: Resolution;
}

const transient: FailureRule = { action: "retry", retryable: true, resolution: "recoverable" };
const later: FailureRule = { action: "fail", retryable: true, resolution: "recoverable" };
const needsInput: FailureRule = { action: "fail", retryable: false, resolution: "requires_buyer_input" };
const needsEyes: FailureRule = { action: "fail", retryable: false, resolution: "requires_buyer_review" };

/** One row a code. Retries cost a shop visits and a client time: only what heals by itself within minutes is retried. */
export const FAILURE_RULES = {
  product_not_found: needsInput,
  product_out_of_stock: later,
  product_unavailable: later,
  invalid_product_url: needsInput,
  product_variant_required: needsInput,
  product_variant_unavailable: needsInput,
  product_quantity_unavailable: needsInput,
  quantity_limit_exceeded: needsInput,
  order_limit_exceeded: needsInput,
  max_price_exceeded: needsInput,
  add_to_cart_failed: transient,
  cart_empty: transient,
  cart_mismatch: needsEyes,
  checkout_blocked: needsEyes,
  captcha_blocked: needsEyes,
  bot_protection_blocked: needsEyes,
  form_validation_error: needsInput,
  checkout_failed: transient,
  unsupported_store_no_guest_checkout: needsInput,
  shipping_address_invalid: needsInput,
  shipping_unavailable: needsInput,
  shipping_method_unavailable: needsInput,
  gift_option_unavailable: needsInput,
  payment_declined: needsInput,
  payment_method_invalid: needsInput,
  payment_failed: needsInput,
  login_failed: needsInput,
  session_expired: transient,
  account_locked: needsEyes,
  account_verification_required: needsEyes,
  retailer_unavailable: transient,
  retailer_not_supported: needsInput,
  retailer_rate_limited: transient,
  not_placed: later,
  manual_review_required: { action: "review", retryable: false, resolution: "requires_buyer_review" },
  cancelled: later,
  spend_limit_exceeded: needsInput,
} as const satisfies Record<FailureCode, FailureRule>;

export function failureRule(code: FailureCode): FailureRule {
  return FAILURE_RULES[code];
}

/**
 * The end of an attempt before anything was released: thrown by drivers, decided upon by the worker.
 * `observed` is what the shop showed and a client may see (prices, a limit, the variants there are).
 */
export class CheckoutFailure extends Error {
  override readonly name = "CheckoutFailure";
  readonly code: FailureCode;
  readonly observed: Record<string, unknown>;

  constructor(
    code: FailureCode,
    message: string,
    options: { observed?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.observed = options.observed ?? {};
  }
}
