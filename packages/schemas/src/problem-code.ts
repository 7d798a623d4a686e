import { z } from "zod";

/** The API's own error codes, each with the HTTP status it is answered with. */
export const PROBLEM_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  invalid_token: 401,
  insufficient_funds: 402,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  idempotency_in_flight: 409,
  order_not_cancellable: 409,
  order_not_retryable: 409,
  return_not_allowed: 409,
  already_exists: 409,
  order_not_in_doubt: 409,
  stale_version: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  expectation_failed: 417,
  validation_error: 422,
  invalid_shipping_address: 422,
  unsupported_country: 422,
  unsupported_retailer: 422,
  mismatching_retailer: 422,
  idempotency_conflict: 422,
  rate_limit_exceeded: 429,
  headers_too_large: 431,
  internal_error: 500,
  service_unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEM_STATUS;

/** One thing wrong with one field of a request. `field` is a path: `products[0].url`. */
export const FieldError = z.object({
  field: z.string(),
  code: z.string(),
  message: z.string(),
  received: z.unknown().optional(),
  expected: z.string().optional(),
});
export type FieldError = z.infer<typeof FieldError>;

export const ErrorBody = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});
export type ErrorBody = z.infer<typeof ErrorBody>;
