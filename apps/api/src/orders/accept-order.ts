import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import {
  acceptOrder as storeOrder,
  type AcceptResult,
  type Alongside,
  type DatabaseHandle,
  findOrder,
  findOrderByKey,
  isConnectionLoss,
  type NewOrder,
  type OrderRecord,
} from "@cartwright/db";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import { CreateOrder } from "@cartwright/schemas";
import { noteOnSpan, traceContext, withSpan } from "@cartwright/tracing";
import type { Caller } from "../accounts/authenticate.ts";
import type { AddressCheck } from "../addresses/address-check.ts";
import type { AddressOverrides } from "../addresses/address-override.ts";
import { spendProblem } from "../accounts/spend-problem.ts";
import { type ConfirmedAddress, confirmAddress } from "../addresses/confirm-address.ts";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem, Problem } from "../http/problem.ts";
import { chooseIdempotencyKey } from "../idempotency/idempotency-key.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { registerShop } from "../retailers/register-shop.ts";
import { readProducts } from "./read-products.ts";
import { refuseCardNumbers } from "./refuse-card-numbers.ts";
import { requireUnitedStates } from "./require-united-states.ts";

const READ_AGAIN_AFTER_MS = [50, 250, 1_000];

export interface AcceptOrderDeps {
  database: Pick<DatabaseHandle, "db" | "pool">;
  catalog: RetailerCatalog;
  addressCheck: AddressCheck;
  addressOverrides: AddressOverrides;
  /** Told when the first order for a shop has come: who lists retailers may look again. Nobody waits for it. */
  onNewRetailer: () => Promise<void>;
}

export interface AcceptOrderRequest {
  caller: Caller;
  body: unknown;
  /** Of the `Idempotency-Key` header. */
  keyInHeader: string | undefined;
}

export interface Accepted {
  order: OrderRecord;
  /** False: the order was there already, by the same request under the same key. */
  isNew: boolean;
}

/**
 * Accepts an order durably, once per idempotency key. Throws a Problem for anything that is not to be bought, and then
 * has stored nothing: the key stays free.
 */
export async function acceptOrder(deps: AcceptOrderDeps, request: AcceptOrderRequest): Promise<Accepted> {
  const { caller } = request;
  const order = parseOrder(request.body);
  const idempotencyKey = chooseIdempotencyKey(order.idempotency_key, request.keyInHeader);
  requireUnitedStates(order.shipping_address.country);
  refuseCardNumbers(order);

  const sent = request.body as { shipping_address: Record<string, unknown> };
  const fingerprint = requestFingerprint(sent);
  const earlier = await findOrderByKey(deps.database.db, caller, idempotencyKey);
  if (earlier !== undefined) return { order: requireSameRequest(earlier, fingerprint), isNew: false };

  const addressSent = sent.shipping_address;
  const accepted = await placeOrder(deps, caller, { order, idempotencyKey, fingerprint, addressSent });
  return { ...accepted, order: requireSameRequest(accepted.order, fingerprint) };
}

/** An order that is well-formed, and that nobody has placed yet as far as is known. */
export interface WantedOrder {
  order: CreateOrder;
  idempotencyKey: string;
  fingerprint: string;
  addressSent: Record<string, unknown>;
  /** Where its address was confirmed before: it is not asked about again. */
  confirmed?: ConfirmedAddress | undefined;
  /** The failed order that this one is the retry of. */
  retryOf?: string | undefined;
  /** What the face that it came through writes in the same transaction. */
  alongside?: Alongside | undefined;
}

/**
 * Asks what there is to ask of retailer, address and limits, and stores the order. `isNew` false: another one, of whatever
 * request, holds its key or is the retry of the same order.
 */
export async function placeOrder(deps: AcceptOrderDeps, caller: Caller, wanted: WantedOrder): Promise<Accepted> {
  return await withSpan("accept", {}, () => placeTraced(deps, caller, wanted));
}

