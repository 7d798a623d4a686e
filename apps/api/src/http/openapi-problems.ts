import { PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import type { Route } from "./route.ts";

/** What any request may be refused with, whatever it asks for. */
const OF_EVERY_ROUTE: readonly ProblemCode[] = [
  "bad_request",
  "request_timeout",
  "expectation_failed",
  "rate_limit_exceeded",
  "headers_too_large",
  "internal_error",
  "service_unavailable",
];

const WITH_A_KEY: readonly ProblemCode[] = ["unauthorized", "forbidden"];
const WITH_A_BODY: readonly ProblemCode[] = ["payload_too_large", "unsupported_media_type", "validation_error"];

/** One sentence a code, for whoever meets it. */
export const PROBLEM_WORDS: Record<ProblemCode, string> = {
  bad_request: "The request could not be read: broken JSON, a broken URL, or two idempotency keys.",
  unauthorized: "There is no API key, or it is not valid.",
  invalid_token: "A token of the request is not valid, or not for what it was sent with.",
  insufficient_funds: "A spend limit of the account or the key does not leave enough.",
  forbidden: "The key lacks the scope that `details.required_scope` names.",
  not_found: "There is no such thing, or it is another account's: the two are not told apart.",
  method_not_allowed: "The path is there, the method is not: `Allow` lists those that are.",
  request_timeout: "The request took too long to arrive.",
  idempotency_in_flight: "A request with the same idempotency key is being accepted right now. Try again.",
  order_not_cancellable: "The order is past the point where it can be stopped, or done.",
  order_not_retryable: "Only a failed order can be tried again.",
  return_not_allowed: "What is asked for cannot go back: it was not placed, or went back already.",
  already_exists: "There is one like it already.",
  order_not_in_doubt: "The order is not in doubt.",
  stale_version: "The order was changed since: read it again.",
  payload_too_large: "The body is larger than is taken.",
  unsupported_media_type: "The body is not of the content type that is asked for.",
  expectation_failed: "An `Expect` header asks for what is not offered.",
  validation_error: "Fields are at fault: `details.field_errors` names each, what came and what was expected.",
  invalid_shipping_address: "The address does not hold up: `details` says why, and what may be meant.",
  unsupported_country: "Orders are shipped within the United States only.",
  unsupported_retailer: "Orders are not taken for this shop.",
  mismatching_retailer: "The products are not all of one retailer.",
  idempotency_conflict: "The idempotency key belongs to an order with another body: `details.order_id`.",
  rate_limit_exceeded: "Too many requests: `Retry-After` says how long to wait.",
  headers_too_large: "The request's headers are too large.",
  internal_error: "Something went wrong on our side.",
  service_unavailable: "Something that is needed gives no answer right now. Try again.",
};

/** The codes that a route may refuse with, by status. */
export function problemsOf(row: Route): Map<number, ProblemCode[]> {
  const codes = new Set<ProblemCode>([
    ...OF_EVERY_ROUTE,
    ...(row.scope === undefined ? [] : WITH_A_KEY),
    ...(row.body === undefined ? [] : WITH_A_BODY),
    ...(row.query === undefined ? [] : (["validation_error"] as const)),
    ...(row.params === undefined ? [] : (["not_found"] as const)),
    ...(row.problems ?? []),
  ]);
  if (row.isUncounted === true) codes.delete("rate_limit_exceeded");
  const byStatus = new Map<number, ProblemCode[]>();
  // In the order of the table, so that the same codes always read the same.
  for (const code of Object.keys(PROBLEM_STATUS) as ProblemCode[]) {
    if (!codes.has(code)) continue;
    const status = PROBLEM_STATUS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return byStatus;
}
