import type { PlatformAddressRow } from "@cartwright/db";
import { US_STATES } from "@cartwright/schemas";
import { blankFault, type Fault, refusal } from "./refusals.ts";

// What that platform's own data calls the United States, and New York: the ids of the contract's requests. Other states' ids are an
// installation's own, and are taken by name.
const COUNTRIES = new Set(["224", "US", "USA", "U.S.", "U.S.A.", "UNITED STATES", "UNITED STATES OF AMERICA", "840"]);
const STATE_IDS: Readonly<Record<string, string>> = { "516": "NY" };

const STATE_NAMES: Readonly<Record<string, string>> = {
  alabama: "AL", alaska: "AK", arizona: "AZ", arkansas: "AR", california: "CA", colorado: "CO", connecticut: "CT",
  delaware: "DE", "district of columbia": "DC", florida: "FL", georgia: "GA", hawaii: "HI", idaho: "ID", illinois: "IL",
  indiana: "IN", iowa: "IA", kansas: "KS", kentucky: "KY", louisiana: "LA", maine: "ME", maryland: "MD",
  massachusetts: "MA", michigan: "MI", minnesota: "MN", mississippi: "MS", missouri: "MO", montana: "MT", nebraska: "NE",
  nevada: "NV", "new hampshire": "NH", "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC",
  "north dakota": "ND", ohio: "OH", oklahoma: "OK", oregon: "OR", pennsylvania: "PA", "rhode island": "RI",
  "south carolina": "SC", "south dakota": "SD", tennessee: "TN", texas: "TX", utah: "UT", vermont: "VT", virginia: "VA",
  washington: "WA", "west virginia": "WV", wisconsin: "WI", wyoming: "WY", "american samoa": "AS", guam: "GU",
  "northern mariana islands": "MP", "puerto rico": "PR", "virgin islands": "VI", "u.s. virgin islands": "VI",
  "armed forces americas": "AA", "armed forces europe": "AE", "armed forces pacific": "AP",
}; // prettier-ignore

const CODES: ReadonlySet<string> = new Set(US_STATES);

/**
 * A cart's address in the native API's words; what the other schema then finds fault with is left to it. Throws a Problem for a
 * country or a state that is not clearly one of ours.
 */
export function toNativeAddress(address: PlatformAddressRow): Record<string, unknown> {
  const faults = [...blankFaults(address), ...countryFaults(address), ...stateFaults(address)];
  if (faults.length > 0) throw refusal(...faults);
  return {
    first_name: orNothing(address.firstname),
    last_name: orNothing(address.lastname),
    address_line1: orNothing(address.address1),
    address_line2: orNothing(address.address2),
    city: orNothing(address.city),
    state: readStates(address)[0],
    postal_code: orNothing(address.zipcode),
    phone_number: orNothing(address.phone),
    country: "US",
  };
}

/** Blank is not given: it is refused as missing where it is wanted. */
function orNothing(text: string | null): string | undefined {
  return text === null || text.trim() === "" ? undefined : text;
}

const WANTED = ["firstname", "lastname", "address1", "city", "zipcode", "phone"] as const;

function blankFaults(address: PlatformAddressRow): Fault[] {
  return WANTED.filter((name) => orNothing(address[name]) === undefined).map((name) =>
    blankFault(`ship_address.${name}`),
  );
}

function countryFaults({ countryId }: PlatformAddressRow): Fault[] {
  const field = "ship_address.country_id";
  const country = orNothing(countryId);
  if (country === undefined) return [blankFault(field)];
  if (COUNTRIES.has(country.trim().toUpperCase())) return [];
  return [{ field, message: "is not supported: orders ship to the United States only, which is 224 or US" }];
}

function stateFaults(address: PlatformAddressRow): Fault[] {
  const field = "ship_address.state_name";
  const [state, other] = readStates(address);
  if (other !== undefined) return [{ field, message: `says ${state}, but state_id says ${other}` }];
  if (state !== undefined) return [];
  const isBlank = orNothing(address.stateName) === undefined && orNothing(address.stateId) === undefined;
  if (isBlank) return [blankFault(field)];
  return [{ field, message: "is not a state that is known: send its name or its two letters" }];
}

/** The states that name and id say, each once: an id that is unknown says none. */
function readStates({ stateName, stateId }: PlatformAddressRow): string[] {
  const said = [stateName, stateId].map((text) => readState(orNothing(text) ?? ""));
  return [...new Set(said.filter((state) => state !== undefined))];
}

function readState(text: string): string | undefined {
  const words = text.trim().replaceAll(/\s+/g, " ");
  if (CODES.has(words.toUpperCase())) return words.toUpperCase();
  const known = words.toLowerCase();
  if (Object.hasOwn(STATE_NAMES, known)) return STATE_NAMES[known];
  return Object.hasOwn(STATE_IDS, words) ? STATE_IDS[words] : undefined;
}

const NATIVE_FIELDS: readonly (readonly [RegExp, string])[] = [
  [/^shipping_address\.first_name$/, "ship_address.firstname"],
  [/^shipping_address\.last_name$/, "ship_address.lastname"],
  [/^shipping_address\.name$/, "ship_address.firstname"],
  [/^shipping_address\.address_line1$/, "ship_address.address1"],
  [/^shipping_address\.address_line2$/, "ship_address.address2"],
  [/^shipping_address\.city$/, "ship_address.city"],
  [/^shipping_address\.state$/, "ship_address.state_name"],
  [/^shipping_address\.postal_code$/, "ship_address.zipcode"],
  [/^shipping_address\.phone_number$/, "ship_address.phone"],
  [/^shipping_address\.country$/, "ship_address.country_id"],
  [/^shipping_address/, "ship_address"],
  [/^metadata/, "public_metadata"],
  [/^max_price$/, "total"],
  [/^products/, "line_items"],
];

/** What this face calls a field of the native order that a cart becomes. */
export function toCartField(field: string): string {
  return NATIVE_FIELDS.find(([pattern]) => pattern.test(field))?.[1] ?? field;
}
