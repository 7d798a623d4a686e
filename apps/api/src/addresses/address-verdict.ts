import type { AddressVerdict, FieldError } from "@cartwright/schemas";
import type { PostalAddress } from "./address-check.ts";
import type { GoogleComponent, GoogleResult } from "./google-result.ts";

export interface DerivedVerdict {
  verdict: AddressVerdict;
  errors: FieldError[];
}

type Field = keyof PostalAddress;

// Which of our fields a part of Google's address stands in.
const FIELD_OF_COMPONENT: Readonly<Record<string, Field>> = {
  street_number: "address_line1",
  route: "address_line1",
  premise: "address_line1",
  post_box: "address_line1",
  subpremise: "address_line2",
  locality: "city",
  sublocality: "city",
  neighborhood: "city",
  postal_town: "city",
  administrative_area_level_1: "state",
  postal_code: "postal_code",
};

const DELIVERABLE = new Set(["PREMISE", "SUB_PREMISE", "PREMISE_PROXIMITY"]);
// What Google may add without changing where the parcel goes.
const HARMLESS_TO_INFER = new Set(["postal_code_suffix", "country", "administrative_area_level_2"]);

/**
 * One verdict out of Google's many flags, from the worst down. USPS alone never accepts: its answer only confirms or
 * doubts what Google found.
 */
export function deriveVerdict(result: GoogleResult, sent: PostalAddress): DerivedVerdict {
  const toFix = fixes(result, sent);
  if (toFix.length > 0) return { verdict: "fix", errors: toFix };
  if (lacksSubpremise(result)) {
    return {
      verdict: "add_subpremise",
      errors: [fault("address_line2", sent, "missing_unit", "needs an apartment, suite or unit number")],
    };
  }
  const toConfirm = confirmations(result, sent);
  if (toConfirm.length > 0) return { verdict: "confirm", errors: toConfirm };
  return { verdict: "accept", errors: [] };
}

function fixes(result: GoogleResult, sent: PostalAddress): FieldError[] {
  const errors: FieldError[] = [];
  for (const type of result.missing.filter((type) => type !== "subpremise")) {
    errors.push(fault(fieldOf(type), sent, "missing_part", `lacks its ${words(type)}`));
  }
  for (const part of result.components) {
    if (part.level === "UNCONFIRMED_AND_SUSPICIOUS") {
      errors.push(
        fault(fieldOf(part.type), sent, "suspicious_part", `has a ${words(part.type)} that is probably wrong`),
      );
    } else if (part.unexpected) {
      errors.push(
        fault(fieldOf(part.type), sent, "unexpected_part", `has a ${words(part.type)} that does not belong there`),
      );
    }
  }
  if (result.unresolvedTokens > 0)
    errors.push(fault("address_line1", sent, "unresolved_part", "holds words that are no part of an address"));
  if (errors.length === 0 && !DELIVERABLE.has(result.granularity)) {
    errors.push(fault("address_line1", sent, "not_deliverable", "does not name a building that is known"));
  }
  if (errors.length === 0 && result.dpv === "N" && hasDoubts(result)) {
    errors.push(fault("address_line1", sent, "not_deliverable", "is not an address that USPS delivers to"));
  }
  return errors;
}

/** Missing USPS data counts only where Google has doubts of its own and calls the address incomplete. */
function hasDoubts(result: GoogleResult): boolean {
  return (
    result.hasUnconfirmed || result.hasReplaced || result.granularity === "PREMISE_PROXIMITY" || !result.addressComplete
  );
}

function lacksSubpremise(result: GoogleResult): boolean {
  return result.missing.includes("subpremise") || result.dpv === "D";
}

function confirmations(result: GoogleResult, sent: PostalAddress): FieldError[] {
  const errors = result.components.flatMap((part) => {
    const doubt = doubtAbout(part, result.dpv);
    return doubt === undefined ? [] : [fault(fieldOf(part.type), sent, doubt.code, doubt.message, part.text)];
  });
  if (errors.length > 0) return errors;
  if (result.dpv === "S")
    return [fault("address_line2", sent, "unit_not_confirmed", "has a unit number that USPS does not know")];
  if (result.inputGranularity === "SUB_PREMISE" && result.granularity !== "SUB_PREMISE" && result.dpv !== "Y") {
    return [fault("address_line2", sent, "unit_not_confirmed", "has a unit number that could not be confirmed")];
  }
  // The flags speak of a part that the list of parts did not name, or USPS has no such address.
  const isDoubtful = result.hasReplaced || result.hasUnconfirmed || !result.addressComplete || result.dpv === "N";
  const isOnlyNear = result.granularity === "PREMISE_PROXIMITY" && result.dpv !== "Y";
  return isDoubtful || isOnlyNear
    ? [fault("address_line1", sent, "not_confirmed", "could not be confirmed in full")]
    : [];
}

function doubtAbout(part: GoogleComponent, dpv: string): { code: string; message: string } | undefined {
  const name = words(part.type);
  if (part.replaced) return { code: "replaced_part", message: `has a ${name} that does not fit the rest` };
  if (part.level === "UNCONFIRMED_BUT_PLAUSIBLE")
    return { code: "unconfirmed_part", message: `has a ${name} that could not be confirmed` };
  // A corrected spelling that USPS delivers to needs nobody's eye.
  if (part.spellCorrected && dpv !== "Y")
    return { code: "spelling", message: `has a ${name} that is probably misspelt` };
  if (part.inferred && !HARMLESS_TO_INFER.has(part.type))
    return { code: "inferred_part", message: `lacks its ${name}, which was added` };
  return undefined;
}

function fault(field: Field, sent: PostalAddress, code: string, message: string, expected?: string): FieldError {
  const received = sent[field];
  const error: FieldError = { field: `shipping_address.${field}`, code, message };
  if (received !== null) error.received = received;
  if (expected !== undefined && expected !== "" && expected !== received) error.expected = expected;
  return error;
}

function fieldOf(type: string): Field {
  return FIELD_OF_COMPONENT[type] ?? "address_line1";
}

function words(type: string): string {
  return type === "administrative_area_level_1" ? "state" : type.replaceAll("_", " ");
}
