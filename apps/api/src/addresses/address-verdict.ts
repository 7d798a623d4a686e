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

const PLAUSIBLE = "UNCONFIRMED_BUT_PLAUSIBLE";
const SUSPICIOUS = "UNCONFIRMED_AND_SUSPICIOUS";

const DELIVERABLE = new Set(["PREMISE", "SUB_PREMISE", "PREMISE_PROXIMITY"]);
// What Google may add without changing where the parcel goes.
const HARMLESS_TO_INFER = new Set(["postal_code_suffix", "country", "administrative_area_level_2"]);
// What USPS says where it knows the building at least.
const KNOWN_TO_USPS = new Set(["Y", "S", "D"]);

/**
 * One verdict out of Google's many flags, from the worst down. USPS alone decides nothing: a doubt of Google's that USPS does
 * not lift makes a `fix`, and a no of USPS's where Google has no doubt a question.
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
    if (part.level === SUSPICIOUS) {
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
  if (errors.length === 0 && !namesDeliveryPoint(result)) {
    errors.push(fault("address_line1", sent, "not_deliverable", "does not name a building that is known"));
  }
  if (errors.length === 0 && !KNOWN_TO_USPS.has(result.dpv) && hasDoubts(result)) {
    const why = result.dpv === "N" ? "is not an address that USPS delivers to" : "could be confirmed by nobody";
    return [...partDoubts(result, sent), fault("address_line1", sent, "not_deliverable", why)];
  }
  return errors;
}

/** A box has no building: Google then confirms the box itself. */
function namesDeliveryPoint({ granularity, components }: GoogleResult): boolean {
  const isBox = components.some(({ type, level }) => type === "post_box" && level === "CONFIRMED");
  return isBox || DELIVERABLE.has(granularity);
}

/** Whether Google doubts that there is such an address. One that only lacks its unit is asked for it. */
function hasDoubts(result: GoogleResult): boolean {
  const isIncomplete = !result.addressComplete && !result.missing.includes("subpremise");
  const isPartDoubtful = result.components.some(({ replaced, level }) => replaced || level === PLAUSIBLE);
  return (
    result.hasUnconfirmed ||
    result.hasReplaced ||
    isPartDoubtful ||
    isIncomplete ||
    result.granularity === "PREMISE_PROXIMITY"
  );
}

function lacksSubpremise(result: GoogleResult): boolean {
  return result.missing.includes("subpremise") || result.dpv === "D";
}

function partDoubts({ components, dpv }: GoogleResult, sent: PostalAddress): FieldError[] {
  return components.flatMap((part) => {
    const doubt = doubtAbout(part, dpv);
    if (doubt === undefined) return [];
    // Of a part that could not be confirmed, Google knows nothing better.
    const better = part.replaced || part.spellCorrected || part.inferred ? part.text : undefined;
    return [fault(fieldOf(part.type), sent, doubt.code, doubt.message, better)];
  });
}

function confirmations(result: GoogleResult, sent: PostalAddress): FieldError[] {
  const errors = partDoubts(result, sent);
  if (errors.length > 0) return errors;
  if (result.dpv === "S")
    return [fault("address_line2", sent, "unit_not_confirmed", "has a unit number that USPS does not know")];
  if (result.inputGranularity === "SUB_PREMISE" && result.granularity !== "SUB_PREMISE" && result.dpv !== "Y") {
    return [fault("address_line2", sent, "unit_not_confirmed", "has a unit number that could not be confirmed")];
  }
  // The flags speak of a part that the list of parts did not name, or USPS has no such address.
  const isDoubtful = result.hasReplaced || result.hasUnconfirmed || !result.addressComplete || result.dpv === "N";
  const isOnlyNear = result.granularity === "PREMISE_PROXIMITY";
  return isDoubtful || (result.dpv !== "Y" && (isOnlyNear || hasUnnamedChange(result)))
    ? [fault("address_line1", sent, "not_confirmed", "could not be confirmed in full")]
    : [];
}

/** The flags say that something was added or respelt, and no part says that it was that. */
function hasUnnamedChange({ hasInferred, hasSpellCorrected, components }: GoogleResult): boolean {
  return (
    (hasInferred && !components.some(({ inferred }) => inferred)) ||
    (hasSpellCorrected && !components.some(({ spellCorrected }) => spellCorrected))
  );
}

function doubtAbout(part: GoogleComponent, dpv: string): { code: string; message: string } | undefined {
  const name = words(part.type);
  if (part.replaced) return { code: "replaced_part", message: `has a ${name} that does not fit the rest` };
  if (part.level === PLAUSIBLE)
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