async function placeTraced(deps: AcceptOrderDeps, caller: Caller, wanted: WantedOrder): Promise<Accepted> {
  const { order, idempotencyKey } = wanted;
  // After the key: a retailer that was disabled since takes nobody the answer to an order that is stored.
  const { retailer, items } = readProducts(deps.catalog, caller.mode, order.products);
  const { address, validation } = wanted.confirmed ?? (await confirmWanted(deps, caller, order));
  const visit = { caller, items, credentialsId: order.retailer_credentials_id };
  const shop = await registerShop(deps.database.pool, retailer, visit, deps.onNewRetailer);
  const accepted: NewOrder = {
    id: randomUUID(),
    accountId: caller.accountId,
    mode: caller.mode,
    apiKeyId: caller.keyId,
    isUnlimited: caller.isUnlimited,
    idempotencyKey,
    fingerprint: wanted.fingerprint,
    retailer: shop.id,
    retailerAccountId: shop.accountId,
    maxPriceCents: order.max_price,
    shippingAddress: address,
    addressSent: wanted.addressSent,
    addressValidation: validation,
    metadata: order.metadata ?? {},
    poNumber: order.po_number ?? null,
    handlingDaysMax: order.handling_days_max ?? null,
    isGift: order.is_gift,
    giftMessage: order.gift_message ?? null,
    fulfillment: order.fulfillment ?? {},
    retryOf: wanted.retryOf,
    traceContext: traceContext(),
    items,
  };
  noteOnSpan({ orderId: accepted.id, retailer: accepted.retailer });
  return await store(deps, caller, accepted, wanted.alongside);
}

async function confirmWanted(
  deps: AcceptOrderDeps,
  { accountId }: Caller,
  order: CreateOrder,
): Promise<ConfirmedAddress> {
  const handshake = { overrides: deps.addressOverrides, accountId, token: order.override_token };
  return await confirmAddress(deps.addressCheck, order.shipping_address, handshake);
}

function parseOrder(body: unknown): CreateOrder {
  const parsed = CreateOrder.safeParse(body);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, body));
  return parsed.data;
}

async function store(
  deps: AcceptOrderDeps,
  caller: Caller,
  order: NewOrder,
  alongside: Alongside | undefined,
): Promise<Accepted> {
  // fault point: accept-validated (order.id)
  const stored = await storeOrder(deps.database.pool, order, alongside);
  // fault point: accept-committed (order.id)
  if (!("orderId" in stored)) throw whyNotStored(stored, order);
  return { order: await readStored(deps, caller, stored.orderId), isNew: stored.kind === "created" };
}

function whyNotStored(refused: Exclude<AcceptResult, { orderId: string }>, order: NewOrder): Problem {
  if (refused.kind === "over_limit") return spendProblem(refused.breach, refused.resetsAt);
  if (refused.kind === "in_flight") {
    return new Problem("idempotency_in_flight", "A request with this idempotency key is being accepted right now.", {
      headers: { "Retry-After": "1" },
    });
  }
  const why =
    refused.kind === "busy"
      ? "too many orders of this account are being accepted right now"
      : "the database gives no answer";
  return new Problem("service_unavailable", `The order was not accepted: ${why}. Try again.`, {
    // A key that was made here: with it, trying again is safe whatever became of this try.
    details: { idempotency_key: order.idempotencyKey },
    headers: { "Retry-After": refused.kind === "busy" ? "1" : "2" },
    ...(refused.kind === "unavailable" ? { cause: refused.cause } : {}),
  });
}

/** The order is stored: a lost connection is no reason to say that it is not. */
async function readStored(deps: AcceptOrderDeps, caller: Caller, orderId: string): Promise<OrderRecord> {
  let cause: unknown;
  for (const waitMs of [0, ...READ_AGAIN_AFTER_MS]) {
    if (waitMs > 0) await sleep(waitMs);
    try {
      const record = await findOrder(deps.database.db, caller, orderId);
      if (record !== undefined) return record;
    } catch (error) {
      cause = error;
      if (!isConnectionLoss(error)) break;
    }
  }
  throw new Problem("internal_error", `The order was accepted as ${orderId}, but cannot be shown right now.`, {
    details: { order_id: orderId },
    headers: { Location: `/orders/${orderId}` },
    cause,
  });
}

function requireSameRequest(earlier: OrderRecord, fingerprint: string): OrderRecord {
  if (earlier.fingerprint === fingerprint) return earlier;
  throw new Problem("idempotency_conflict", "This idempotency key belongs to an order with another body.", {
    details: { order_id: earlier.id },
  });
}
