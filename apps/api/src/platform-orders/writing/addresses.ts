import { createAddress as insertAddress, type Database, deleteAddress, updateAddress } from "@cartwright/db";
import type { PlatformAddressAttributes } from "@cartwright/schemas";
import type { Caller } from "../../accounts/authenticate.ts";
import { notFound } from "../../http/mount-routes.ts";
import { toAddressFields } from "./order-parts.ts";
import { parseId } from "./order-ref.ts";
import { blankFault, refusal, refusing } from "./refusals.ts";

const THING = "address";

/** What an address of its own must have, by the platform's document; one that comes with an order need not. */
const REQUIRED = ["firstname", "lastname", "address1", "city", "zipcode", "phone", "country_id"] as const;

export async function createAddress(db: Database, caller: Caller, address: PlatformAddressAttributes): Promise<number> {
  const missing = REQUIRED.filter((name) => isBlank(address[name]));
  if (missing.length > 0) throw refusal(...missing.map((name) => blankFault(name)));
  return (await insertAddress(db, caller, toAddressFields(address))).id;
}

/** What an order was sent to stays as it is. */
export async function changeAddress(
  db: Database,
  { caller, given, address }: { caller: Caller; given: string; address: PlatformAddressAttributes },
): Promise<number> {
  const id = requireId(given);
  const emptied = REQUIRED.filter((name) => address[name] !== undefined && isBlank(address[name]));
  if (emptied.length > 0) throw refusal(...emptied.map((name) => blankFault(name)));
  await refusing(() => updateAddress(db, caller, { id, fields: toAddressFields(address) }), THING);
  return id;
}

export async function removeAddress(db: Database, caller: Caller, given: string): Promise<void> {
  await refusing(() => deleteAddress(db, caller, requireId(given)), THING);
}

function requireId(given: string): number {
  const id = parseId(given);
  if (id === undefined) throw notFound(THING);
  return id;
}

const isBlank = (text: string | null | undefined): boolean => (text ?? "").trim() === "";
