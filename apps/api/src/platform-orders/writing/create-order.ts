import { createCart, type Database, findCartByKey, type PlatformCart } from "@cartwright/db";
import type { PlatformOrderAttributes } from "@cartwright/schemas";
import type { Caller } from "../../accounts/authenticate.ts";
import { Problem } from "../../http/problem.ts";
import { chooseIdempotencyKey } from "../../idempotency/idempotency-key.ts";
import { requestFingerprint } from "../../idempotency/request-fingerprint.ts";
import { toParts } from "./order-parts.ts";
import { refusing } from "./refusals.ts";

export interface CreateRequest {
  caller: Caller;
  order: PlatformOrderAttributes;
  /** As it was sent. */
  body: Record<string, unknown>;
  /** Of the `Idempotency-Key` header. */
  keyInHeader: string | undefined;
}

/** Makes a cart, once per idempotency key: nothing is bought. `isNew` false: the same request made it before. */
export async function createOrder(
  db: Database,
  { caller, order, body, keyInHeader }: CreateRequest,
): Promise<{ cart: PlatformCart; isNew: boolean }> {
  const idempotencyKey = keyInHeader === undefined ? null : chooseIdempotencyKey(undefined, keyInHeader);
  const fingerprint = requestFingerprint({ ...body, face: "platform" });
  // Before the catalogue: what changed in it since takes nobody the answer to a cart that is stored.
  const earlier = idempotencyKey === null ? undefined : await findCartByKey(db, caller, idempotencyKey);
  if (earlier !== undefined) return { cart: requireSameRequest(earlier, fingerprint), isNew: false };
  const made = await refusing(() =>
    createCart(db, caller, { keyId: caller.keyId, idempotencyKey, fingerprint, ...toParts(order) }),
  );
  return { ...made, cart: requireSameRequest(made.cart, fingerprint) };
}

function requireSameRequest(cart: PlatformCart, fingerprint: string): PlatformCart {
  if (cart.fingerprint === fingerprint) return cart;
  throw new Problem("idempotency_conflict", "This idempotency key belongs to an order with another body.", {
    details: { order_id: String(cart.id) },
  });
}
