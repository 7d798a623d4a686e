import { randomUUID } from "node:crypto";
import { type Alongside, findOrderByRetry, type OrderRecord } from "@cartwright/db";
import { CreateOrder, MaxPrice, ShippingAddressInput } from "@cartwright/schemas";
import { z } from "zod";
import type { Caller } from "../accounts/authenticate.ts";
import { Problem } from "../http/problem.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { type Accepted, type AcceptOrderDeps, placeOrder, type WantedOrder } from "./accept-order.ts";
import { requireOrder } from "./read-order.ts";
import { refuseCardNumbers } from "./refuse-card-numbers.ts";
import { requireUnitedStates } from "./require-united-states.ts";

/** The body of `POST /orders/{id}/retry`: what is other than in the order that failed. */
export const RetryOrder = z.strictObject({
  max_price: MaxPrice.optional(),
  shipping_address: ShippingAddressInput.optional(),
  /** From a refusal of that address, as in `POST /orders`. */
  override_token: CreateOrder.shape.override_token,
});
export type RetryOrder = z.infer<typeof RetryOrder>;

export interface RetryRequest {
  caller: Caller;
  orderId: string;
  changes: RetryOrder;
  /** The body as it was sent. */
  body: object;
  /** What the face that it came through writes in the same transaction. */
  alongside?: Alongside | undefined;
}

/**
 * Places a new order for one that failed and cost nothing, once. The same request again answers with the same new order.
 * Throws a Problem for anything else, and then has stored nothing.
 */
export async function retryOrder(deps: AcceptOrderDeps, request: RetryRequest): Promise<Accepted> {
  const { caller, orderId, changes } = request;
  const failed = await requireOrder(deps.database.db, caller, orderId);
  const fingerprint = requestFingerprint({ ...request.body, retry_of: orderId });
  const earlier = await findOrderByRetry(deps.database.db, caller, orderId);
  if (earlier !== undefined) return { order: requireSameRetry(earlier, fingerprint), isNew: false };

  requireRetryable(failed);
  const order = rebuild(failed, changes);
  requireUnitedStates(order.shipping_address.country);
  refuseCardNumbers(order);
  const accepted = await placeOrder(deps, caller, {
    order,
    idempotencyKey: randomUUID(),
    fingerprint,
    retryOf: orderId,
    alongside: request.alongside,
    ...addressOf(failed, request),
  });
  return { ...accepted, order: requireSameRetry(accepted.order, fingerprint) };
}

/** An address that is not changed was confirmed before, maybe by a person's word: it is taken as it is. */
function addressOf(failed: OrderRecord, { body }: RetryRequest): Pick<WantedOrder, "addressSent" | "confirmed"> {
  const { shipping_address: sent } = body as { shipping_address?: Record<string, unknown> };
  if (sent !== undefined) return { addressSent: sent };
  return {
    addressSent: failed.addressSent,
    confirmed: { address: failed.shippingAddress, validation: failed.addressValidation },
  };
}

function requireRetryable({ status, charged }: OrderRecord): void {
  if (status === "order_failed" && charged === "no") return;
  const why =
    status === "order_failed"
      ? "It is not proven that the failed order was not charged: a new one might buy the same thing twice."
      : "Only an order that failed can be retried.";
  throw new Problem("order_not_retryable", why, { details: { status, charged } });
}

/** The request that the failed order was, with the changes. */
function rebuild(failed: OrderRecord, changes: RetryOrder): CreateOrder {
  return {
    products: failed.items.map(({ url, quantity, variant, conditionIn, conditionNotIn }) => ({
      url,
      quantity,
      variant,
      condition_in: conditionIn,
      condition_not_in: conditionNotIn,
    })),
    shipping_address: changes.shipping_address ?? failed.shippingAddress,
    max_price: changes.max_price ?? failed.maxPriceCents,
    metadata: failed.metadata,
    po_number: failed.poNumber,
    handling_days_max: failed.handlingDaysMax,
    is_gift: failed.isGift,
    gift_message: failed.giftMessage,
    fulfillment: failed.fulfillment,
    retailer_credentials_id: failed.retailerAccountShortId,
    override_token: changes.override_token,
  };
}

function requireSameRetry(retry: OrderRecord, fingerprint: string): OrderRecord {
  if (retry.fingerprint === fingerprint) return retry;
  throw new Problem("already_exists", "This order was retried before, with another body. An order is retried once.", {
    details: { order_id: retry.id },
  });
}
