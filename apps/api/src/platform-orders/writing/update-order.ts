import { changeCart, type Database, deleteCart, type PlatformCart, writeParts } from "@cartwright/db";
import { isInCheckout } from "@cartwright/orders";
import type { PlatformOrderAttributes } from "@cartwright/schemas";
import type { Caller } from "../../accounts/authenticate.ts";
import { requireFoundCart } from "./order-ref.ts";
import { toNotes, toParts } from "./order-parts.ts";
import { type Fault, refusal, refusing } from "./refusals.ts";

export interface UpdateRequest {
  caller: Caller;
  /** The order's id or number. */
  given: string;
  order: PlatformOrderAttributes;
  version: number | undefined;
}

// One "@", something on both sides, and a dot behind it: whether mail arrives is not for us to know.
const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;

/** Writes what a body names. Of an order that is complete, its notes alone: its lines and addresses are what was bought. */
export async function updateOrder(
  db: Database,
  { caller, given, order, version }: UpdateRequest,
): Promise<PlatformCart> {
  const { id } = await requireFoundCart(db, caller, given);
  requireEmail(order.email);
  return await refusing(() =>
    changeCart(db, { scope: caller, ref: { id }, version }, async (tx, cart) => {
      if (isInCheckout(cart.state)) return await writeParts(tx, cart, toParts(order), "set");
      refuseBoughtParts(order);
      return { columns: toNotes(order) };
    }),
  );
}

function requireEmail(email: string | null | undefined): void {
  if (email === null || email === undefined || email.trim() === "" || EMAIL.test(email)) return;
  throw refusal({ field: "email", message: "is invalid" });
}

const BOUGHT = [
  ["line_items", "line_items_attributes"],
  ["bill_address", "bill_address_attributes"],
  ["ship_address", "ship_address_attributes"],
  ["bill_address", "bill_address_id"],
  ["ship_address", "ship_address_id"],
] as const satisfies readonly (readonly [string, keyof PlatformOrderAttributes])[];

function refuseBoughtParts(order: PlatformOrderAttributes): void {
  const faults: Fault[] = BOUGHT.filter(([, name]) => order[name] !== undefined).map(([field]) => ({
    field,
    message: "can't be changed: the order is complete",
  }));
  if (faults.length > 0) throw refusal(...faults);
}

/** Forgets a cart. An order that was bought is not forgotten. */
export async function deleteOrder(db: Database, caller: Caller, given: string): Promise<void> {
  const { id } = await requireFoundCart(db, caller, given);
  await refusing(() => deleteCart(db, { scope: caller, ref: { id }, version: undefined }));
}
