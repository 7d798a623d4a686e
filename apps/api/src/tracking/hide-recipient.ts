import type { ShippingAddress } from "@cartwright/schemas";

const HIDDEN = "•••";
const PHONE_DIGITS = 10;

/** Takes the recipient's name and phone number out of what a carrier wrote: "Signed for by A. QUINN". */
export function hideRecipient(address: Pick<ShippingAddress, "first_name" | "last_name" | "phone_number">) {
  const names = `${address.first_name} ${address.last_name}`.split(/[\s.]+/).filter((name) => name.length > 1);
  const patterns = names.map(
    // As a name is written: "Will" is hidden, and "will arrive" is not.
    (name) => new RegExp(`(?<!\\p{L})(?:${spellings(name).map(escapeRegExp).join("|")})(?!\\p{L})`, "gu"),
  );
  const digits = address.phone_number.replaceAll(/\D/g, "").slice(-PHONE_DIGITS);
  if (digits.length === PHONE_DIGITS) patterns.push(new RegExp(digits.split("").join("[\\s().-]*"), "g"));
  return (text: string): string => patterns.reduce((hidden, pattern) => hidden.replaceAll(pattern, HIDDEN), text);
}

const spellings = (name: string): string[] => [
  ...new Set([name, name.toUpperCase(), name.slice(0, 1).toUpperCase() + name.slice(1).toLowerCase()]),
];

const escapeRegExp = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
