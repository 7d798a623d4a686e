import { isInCheckout, isTooDear, type QuotedAmounts, quoteCart, settleCart } from "@cartwright/orders";
import type { CartState } from "@cartwright/schemas";
import { and, eq, sql } from "drizzle-orm";
import type { Database, Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { type AddressFields, insertAddress } from "./platform-address-fields.ts";
import { type LineWanted, putLines } from "./platform-cart-lines.ts";
import {
  type CartRef,
  findAddressIds,
  findCart,
  isOfCartScope,
  lockCart,
  type PlatformCart,
  type PlatformCartRow,
  readAddress,
  readCoupon,
  readLines,
} from "./platform-cart-record.ts";
import { CartRefusal } from "./platform-cart-refusal.ts";
import { platformCarts, platformStateChanges } from "./tables/index.ts";

/** What a client may say of a cart. */
export type CartColumns = Partial<
  Pick<
    PlatformCartRow,
    | "email"
    | "specialInstructions"
    | "internalNote"
    | "currency"
    | "channel"
    | "lastIpAddress"
    | "userId"
    | "createdById"
    | "approverId"
    | "approvedAt"
    | "cancelerId"
    | "consideredRisky"
    | "confirmationDelivered"
    | "storeOwnerNotificationDelivered"
    | "publicMetadata"
    | "privateMetadata"
  >
>;

/** What is to be written of a cart beside its columns. Undefined: nothing of it. */
export interface CartParts {
  columns: CartColumns;
  billAddress: AddressChoice | undefined;
  shipAddress: AddressChoice | undefined;
  lines: readonly LineWanted[];
}

/** A new address, one that is there, or none. */
export type AddressChoice = { fields: AddressFields } | { id: number } | null;

export interface NewCart extends CartParts {
  keyId: string;
  idempotencyKey: string | null;
  fingerprint: string;
}

/** Makes a cart, once per idempotency key. `isNew` false: the key's cart was there, made by whatever request. */
export async function createCart(
  db: Database,
  scope: OrderScope,
  { keyId, idempotencyKey, fingerprint, ...parts }: NewCart,
): Promise<{ cart: PlatformCart; isNew: boolean }> {
  return await db.transaction(async (tx) => {
    const { accountId, mode } = scope;
    const [made] = await tx
      .insert(platformCarts)
      .values({ accountId, mode, apiKeyId: keyId, idempotencyKey, fingerprint, ...parts.columns })
      .onConflictDoNothing({ target: [platformCarts.accountId, platformCarts.mode, platformCarts.idempotencyKey] })
      .returning();
    if (made === undefined) return { cart: await requireByKey(tx, scope, idempotencyKey), isNew: false };
    const cart = { ...made, lines: [], shipAddress: undefined, coupon: undefined, native: undefined };
    const change = await writeParts(tx, cart, { ...parts, columns: {} }, "add");
    return { cart: await applyChange(tx, cart, change, { isNewVersion: false }), isNew: true };
  });
}

async function requireByKey(tx: Executor, scope: OrderScope, idempotencyKey: string | null): Promise<PlatformCart> {
  const cart = idempotencyKey === null ? undefined : await findCartByKey(tx, scope, idempotencyKey);
  if (cart === undefined) throw new Error("no cart holds the key that another one was refused for");
  return cart;
}

export async function findCartByKey(
  db: Executor,
  scope: OrderScope,
  idempotencyKey: string,
): Promise<PlatformCart | undefined> {
  const [row] = await db
    .select({ id: platformCarts.id })
    .from(platformCarts)
    .where(and(isOfCartScope(scope), eq(platformCarts.idempotencyKey, idempotencyKey)));
  return row === undefined ? undefined : await findCart(db, scope, row);
}

/** What a write makes of a cart. */
export interface CartChange {
  columns?: Partial<PlatformCartRow>;
  /** The states that it passes, in turn; the last is the one that it is left in. */
  way?: readonly CartState[];
}

export interface CartWrite {
  scope: OrderScope;
  ref: CartRef;
  /** The version that the client has seen; undefined: it does not say. */
  version: number | undefined;
}

/**
 * One write: the cart is held, its version compared, and its totals are computed anew. Throws a CartRefusal, and then has written
 * nothing. `decide` writes what is not in the cart's row by itself.
 */
export async function changeCart(
  db: Database,
  write: CartWrite,
  decide: (tx: Executor, cart: PlatformCart) => Promise<CartChange> | CartChange,
): Promise<PlatformCart> {
  return await db.transaction(async (tx) => await changeCartIn(tx, write, decide));
}

/** The same within a transaction that is open. */
export async function changeCartIn(
  tx: Executor,
  { scope, ref, version }: CartWrite,
  decide: (tx: Executor, cart: PlatformCart) => Promise<CartChange> | CartChange,
): Promise<PlatformCart> {
  const cart = await requireCart(tx, scope, ref);
  requireVersion(cart, version);
  return await applyChange(tx, cart, await decide(tx, cart), { isNewVersion: true });
}

async function requireCart(tx: Executor, scope: OrderScope, ref: CartRef): Promise<PlatformCart> {
  const cart = await lockCart(tx, scope, ref);
  if (cart === undefined) throw new CartRefusal("not_found");
  return cart;
}

export function requireVersion({ stateLockVersion }: PlatformCart, version: number | undefined): void {
  if (version !== undefined && version !== stateLockVersion) throw new CartRefusal("stale", [], stateLockVersion);
}

/** Nothing of what was bought is changed any more. */
export function requireInCheckout({ state }: PlatformCart): void {
  if (!isInCheckout(state)) throw new CartRefusal("complete");
}

/** Writes a cart's addresses and lines; its columns, and where it points to, are left to the caller. */
export async function writeParts(
  tx: Executor,
  cart: PlatformCart,
  { columns, billAddress, shipAddress, lines }: CartParts,
  how: "add" | "set",
): Promise<CartChange> {
  const chosen = {
    ...(billAddress === undefined ? {} : { billAddressId: await chooseAddress(tx, cart, billAddress, "bill") }),
    ...(shipAddress === undefined ? {} : { shipAddressId: await chooseAddress(tx, cart, shipAddress, "ship") }),
  };
  if (lines.length > 0) await putLines(tx, cart, lines, how);
  return { columns: { ...columns, ...chosen } };
}

async function chooseAddress(
  tx: Executor,
  scope: OrderScope,
  choice: AddressChoice,
  which: "bill" | "ship",
): Promise<number | null> {
  if (choice === null) return null;
  if ("fields" in choice) return (await insertAddress(tx, scope, choice.fields)).id;
  const found = await findAddressIds(tx, scope, [choice.id]);
  if (!found.has(choice.id)) throw CartRefusal.of([{ field: `${which}_address_id`, message: "must exist" }]);
  return choice.id;
}

/** The cart's row as it is from now on, with the states that it passed. A version is a write, and a state more is one more. */
async function applyChange(
  tx: Executor,
  cart: PlatformCart,
  { columns = {}, way = [] }: CartChange,
  { isNewVersion }: { isNewVersion: boolean },
): Promise<PlatformCart> {
  const lines = await readLines(tx, cart.id);
  const { shipAddressId = cart.shipAddressId, couponId = cart.couponId } = columns;
  const { storeCreditCents = cart.storeCreditCents } = columns;
  const coupon = couponId === cart.couponId ? cart.coupon : await readCoupon(tx, couponId);
  const reached = way.at(-1) ?? cart.state;
  const state = settleCart(reached, { line_items: lines.length > 0, ship_address: shipAddressId !== null });
  const passed = state === reached ? [...way] : [...way, state];
  await noteStates(tx, cart, passed);
  const written = {
    ...columns,
    state,
    stateLockVersion: cart.stateLockVersion + Math.max(passed.length, isNewVersion ? 1 : 0),
    ...(isInCheckout(state) ? totalsOf(quoteCart(state, lines, coupon?.amountCents ?? 0), storeCreditCents) : {}),
  };
  const [row] = await tx
    .update(platformCarts)
    .set({ ...written, updatedAt: sql`clock_timestamp()` })
    .where(eq(platformCarts.id, cart.id))
    .returning({ updatedAt: platformCarts.updatedAt });
  if (row === undefined) throw new Error(`cart ${cart.id} is held, and is not there`);
  const shipAddress = shipAddressId === cart.shipAddressId ? cart.shipAddress : await readAddress(tx, shipAddressId);
  return { ...cart, ...written, ...row, lines, coupon, shipAddress };
}

async function noteStates(tx: Executor, cart: PlatformCart, passed: readonly CartState[]): Promise<void> {
  if (passed.length === 0) return;
  const from = (index: number): CartState => passed[index - 1] ?? cart.state;
  const rows = passed.map((nextState, index) => ({ cartId: cart.id, previousState: from(index), nextState }));
  await tx.insert(platformStateChanges).values(rows);
}

function totalsOf(amounts: QuotedAmounts, storeCreditCents: number) {
  if (isTooDear(amounts))
    throw CartRefusal.of([{ field: "line_items", message: "come to more than an order may cost" }]);
  return {
    itemCount: amounts.itemCount,
    itemTotalCents: amounts.itemTotalCents,
    shipmentTotalCents: amounts.shippingCents,
    taxTotalCents: amounts.taxCents,
    promoTotalCents: amounts.promoCents,
    totalCents: amounts.totalCents,
    // More than it costs, nothing pays.
    storeCreditCents: Math.min(storeCreditCents, amounts.totalCents),
  };
}

/** Throws a CartRefusal for one that is complete: orders are not forgotten. */
export async function deleteCart(db: Database, { scope, ref, version }: CartWrite): Promise<void> {
  await db.transaction(async (tx) => {
    const cart = await requireCart(tx, scope, ref);
    requireVersion(cart, version);
    requireInCheckout(cart);
    await tx.delete(platformCarts).where(eq(platformCarts.id, cart.id));
  });
}
