import type { AddressValidation, FieldError, ShippingAddress, ShippingAddressInput } from "@cartwright/schemas";
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { fieldProblem, type Problem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";
import type { AddressCheck, AddressDecision, PostalAddress } from "./address-check.ts";
import { type AddressOverrides, isOverridable, type RefusedToken } from "./address-override.ts";
import { tidy } from "./offline-address-check.ts";

// The territories have countries of their own in the numbering plan.
const US_NUMBERS = new Set<CountryCode | undefined>(["US", "PR", "GU", "VI", "AS", "MP"]);

export interface ConfirmedAddress {
  address: ShippingAddress;
  validation: AddressValidation;
}

/** Lets a client insist on an address, by the token of the refusal before. */
export interface AddressHandshake {
  overrides: AddressOverrides;
  accountId: string;
  token: string | null | undefined;
}

/**
 * The address as an order keeps it. Throws `invalid_shipping_address` for one that a person has to look at first; with a
 * handshake, its details carry the token that accepts it as it was sent.
 */
export async function confirmAddress(
  check: AddressCheck,
  input: ShippingAddressInput,
  handshake?: AddressHandshake,
): Promise<ConfirmedAddress> {
  const sent = toPostal(input);
  const decision = await decide(check, sent, handshake);
  const phone = readPhone(input.phone_number);
  if (decision.verdict !== "accept" || phone === undefined) {
    throw await refusal(
      decision,
      { sent, phoneFault: phone === undefined ? phoneFault(input.phone_number) : undefined },
      handshake,
    );
  }
  return {
    address: { ...readRecipient(input), ...decision.address, phone_number: phone, country: "US" },
    validation: decision.validation,
  };
}

/**
 * With its token, the address as it was sent, and nobody is asked again. A token that is not taken is a fault only where the
 * address is refused: then somebody means to insist, and has to learn that it does not.
 */
async function decide(
  check: AddressCheck,
  sent: PostalAddress,
  handshake?: AddressHandshake,
): Promise<AddressDecision> {
  const token = handshake?.token ?? undefined;
  if (handshake === undefined || token === undefined) return await check.check(sent);
  const validation = await handshake.overrides.read(token, { accountId: handshake.accountId, address: sent });
  if (typeof validation !== "string") return { verdict: "accept", address: tidy(sent), validation };
  const decision = await check.check(sent);
  if (decision.verdict !== "accept") throw tokenProblem(validation, token);
  return decision;
}

function tokenProblem(reason: RefusedToken, token: string): Problem {
  const message = {
    wrong: "is not the token of this address: it was changed, or is of another address or account",
    expired: "is too old",
  }[reason];
  const expected = "the override_token of a refusal of this very address, or none, to have it checked";
  return fieldProblem("validation_error", [
    { field: "override_token", code: `${reason}_token`, message, received: showReceived(token), expected },
  ]);
}

async function refusal(
  decision: AddressDecision,
  { sent, phoneFault }: { sent: PostalAddress; phoneFault: FieldError | undefined },
  handshake?: AddressHandshake,
): Promise<Problem> {
  const { validation } = decision;
  const { errors, suggested } = decision.verdict === "accept" ? { errors: [], suggested: null } : decision;
  const mayInsist = handshake !== undefined && phoneFault === undefined && isOverridable(decision.verdict);
  const token = mayInsist
    ? await handshake.overrides.issue({ accountId: handshake.accountId, address: sent, validation })
    : undefined;
  return fieldProblem("invalid_shipping_address", phoneFault === undefined ? errors : [...errors, phoneFault], {
    // A wrong phone number is nothing that a suggestion could mend.
    verdict: phoneFault === undefined ? decision.verdict : "fix",
    suggested_address: suggested === null ? null : { ...suggested, country: "US" },
    provider: validation.provider,
    degraded: validation.degraded,
    ...(token === undefined ? {} : { override_token: token }),
  });
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

/** A US number as E.164; undefined for anything else. */
export function readPhone(text: string): string | undefined {
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
