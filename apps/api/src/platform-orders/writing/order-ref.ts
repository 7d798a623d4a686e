import {
  type CartRef,
  type Database,
  findCart,
  findOrder,
  findOrderBySerial,
  type OrderScope,
  type PlatformCart,
} from "@cartwright/db";
import { z } from "zod";
import { notFound } from "../../http/mount-routes.ts";
import { neverWasACart } from "./refusals.ts";

/** An order's id or number; a line's or an address's id. */
export const PlatformIdParam = z.strictObject({ id: z.string().regex(/^[A-Za-z0-9-]{1,40}$/) });

/** An order as this face writes to it: its own cart, or an order of another face, which never was one. */
export type FoundOrder = { cart: PlatformCart; orderId: string | null } | { cart: undefined; orderId: string };

const ID = /^\d{1,15}$/;
const CART_NUMBER = /^R1\d{8,15}$/;
const ORDER_NUMBER = /^R2(\d{8,15})$/;
const GUID = z.guid();

/** The id of a cart, a line or an address; undefined for what cannot be one. */
export function parseId(given: string): number | undefined {
  return ID.test(given) ? Number(given) : undefined;
}

/** The order of that id or number. Throws `not_found` for anybody else's, as for one that is not there. */
export async function requireFound(db: Database, scope: OrderScope, given: string): Promise<FoundOrder> {
  const ref = toCartRef(given);
  if (ref !== undefined) {
    const cart = await findCart(db, scope, ref);
    if (cart === undefined) throw notFound("order");
    return { cart, orderId: cart.orderId };
  }
  const orderId = await findNative(db, scope, given);
  // What was a cart is known by the cart's id and number alone.
  if (orderId === undefined || (await findCart(db, scope, { orderId })) !== undefined) throw notFound("order");
  return { cart: undefined, orderId };
}

/** Only what is, or was, a cart. */
export async function requireFoundCart(db: Database, scope: OrderScope, given: string): Promise<PlatformCart> {
  const { cart } = await requireFound(db, scope, given);
  if (cart === undefined) throw neverWasACart();
  return cart;
}

/** Undefined: it is no cart's. */
function toCartRef(given: string): CartRef | undefined {
  const id = parseId(given);
  if (id !== undefined) return { id };
  return CART_NUMBER.test(given) ? { number: given } : undefined;
}

async function findNative(db: Database, scope: OrderScope, given: string): Promise<string | undefined> {
  const digits = ORDER_NUMBER.exec(given)?.[1];
  if (digits !== undefined) {
    const serial = Number(digits);
    const isSpelledSo = digits === String(serial).padStart(8, "0");
    return isSpelledSo ? (await findOrderBySerial(db, scope, serial))?.id : undefined;
  }
  return GUID.safeParse(given).success ? (await findOrder(db, scope, given))?.id : undefined;
}
