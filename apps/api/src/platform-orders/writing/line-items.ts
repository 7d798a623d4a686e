import {
  changeCart,
  type Database,
  findCartIdOfLine,
  type LineWanted,
  putLines,
  requireInCheckout,
} from "@cartwright/db";
import type { PlatformLineItemAttributes } from "@cartwright/schemas";
import type { Caller } from "../../accounts/authenticate.ts";
import { notFound } from "../../http/mount-routes.ts";
import { Problem } from "../../http/problem.ts";
import { toLine } from "./order-parts.ts";
import { parseId, requireFoundCart } from "./order-ref.ts";
import { blankFault, refusal, refusing } from "./refusals.ts";

export interface LineRequest {
  caller: Caller;
  line: PlatformLineItemAttributes;
  version: number | undefined;
}

/** Puts a variant into a cart, or more of it into the line that it has. Gives the line's id. */
export async function createLine(db: Database, { caller, line, version }: LineRequest): Promise<number> {
  if (line.order_id === undefined || line.order_id === null) throw refusal(blankFault("order_id"));
  const { id: _own, ...wanted } = line;
  if (wanted.variant_id === undefined || wanted.variant_id === null) throw refusal(blankFault("variant_id"));
  if (wanted.quantity === 0) throw refusal({ field: "quantity", message: "must be greater than 0" });
  const { id } = await requireNamedCart(db, caller, line.order_id);
  const cart = await writeLine(db, { caller, cartId: id, version }, { wanted: toLine(wanted), how: "add" });
  const made = cart.lines.find(({ variantId }) => variantId === wanted.variant_id);
  if (made === undefined) throw new Error(`a line of cart ${id} was written, and is not there`);
  return made.id;
}

/** In a body, another account's order is as good as none. */
async function requireNamedCart(db: Database, caller: Caller, orderId: string) {
  return await requireFoundCart(db, caller, orderId).catch((error: unknown) => {
    const isUnknown = error instanceof Problem && error.code === "not_found";
    throw isUnknown ? refusal({ field: "order_id", message: "must exist" }) : error;
  });
}

/** Sets a line's quantity: 0 takes it out. Gives its id, or undefined when it is gone. */
export async function updateLine(
  db: Database,
  { caller, line, version, given }: LineRequest & { given: string },
): Promise<number | undefined> {
  const { lineId, cartId } = await requireLine(db, caller, given);
  const { id: _own, variant_id: _same, ...attributes } = line;
  const wanted = { ...toLine(attributes), lineId };
  const cart = await writeLine(db, { caller, cartId, version }, { wanted, how: "set" });
  return cart.lines.find(({ id }) => id === lineId)?.id;
}

export async function deleteLine(db: Database, caller: Caller, given: string): Promise<void> {
  const { lineId, cartId } = await requireLine(db, caller, given);
  await writeLine(db, { caller, cartId, version: undefined }, { wanted: { lineId, quantity: 0 }, how: "set" });
}

async function requireLine(db: Database, caller: Caller, given: string): Promise<{ lineId: number; cartId: number }> {
  const lineId = parseId(given);
  const cartId = lineId === undefined ? undefined : await findCartIdOfLine(db, caller, lineId);
  if (lineId === undefined || cartId === undefined) throw notFound("line item");
  return { lineId, cartId };
}

async function writeLine(
  db: Database,
  { caller, cartId, version }: { caller: Caller; cartId: number; version: number | undefined },
  { wanted, how }: { wanted: LineWanted; how: "add" | "set" },
) {
  return await refusing(() =>
    changeCart(db, { scope: caller, ref: { id: cartId }, version }, async (tx, cart) => {
      requireInCheckout(cart);
      // Somebody else may have taken it out while this request waited for the cart.
      if (wanted.lineId !== undefined && !cart.lines.some(({ id }) => id === wanted.lineId))
        throw notFound("line item");
      await putLines(tx, cart, [wanted], how);
      return {};
    }),
  );
}
