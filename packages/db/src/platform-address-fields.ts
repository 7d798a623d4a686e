import type { Executor } from "./client.ts";
import type { OrderScope } from "./order-store.ts";
import type { PlatformAddressRow } from "./platform-cart-record.ts";
import { platformAddresses } from "./tables/index.ts";

/** What a client may say of an address. */
export type AddressFields = Partial<
  Omit<typeof platformAddresses.$inferInsert, "id" | "accountId" | "mode" | "createdAt" | "updatedAt">
>;

export async function insertAddress(
  db: Executor,
  { accountId, mode }: OrderScope,
  fields: AddressFields,
): Promise<PlatformAddressRow> {
  const [address] = await db
    .insert(platformAddresses)
    .values({ ...fields, accountId, mode })
    .returning();
  if (address === undefined) throw new Error("an address was inserted, and is not there");
  return address;
}
