import { type CreateOrder, FieldError, ShippingAddress, type SupplierAddressInput } from "@cartwright/schemas";
import { z } from "zod";
import { fieldProblem, Problem } from "../http/problem.ts";

/** What this face calls the fields of a native order. */
const ADDRESS_FIELDS: Readonly<Record<string, string>> = {
  first_name: "name",
  last_name: "name",
  name: "name",
  address_line1: "street1",
  address_line2: "street2",
  city: "city",
  state: "state",
  postal_code: "zip",
  phone_number: "phone",
};

/**
 * Does what is done with a native order. A refusal that names fields of that one names those of this face's request instead, which it
 * was made of.
 */
export async function inSupplierWords<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Problem ? translated(error) : error;
  }
}

const FieldErrors = z.array(FieldError);

function translated(problem: Problem): Problem {
  const { field_errors: given, suggested_address: suggested, ...rest } = problem.details;
  const errors = FieldErrors.safeParse(given);
  if (!errors.success) return problem;
  const own = errors.data.map((error) => Object.assign(error, { field: toSupplierField(error.field) }));
  return fieldProblem(problem.code, own, {
    ...rest,
    ...(suggested === undefined ? {} : { suggested_address: toSupplierAddress(suggested) }),
  });
}

/** `shipping_address.postal_code` → `shipping_address.zip`, `products[1].url` → `items[1].product_id`. */
function toSupplierField(field: string): string {
  const [, line] = /^products\[(\d+)\]/.exec(field) ?? [];
  if (line !== undefined) return `items[${line}].${field.endsWith(".quantity") ? "quantity" : "product_id"}`;
  if (field === "max_price" || field === "products") return "items";
  const [, part = ""] = /^shipping_address\.(\w+)$/.exec(field) ?? [];
  const own = ADDRESS_FIELDS[part];
  return own === undefined ? field : `shipping_address.${own}`;
}

const Suggested = ShippingAddress.pick({ address_line1: true, city: true, state: true, postal_code: true }).extend({
  address_line2: ShippingAddress.shape.address_line2.optional(),
});

/** The address that was probably meant, as this face's clients would send it. */
function toSupplierAddress(suggested: unknown): object | null {
  const parsed = Suggested.safeParse(suggested);
  if (!parsed.success) return null;
  const { address_line1, address_line2, city, state, postal_code } = parsed.data;
  return { street1: address_line1, street2: address_line2 ?? null, city, state, zip: postal_code };
}

/** Where a parcel goes and who gets it, as a native order has it. */
export function toNativeAddress(
  address: SupplierAddressInput,
  recipient: { name: string; phone: string },
): CreateOrder["shipping_address"] {
  return {
    name: recipient.name,
    address_line1: address.street1,
    address_line2: address.street2 ?? null,
    city: address.city,
    state: address.state,
    postal_code: address.zip,
    phone_number: recipient.phone,
    country: "US",
  };
}
