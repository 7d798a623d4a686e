import type { AddressValidation, AddressVerdict, FieldError, ShippingAddress } from "@cartwright/schemas";

/** Where a parcel goes, without who gets it: all that a check ever sees. */
export type PostalAddress = Pick<ShippingAddress, "address_line1" | "address_line2" | "city" | "state" | "postal_code">;

/**
 * What a check says. `accept` carries the address as standardized; the others what is wrong, and, where one is to be
 * had, the address that was probably meant.
 */
export type AddressDecision =
  | { verdict: "accept"; address: PostalAddress; validation: AddressValidation }
  | {
      verdict: Exclude<AddressVerdict, "accept">;
      errors: FieldError[];
      suggested: PostalAddress | null;
      validation: AddressValidation;
    };

export interface AddressCheck {
  /** Never throws for an address; a check that depends on somebody else falls back when they are away. */
  check: (address: PostalAddress) => Promise<AddressDecision>;
}
