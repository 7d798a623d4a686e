import { randomUUID } from "node:crypto";
import {
  acceptOrder as storeOrder,
  type DatabaseHandle,
  findOrder,
  findOrderByKey,
  type NewOrder,
  type OrderRecord,
} from "@cartwright/db";
import type { RetailerCatalog } from "@cartwright/retailers/catalog";
import { CreateOrder } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import type { AddressCheck } from "../addresses/address-check.ts";
import { confirmAddress } from "../addresses/confirm-address.ts";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem, Problem } from "../http/problem.ts";
import { chooseIdempotencyKey } from "../idempotency/idempotency-key.ts";
import { requestFingerprint } from "../idempotency/request-fingerprint.ts";
import { readProducts } from "./read-products.ts";
import { refuseCardNumbers } from "./refuse-card-numbers.ts";
import { requireUnitedStates } from "./require-united-states.ts";

export interface AcceptOrderDeps {
  database: Pick<DatabaseHandle, "db" | "pool">;
  catalog: RetailerCatalog;
  addressCheck: AddressCheck;
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
  const { retailer, items } = readProducts(deps.catalog, caller.mode, order.products);
  requireUnitedStates(order.shipping_address.country);
  refuseCardNumbers(order);

  const sent = request.body as { shipping_address: Record<string, unknown> };
  const fingerprint = requestFingerprint(sent);
  const earlier = await findOrderByKey(deps.database.db, caller, idempotencyKey);
  if (earlier !== undefined) return { order: requireSameRequest(earlier, fingerprint), isNew: false };

  const { address, validation } = await confirmAddress(deps.addressCheck, order.shipping_address);
  return await store(deps, caller, {
    id: randomUUID(),
    ...caller,
    idempotencyKey,
    fingerprint,
    retailer: retailer.id,
    maxPriceCents: order.max_price,
    shippingAddress: address,
    addressSent: sent.shipping_address,
    addressValidation: validation,
    metadata: order.metadata ?? {},
    poNumber: order.po_number ?? null,
    items,
  });
}

function parseOrder(body: unknown): CreateOrder {
  const parsed = CreateOrder.safeParse(body);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, body));
  return parsed.data;
}

async function store(deps: AcceptOrderDeps, caller: Caller, order: NewOrder): Promise<Accepted> {
  const stored = await storeOrder(deps.database.pool, order);
  if (stored.kind === "in_flight") {
    throw new Problem("idempotency_in_flight", "A request with this idempotency key is being accepted right now.", {
      headers: { "Retry-After": "1" },
    });
  }
  if (stored.kind === "unavailable") {
    throw new Problem("service_unavailable", "The order was not accepted: the database gives no answer. Try again.", {
      headers: { "Retry-After": "2" },
      cause: stored.cause,
    });
  }
  const record = await findOrder(deps.database.db, caller, stored.orderId);
  if (record === undefined) throw new Error(`order ${stored.orderId} is not there right after it was accepted`);
  if (stored.kind === "created") return { order: record, isNew: true };
  return { order: requireSameRequest(record, order.fingerprint), isNew: false };
}

function requireSameRequest(earlier: OrderRecord, fingerprint: string): OrderRecord {
  if (earlier.fingerprint === fingerprint) return earlier;
  throw new Problem("idempotency_conflict", "This idempotency key belongs to an order with another body.", {
    details: { order_id: earlier.id },
  });
}
