import { Variant } from "@cartwright/schemas";
import { z } from "zod";
import { splitStreet, STATE_NAMES } from "../storefront/address-values.ts";
import { plain } from "../storefront/words.ts";
import type { Parameter, ParameterName } from "./parameters.ts";

const word = z.string().trim().min(1);

/** What was typed while recording, as the operator says it. */
export const Told = z.strictObject({
  product_url: z.url({ protocol: /^https?$/ }),
  quantity: z.int().min(1).default(1),
  variant: z.array(Variant).default([]),
  first_name: word.optional(),
  last_name: word.optional(),
  address_line1: word.optional(),
  address_line2: word.nullish(),
  city: word.optional(),
  /** Two letters. */
  state: z
    .string()
    .regex(/^[A-Z]{2}$/, "must be a state's two letters")
    .optional(),
  postal_code: word.optional(),
  country: word.default("US"),
  phone_number: word.optional(),
  email: word.optional(),
  reference: word.optional(),
});
export type Told = z.infer<typeof Told>;

/** One thing that a recorded text may be, and how it may be written. */
interface Candidate {
  parameter: Parameter;
  texts: string[];
  /** Compared by its digits: a telephone field has ways of its own to write them. */
  digits?: string;
}

const COUNTRY_WORDS = ["US", "USA", "United States", "United States of America", "United States (US)", "U.S.A."];

/** What a field's selectors say, where its value alone could be more than one thing. */
const FIELD_WORDS: Partial<Record<ParameterName, RegExp>> = {
  quantity: /qty|quantity|how many|pieces/i,
  first_name: /first|given|fore/i,
  last_name: /last|family|sur/i,
  house_number: /house|number|nr\b/i,
  city: /city|town|locality/i,
  state: /state|province|region|zone/i,
  state_name: /state|province|region|zone/i,
  country: /country/i,
  postal_code: /zip|post/i,
};
/** So short or common that the value alone says nothing. */
const NEEDS_FIELD_WORDS: ReadonlySet<ParameterName> = new Set(["quantity", "house_number"] as const);

/** What a value typed or chosen into a field may be: one, or several that nothing tells apart, or none. */
export function recogniseTyped(value: string, hints: string, told: Told): Parameter[] {
  const found = candidatesOf(told).filter(({ texts, digits }) => {
    const isNumber = digits !== undefined && /^[\d\s()+.-]+$/.test(value);
    return texts.some((text) => plain(text) === plain(value)) || (isNumber && digitsOf(value) === digits);
  });
  const hinted = found.filter(({ parameter }) => FIELD_WORDS[parameter.$parameter]?.test(hints) === true);
  if (hinted.length > 0) return hinted.map(({ parameter }) => parameter);
  return found.map(({ parameter }) => parameter);
}

/** Whether a value is that parameter for sure, without anybody having said so. */
export function isSure({ $parameter }: Parameter, hints: string): boolean {
  return !NEEDS_FIELD_WORDS.has($parameter) || FIELD_WORDS[$parameter]?.test(hints) === true;
}

/** The recorded value that a text selector is about: "aria/California", "text/Navy", "[data-color='Navy']". */
export function recogniseInSelector(
  selector: string,
  told: Told,
): { parameter: Parameter; before: string; after: string } | undefined {
  const named = /^(aria|text)\//.exec(selector)?.[0];
  const words = candidatesOf(told)
    .filter(({ parameter }) => !NEEDS_FIELD_WORDS.has(parameter.$parameter))
    .flatMap(({ parameter, texts }) => texts.map((text) => ({ parameter, text })))
    .toSorted((one, other) => other.text.length - one.text.length);
  for (const { parameter, text } of words) {
    const at = named === undefined ? findQuoted(selector, text) : findNamed(selector, named.length, text, parameter);
    if (at !== -1) return { parameter, before: selector.slice(0, at), after: selector.slice(at + text.length) };
  }
  return undefined;
}

/** Two letters stand in many words: a short value has to be all that the selector says. A variant is a word of its own. */
function findNamed(selector: string, from: number, text: string, { $parameter }: Parameter): number {
  const said = selector.slice(from);
  if (said === text) return from;
  if (text.length < 4 && $parameter !== "variant") return -1;
  const escaped = text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = new RegExp(String.raw`(?<![\p{L}\p{N}])${escaped}(?![\p{L}\p{N}])`, "u").exec(said);
  // "Continue to Austin" says what was typed; a size's "M" inside a sentence may be anything.
  return found === null || text.length < 2 ? -1 : from + found.index;
}

function findQuoted(selector: string, text: string): number {
  for (const quote of ['"', "'"]) {
    const at = selector.indexOf(`=${quote}${text}${quote}`);
    if (at !== -1) return at + 2;
  }
  return -1;
}

const digitsOf = (text: string): string => text.replaceAll(/\D/g, "");

function candidatesOf(told: Told): Candidate[] {
  const simple = (name: ParameterName, ...texts: (string | null | undefined)[]): Candidate[] => {
    const said = texts.filter((text): text is string => typeof text === "string" && text !== "");
    return said.length === 0 ? [] : [{ parameter: { $parameter: name }, texts: said }];
  };
  const { state, first_name: first, last_name: last, address_line1: line = "" } = told;
  const [houseNumber, streetName] = splitStreet(line);
  const isSplit = houseNumber !== "";
  return [
    ...told.variant.map(({ label, value }) => ({
      parameter: { $parameter: "variant" as const, label },
      texts: [value],
    })),
    ...(state === undefined
      ? []
      : [...simple("state_name", STATE_NAMES[state]), ...simple("state", state, `US-${state}`, `US_${state}`)]),
    ...simple("first_name", first),
    ...simple("last_name", last),
    ...simple("full_name", first === undefined || last === undefined ? undefined : `${first} ${last}`),
    ...simple("address_line1", line),
    ...(isSplit ? [...simple("house_number", houseNumber), ...simple("street_name", streetName)] : []),
    ...simple("address_line2", told.address_line2),
    ...simple("city", told.city),
    ...simple("postal_code", told.postal_code),
    ...simple("country", told.country, ...COUNTRY_WORDS),
    ...phones(told.phone_number),
    ...simple("email", told.email),
    ...simple("reference", told.reference),
    ...simple("quantity", String(told.quantity)),
  ];
}

function phones(number: string | undefined): Candidate[] {
  if (number === undefined) return [];
  const digits = digitsOf(number).slice(-10);
  return [
    { parameter: { $parameter: "phone" }, texts: [], digits: `1${digits}` },
    { parameter: { $parameter: "phone_national" }, texts: [], digits },
  ];
}
