import type { AddressValidation, AddressVerdict, FieldError } from "@cartwright/schemas";
import type { AddressCheck, AddressDecision, PostalAddress } from "./address-check.ts";
import { cityKey, findPlace, isKnownNear, isShortForm, type Place } from "./us-places.ts";

/** A ZIP's neighbours: a town may be called by its own name although its post office is in the next one. */
const SAME_AREA_MILES = 60;
const MILITARY_STATES = new Set(["AA", "AE", "AP"]);
const MILITARY_CITIES = new Set(["apo", "fpo", "dpo"]);

const oneSpace = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

const validation = (verdict: AddressVerdict): AddressValidation => ({ provider: "offline", verdict, degraded: false });

/** The embedded check: whether ZIP, state and city agree and a street line is there. It knows no streets. */
export const offlineAddressCheck: AddressCheck = {
  check: (address) => Promise.resolve(decide(tidy(address))),
};

export function tidy(address: PostalAddress): PostalAddress {
  const line2 = oneSpace(address.address_line2 ?? "");
  return {
    address_line1: oneSpace(address.address_line1),
    address_line2: line2 === "" ? null : line2,
    city: oneSpace(address.city),
    state: address.state,
    postal_code: address.postal_code,
  };
}

function decide(address: PostalAddress): AddressDecision {
  const place = findPlace(address.postal_code.slice(0, 5));
  const faults = [streetFault(address.address_line1), zipFault(address, place)].filter((fault) => fault !== undefined);
  if (faults.length > 0 || place === undefined) {
    return { verdict: "fix", errors: faults, suggested: null, validation: validation("fix") };
  }
  if (agrees(address.city, place)) return { verdict: "accept", address, validation: validation("accept") };
  const city = displayCity(place);
  if (isShortForm(address.city, place)) {
    return { verdict: "accept", address: { ...address, city }, validation: validation("accept") };
  }
  return {
    verdict: "confirm",
    errors: [
      {
        field: "shipping_address.city",
        code: "city_does_not_match_postal_code",
        message: `is not known near ZIP ${address.postal_code}`,
        received: address.city,
        expected: city,
      },
    ],
    suggested: { ...address, city },
    validation: validation("confirm"),
  };
}

/** A line that names no place: "x", "---", "12345". "One Main Street" and "PO Box 7" do. */
function streetFault(line: string): FieldError | undefined {
  const words = line.match(/[\p{L}\p{N}]+/gu) ?? [];
  const hasLetters = /\p{L}/u.test(line);
  const isPlace = hasLetters && (/\d/.test(line) ? words.join("").length >= 3 : words.length >= 2);
  const isBoxWithoutNumber = /^p\W*o\W*box\W*$/i.test(line);
  if (isPlace && !isBoxWithoutNumber) return undefined;
  return {
    field: "shipping_address.address_line1",
    code: "not_a_street_address",
    message: "does not name a place that mail is delivered to",
    received: line,
    expected: "a house number and street, or a PO box with its number",
  };
}

function zipFault(address: PostalAddress, place: Place | undefined): FieldError | undefined {
  const about = { field: "shipping_address.postal_code", received: address.postal_code };
  if (place === undefined) {
    return {
      ...about,
      code: "unknown_postal_code",
      message: "is not a known US ZIP",
      expected: `a ZIP of ${address.state}`,
    };
  }
  if (place.state === address.state) return undefined;
  return {
    ...about,
    code: "postal_code_of_another_state",
    message: `is a ZIP of ${place.state} (${displayCity(place)}), not of ${address.state}`,
    expected: `a ZIP of ${address.state}, or state ${place.state}`,
  };
}

function agrees(city: string, place: Place): boolean {
  if (MILITARY_STATES.has(place.state)) return MILITARY_CITIES.has(cityKey(city));
  return cityKey(city) === cityKey(place.city) || isKnownNear(city, place, SAME_AREA_MILES);
}

/** The data set writes "Apo" for what mail calls APO. */
function displayCity(place: Place): string {
  return MILITARY_STATES.has(place.state) ? place.city.toUpperCase() : place.city;
}
