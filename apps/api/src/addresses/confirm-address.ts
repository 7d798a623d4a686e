import type { AddressValidation, FieldError, ShippingAddress, ShippingAddressInput } from "@cartwright/schemas";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { fieldProblem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import type { AddressCheck, PostalAddress } from "./address-check.ts";

// The territories have countries of their own in the numbering plan.
const US_NUMBERS = new Set<CountryCode | undefined>(["US", "PR", "GU", "VI", "AS", "MP"]);

export interface ConfirmedAddress {
  address: ShippingAddress;
  validation: AddressValidation;
}

/** The address as an order keeps it. Throws `invalid_shipping_address` for one that a person has to look at first. */
export async function confirmAddress(check: AddressCheck, input: ShippingAddressInput): Promise<ConfirmedAddress> {
  const sent = toPostal(input);
  const decision = await check.check(sent);
  const recipient = readRecipient(input);
  const phone = readPhone(input.phone_number);
  if (decision.verdict === "accept" && phone !== undefined) {
    return {
      address: { ...recipient, ...decision.address, phone_number: phone, country: "US" },
      validation: decision.validation,
    };
  }
  const addressErrors = decision.verdict === "accept" ? [] : decision.errors;
  const suggested = decision.verdict === "accept" ? null : decision.suggested;
  throw fieldProblem(
    "invalid_shipping_address",
    phone === undefined ? [...addressErrors, phoneFault(input.phone_number)] : addressErrors,
    {
      // A wrong phone number is nothing that a suggestion could mend.
      verdict: phone === undefined ? "fix" : decision.verdict,
      suggested_address: suggested === null ? null : { ...suggested, country: "US" },
      provider: decision.validation.provider,
    },
  );
}

function toPostal(input: ShippingAddressInput): PostalAddress {
  const { address_line1, address_line2, city, state, postal_code } = input;
  return { address_line1, address_line2: address_line2 ?? null, city, state, postal_code };
}

/** Of `name`, the last word is the last name: the schema has seen to it that there are two words. */
function readRecipient(input: ShippingAddressInput): { first_name: string; last_name: string } {
  const words = (input.name ?? "").trim().split(/\s+/);
  return {
    first_name: input.first_name ?? words.slice(0, -1).join(" "),
    last_name: input.last_name ?? words.at(-1) ?? "",
  };
}

function readPhone(text: string): string | undefined {
  const phone = parsePhoneNumberFromString(text, "US");
  return phone?.isValid() === true && US_NUMBERS.has(phone.country) ? phone.number : undefined;
}

function phoneFault(received: string): FieldError {
  return {
    field: "shipping_address.phone_number",
    code: "invalid_phone_number",
    message: "is not a US phone number",
    received: showReceived(received),
    expected: "10 digits, or +1 and 10 digits",
  };
}
