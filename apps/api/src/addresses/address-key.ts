import type { PostalAddress } from "./address-check.ts";
import { tidy } from "./offline-address-check.ts";

/** The same for all spellings of an address that differ in case and spaces alone. */
export function addressKey(address: PostalAddress): string {
  const { address_line1, address_line2, city, state, postal_code } = tidy(address);
  return JSON.stringify([address_line1, address_line2, city, state, postal_code]).toLowerCase();
}
