import type { CheckoutOrder } from "../driver.ts";
import type { FieldMeaning } from "./field-meaning.ts";
import { plain } from "./words.ts";

export const STATE_NAMES: Readonly<Record<string, string>> = {
  AL: "Alabama",
  AK: "Alaska",
  AZ: "Arizona",
  AR: "Arkansas",
  CA: "California",
  CO: "Colorado",
  CT: "Connecticut",
  DE: "Delaware",
  DC: "District of Columbia",
  FL: "Florida",
  GA: "Georgia",
  HI: "Hawaii",
  ID: "Idaho",
  IL: "Illinois",
  IN: "Indiana",
  IA: "Iowa",
  KS: "Kansas",
  KY: "Kentucky",
  LA: "Louisiana",
  ME: "Maine",
  MD: "Maryland",
  MA: "Massachusetts",
  MI: "Michigan",
  MN: "Minnesota",
  MS: "Mississippi",
  MO: "Missouri",
  MT: "Montana",
  NE: "Nebraska",
  NV: "Nevada",
  NH: "New Hampshire",
  NJ: "New Jersey",
  NM: "New Mexico",
  NY: "New York",
  NC: "North Carolina",
  ND: "North Dakota",
  OH: "Ohio",
  OK: "Oklahoma",
  OR: "Oregon",
  PA: "Pennsylvania",
  RI: "Rhode Island",
  SC: "South Carolina",
  SD: "South Dakota",
  TN: "Tennessee",
  TX: "Texas",
  UT: "Utah",
  VT: "Vermont",
  VA: "Virginia",
  WA: "Washington",
  WV: "West Virginia",
  WI: "Wisconsin",
  WY: "Wyoming",
  PR: "Puerto Rico",
  GU: "Guam",
  VI: "Virgin Islands",
  AS: "American Samoa",
  MP: "Northern Mariana Islands",
};

const COUNTRY = ["United States", "United States of America", "United States (US)", "USA", "US", "U.S.A."];

/** How a field's value may be written; the first is what is typed. */
export type FieldValue = readonly string[];

/** Which fields a form has decides how the address is split over them. */
export interface FormShape {
  hasFamilyName: boolean;
  hasHouseNumber: boolean;
  hasStreetMore: boolean;
}

/** What goes into a field of this meaning; undefined where the order says nothing to it. */
export function valueFor(meaning: FieldMeaning, order: CheckoutOrder, shape: FormShape): FieldValue | undefined {
  return valuesOf(order, shape)[meaning];
}

function valuesOf(order: CheckoutOrder, shape: FormShape): Partial<Record<FieldMeaning, FieldValue>> {
  const { address } = order;
  const name = `${address.first_name} ${address.last_name}`;
  const [number, street] = splitStreet(address.address_line1);
  const line = shape.hasHouseNumber ? street : address.address_line1;
  const more = address.address_line2 ?? "";
  const reference = order.poNumber === null ? order.marker : `${order.poNumber} ${order.marker}`;
  return {
    email: [order.email],
    phone: [bareDigits(address.phone_number), address.phone_number],
    // One name field alone takes the whole name, whatever it is labelled.
    given_name: [shape.hasFamilyName ? address.first_name : name],
    family_name: [address.last_name],
    full_name: [name],
    street: [shape.hasStreetMore || more === "" ? line : `${line}, ${more}`],
    house_number: [number],
    ...(more === "" ? {} : { street_more: [more] }),
    city: [address.city],
    state: [STATE_NAMES[address.state] ?? address.state, address.state],
    postal_code: [address.postal_code, address.postal_code.slice(0, 5)],
    country: COUNTRY,
    comment: [reference],
    reference: [reference],
  };
}

/** "+1 (415) 693-5505" → "4156935505", which every shop takes; what is no plain American number stays as it is. */
function bareDigits(phone: string): string {
  const digits = phone.replaceAll(/[\s().+-]/g, "");
  return /^1?(\d{10})$/.exec(digits)?.[1] ?? phone;
}

/** "123 Market Street" → "123" and "Market Street"; the E of "100 E Main Street" is the street's. */
export function splitStreet(line: string): [number: string, street: string] {
  const match = /^\s*(\d+(?:[A-Za-z]|\s(?![NESW]\s)[A-Z](?=\s))?(?:[-/]\d+|\s\d\/\d)?)\s+(.+)$/i.exec(line);
  return match === null ? ["", line] : [match[1] ?? "", match[2] ?? ""];
}

/** Whether what stands in a field is what was meant, however the shop has formatted it. */
export function isSameValue(shown: string, wanted: FieldValue): boolean {
  const bare = (text: string) => plain(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
  const digits = (text: string) => text.replaceAll(/\D/g, "");
  const value = bare(shown);
  if (value === "") return false;
  return wanted.some(
    (one) =>
      bare(one) === value ||
      // A telephone field adds or drops the country's code.
      (digits(one).length >= 10 && /^[\d\s()+.-]+$/.test(shown) && digits(shown).endsWith(digits(one).slice(-10))),
  );
}
