import {
  applyCoupon,
  type CartChange,
  type CartWrite,
  changeCart,
  type Database,
  type PlatformCart,
  removeLines,
  requireInCheckout,
  useStoreCredit,
} from "@cartwright/db";
import { advanceCart, cartFaults, type CartFacts, moveCart } from "@cartwright/orders";
import type { Caller } from "../../accounts/authenticate.ts";
import { requireFoundCart } from "./order-ref.ts";
import { blankFault, cannotGoOn, type Fault, missingFault, refusal, refusing } from "./refusals.ts";

export interface MoveRequest {
  caller: Caller;
  /** The order's id or number. */
  given: string;
  version: number | undefined;
}

/** What of a cart is there, for the state machine. */
function factsOf({ lines, shipAddress }: PlatformCart): CartFacts {
  return {
    line_items: lines.length > 0,
    ship_address: shipAddress !== undefined,
    shipping: cartFaults(lines).length === 0,
  };
}

/** To the next state. Throws a Problem that names what is missing. */
export async function nextOrder(db: Database, request: MoveRequest): Promise<PlatformCart> {
  return await change(db, request, (cart) => {
    const move = moveCart(cart.state, "next", factsOf(cart));
    if (move.kind === "refused") throw cannotGoOn(cart.state);
    if (move.kind === "missing") throw refusal(...move.requirements.flatMap((missing) => toFaults(cart, missing)));
    return { way: [move.state] };
  });
}

function toFaults(cart: PlatformCart, missing: keyof CartFacts): Fault[] {
  return missing === "shipping" ? cartFaults(cart.lines) : [missingFault(missing)];
}

/** As far as it goes without buying: like that platform, it is no fault to stop where something is missing. */
export async function advanceOrder(db: Database, request: MoveRequest): Promise<PlatformCart> {
  return await change(db, request, (cart) => {
    requireInCheckout(cart);
    return { way: advanceCart(cart.state, factsOf(cart)) };
  });
}

/** Says who approves of it. The first time counts. */
export async function approveOrder(
  db: Database,
  request: MoveRequest & { approverId: string | null | undefined },
): Promise<PlatformCart> {
  return await change(db, request, ({ approvedAt, approverId }) => ({
    columns: {
      approvedAt: approvedAt ?? new Date(),
      approverId: request.approverId ?? approverId,
      consideredRisky: false,
    },
  }));
}

/** Takes out all that is in it: lines, coupon and store credit. */
export async function emptyOrder(db: Database, request: MoveRequest): Promise<PlatformCart> {
  const { id } = await requireFoundCart(db, request.caller, request.given);
  return await refusing(() =>
    changeCart(db, toWrite(request, id), async (tx, cart) => {
      requireInCheckout(cart);
      await removeLines(tx, cart.id);
      return { columns: { couponId: null, storeCreditCents: 0 } };
    }),
  );
}

export async function applyCouponCode(
  db: Database,
  { code, ...request }: MoveRequest & { code: string | null | undefined },
): Promise<PlatformCart> {
  const { id } = await requireFoundCart(db, request.caller, request.given);
  if (code === undefined || code === null || code.trim() === "") throw refusal(blankFault("coupon_code"));
  return await refusing(() => applyCoupon(db, toWrite(request, id), code));
}

export async function payWithStoreCredit(
  db: Database,
  { amountCents, ...request }: MoveRequest & { amountCents: number | undefined },
): Promise<PlatformCart> {
  const { id } = await requireFoundCart(db, request.caller, request.given);
  return await refusing(() => useStoreCredit(db, { ...toWrite(request, id), cartId: id, amountCents }));
}

async function change(
  db: Database,
  request: MoveRequest,
  decide: (cart: PlatformCart) => CartChange,
): Promise<PlatformCart> {
  const { id } = await requireFoundCart(db, request.caller, request.given);
  return await refusing(() => changeCart(db, toWrite(request, id), (_tx, cart) => decide(cart)));
}

function toWrite({ caller, version }: MoveRequest, id: number): CartWrite {
  return { scope: caller, ref: { id }, version };
}
