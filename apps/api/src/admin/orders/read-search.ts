import type { OrderSought } from "@cartwright/db";

const UUID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;
/** Every number of ours ends in the order's serial: the native one, the supplier face's, the platform face's of orders that were no cart. */
const OWN_NUMBER = /^(?:ord[-_]\d{4}[-_]|r2)0*(\d{1,15})$/i;
const CART_NUMBER = /^r1\d{8,}$/i;
const METADATA = /^([^=]{1,100})=(.*)$/s;
const MAX_SOUGHT = 200;

/** What an operator typed: an id, a number of ours, `key=value` of the metadata; anything else is somebody else's number. */
export function readSearch(typed: string): OrderSought {
  const text = typed.trim().slice(0, MAX_SOUGHT);
  if (text === "") return { by: "latest" };
  if (UUID.test(text)) return { by: "id", id: text };
  const serial = OWN_NUMBER.exec(text)?.[1];
  if (serial !== undefined) return { by: "serial", serial: Number(serial) };
  if (CART_NUMBER.test(text)) return { by: "cart", number: text.toUpperCase() };
  const [, key, value] = METADATA.exec(text) ?? [];
  if (key !== undefined && value !== undefined) return { by: "metadata", key: key.trim(), value: value.trim() };
  return { by: "number", number: text };
}
