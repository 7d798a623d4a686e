import { and, eq, or, sql } from "drizzle-orm";
import type { Database, Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import { type AddressFields, insertAddress } from "./platform-address-fields.ts";
import type { PlatformAddressRow } from "./platform-cart-record.ts";
import { CartRefusal } from "./platform-cart-refusal.ts";
import { type CartChange, changeCartIn } from "./platform-cart-store.ts";
import { platformAddresses, platformCarts } from "./tables/index.ts";

export async function createAddress(
  db: Executor,
  scope: OrderScope,
  fields: AddressFields,
): Promise<PlatformAddressRow> {
  return await insertAddress(db, scope, fields);
}

/** Throws a CartRefusal for one that an order went to, and for one that is not there. Carts that it is of get a new version. */
export async function updateAddress(
  db: Database,
  scope: OrderScope,
  { id, fields }: { id: number; fields: AddressFields },
): Promise<void> {
  await db.transaction(async (tx) => {
    await changeItsCarts(tx, scope, id, () => ({}));
    const [changed] = await tx
      .update(platformAddresses)
      .set({ ...fields, updatedAt: sql`clock_timestamp()` })
      .where(isAddress(scope, id))
      .returning({ id: platformAddresses.id });
    if (changed === undefined) throw new CartRefusal("not_found");
  });
}

/** Carts that it is of are without one from then on, and go back to where it is asked for. Throws like updateAddress. */
export async function deleteAddress(db: Database, scope: OrderScope, id: number): Promise<void> {
  await db.transaction(async (tx) => {
    await changeItsCarts(tx, scope, id, ({ shipAddressId, billAddressId }) => ({
      columns: {
        ...(shipAddressId === id ? { shipAddressId: null } : {}),
        ...(billAddressId === id ? { billAddressId: null } : {}),
      },
    }));
    const deleted = await tx.delete(platformAddresses).where(isAddress(scope, id)).returning();
    if (deleted.length === 0) throw new CartRefusal("not_found");
  });
}

const isAddress = ({ accountId, mode }: OrderScope, id: number) =>
  and(eq(platformAddresses.id, id), eq(platformAddresses.accountId, accountId), eq(platformAddresses.mode, mode));

async function changeItsCarts(
  tx: Executor,
  scope: OrderScope,
  addressId: number,
  change: (cart: { shipAddressId: number | null; billAddressId: number | null }) => CartChange,
): Promise<void> {
  const [address] = await tx.select().from(platformAddresses).where(isAddress(scope, addressId));
  if (address === undefined) throw new CartRefusal("not_found");
  const carts = await tx
    .select({ id: platformCarts.id })
    .from(platformCarts)
    .where(or(eq(platformCarts.shipAddressId, addressId), eq(platformCarts.billAddressId, addressId)))
    .orderBy(platformCarts.id);
  for (const ref of carts) {
    await changeCartIn(tx, { scope, ref, version: undefined }, (_tx, cart) => {
      if (cart.orderId !== null) throw new CartRefusal("complete");
      return change(cart);
    });
  }
}
