import { z } from "zod";
import type { CheckoutOrder } from "../driver.ts";
import { type FieldValue, splitStreet, STATE_NAMES } from "../storefront/address-values.ts";

/** What of an order can stand in a recording in place of what was typed while recording. */
export const PARAMETERS = [
  "product_url",
  "quantity",
  "variant",
  "first_name",
  "last_name",
  "full_name",
  "address_line1",
  "house_number",
  "street_name",
  "address_line2",
  "city",
  "state",
  "state_name",
  "postal_code",
  "country",
  "phone",
  "phone_national",
  "email",
  "reference",
] as const;
export const ParameterName = z.enum(PARAMETERS);
export type ParameterName = z.infer<typeof ParameterName>;

/** A place in a recording's JSON that an order's own value takes. `label`: which of its variants. */
export const Parameter = z.strictObject({ $parameter: ParameterName, label: z.string().min(1).optional() });
export type Parameter = z.infer<typeof Parameter>;

/** What of an address a shop is seen to have taken. */
export const SHIP_TO: ReadonlySet<ParameterName> = new Set([
  "first_name",
  "last_name",
  "full_name",
  "address_line1",
  "house_number",
  "street_name",
  "address_line2",
  "city",
  "state",
  "state_name",
  "postal_code",
] as const);

const COUNTRY = ["United States", "United States of America", "United States (US)", "USA", "US"];

/** How an order's value may be written, the first as it is typed; undefined where the order has none. */
export function valuesOf(
  { $parameter: name, label }: Parameter,
  order: CheckoutOrder,
  used: ReadonlySet<ParameterName>,
): FieldValue | undefined {
  if (name === "variant") {
    const wanted = order.items[0]?.variant?.find((choice) => isSameLabel(choice.label, label ?? ""));
    return wanted === undefined ? undefined : [wanted.value];
  }
  return fixedValues(order, used)[name];
}

function fixedValues(
  order: CheckoutOrder,
  used: ReadonlySet<ParameterName>,
): Record<Exclude<ParameterName, "variant">, FieldValue> {
  const { address, items } = order;
  const [houseNumber, streetName] = splitStreet(address.address_line1);
  const more = address.address_line2 ?? "";
  // A form without a second line gets it on the first: a parcel without its apartment does not arrive.
  const withMore = (line: string): string => (more === "" || used.has("address_line2") ? line : `${line}, ${more}`);
  const stateName = STATE_NAMES[address.state] ?? address.state;
  return {
    product_url: [items[0]?.url ?? ""],
    quantity: [String(items[0]?.quantity ?? 1)],
    first_name: [address.first_name],
    last_name: [address.last_name],
    full_name: [`${address.first_name} ${address.last_name}`],
    address_line1: [withMore(address.address_line1)],
    house_number: [houseNumber],
    street_name: [withMore(streetName)],
    address_line2: [more],
    city: [address.city],
    state: [address.state, stateName],
    state_name: [stateName, address.state],
    postal_code: [address.postal_code, address.postal_code.slice(0, 5)],
    country: COUNTRY,
    phone: [address.phone_number],
    phone_national: [address.phone_number.replaceAll(/\D/g, "").slice(-10)],
    email: [order.email],
    reference: [order.poNumber === null ? order.marker : `${order.poNumber} ${order.marker}`],
  };
}

export function isSameLabel(one: string, other: string): boolean {
  const bare = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
  return bare(one).replace("colour", "color") === bare(other).replace("colour", "color");
}
