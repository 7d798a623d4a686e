import {
  PLATFORM_FILTER_FIELDS,
  PLATFORM_PREDICATES,
  type PlatformFilter,
  type PlatformFilterField,
  type PlatformFilterValue,
  type PlatformListRequest,
} from "@cartwright/db";
import { parseUsdCents } from "@cartwright/orders";
import { parsePlatformMoment } from "@cartwright/schemas";
import { Problem } from "../../http/problem.ts";
import { textsOf } from "./document-query.ts";

const DEFAULT_PER_PAGE = 25;
const MAX_PER_PAGE = 500;
/** No further: what Postgres is asked to pass over it has to count. */
const MAX_PAGE = 1_000_000;
const FILTER = /^filter\[([a-z_]{1,60})\](?:\[\])?$/;
const MAX_FILTERS = 20;

export interface PageRequest {
  page: number;
  perPage: number;
}

/** `page` and `per_page`; what cannot be one is as if it were not there, as that platform does. */
export function readPage(query: Readonly<Record<string, unknown>>): PageRequest {
  const perPage = wholeNumber(query["per_page"]);
  const page = wholeNumber(query["page"]);
  return {
    page: page !== undefined && page >= 1 && page <= MAX_PAGE ? page : 1,
    perPage: perPage !== undefined && perPage >= 1 && perPage <= MAX_PER_PAGE ? perPage : DEFAULT_PER_PAGE,
  };
}

function wholeNumber(value: unknown): number | undefined {
  const [text = ""] = textsOf(value);
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** `sort=-completed_at,total`: a field that is not known is ignored. */
export function readSort(query: Readonly<Record<string, unknown>>): PlatformListRequest["sort"] {
  return textsOf(query["sort"])
    .join(",")
    .split(",")
    .flatMap((name) => {
      const isDescending = name.startsWith("-");
      const field = isDescending ? name.slice(1) : name;
      return isField(field) ? [{ field, isDescending }] : [];
    });
}

/** Every `filter[FIELD_PREDICATE]`: an unknown field or predicate is ignored. Throws 400 for a value that its field cannot have. */
export function readFilters(query: Readonly<Record<string, unknown>>): PlatformFilter[] {
  const filters: PlatformFilter[] = [];
  for (const [key, value] of Object.entries(query)) {
    const name = FILTER.exec(key)?.[1];
    const filter = name === undefined ? undefined : readFilter(key, name, value);
    if (filter !== undefined) filters.push(filter);
  }
  if (filters.length > MAX_FILTERS) throw new Problem("bad_request", `At most ${MAX_FILTERS} filters are taken.`);
  return filters;
}

function readFilter(key: string, name: string, value: unknown): PlatformFilter | undefined {
  // The longer one first: `total_not_eq` is not the `eq` of a field "total_not".
  const predicate = PLATFORM_PREDICATES.find((one) => name.endsWith(`_${one}`));
  const field = predicate === undefined ? undefined : name.slice(0, -predicate.length - 1);
  if (predicate === undefined || field === undefined || !isField(field)) return undefined;
  const given = textsOf(value);
  // Nothing can be like it; passed over, it would show everything.
  if (given.length < [value].flat().length) throw unreadable(key, "", "text without NUL characters");
  // A form that was left empty filters nothing.
  if (given.every((text) => text.trim() === "")) return undefined;
  if (predicate === "null" || predicate === "present")
    return { field, predicate, values: [isYes(key, given[0] ?? "")] };
  if (predicate === "cont" || predicate === "start") return { field, predicate, values: [given[0] ?? ""] };
  const all = predicate === "in" ? given.flatMap((list) => list.split(",")) : given;
  const texts = all.map((text) => text.trim()).filter((text) => text !== "");
  const wanted = predicate === "in" ? texts : texts.slice(0, 1);
  return { field, predicate, values: wanted.map((text) => readValue(key, field, text)) };
}

function isField(name: string): name is PlatformFilterField {
  return Object.hasOwn(PLATFORM_FILTER_FIELDS, name);
}

function readValue(key: string, field: PlatformFilterField, text: string): PlatformFilterValue {
  switch (PLATFORM_FILTER_FIELDS[field]) {
    case "text":
      return text;
    case "boolean":
      return isYes(key, text);
    case "cents":
      return readCents(key, text);
    case "time": {
      const at = parsePlatformMoment(text);
      if (at === undefined) throw unreadable(key, text, "a time, like 2026-03-01T12:00:00Z");
      return at;
    }
  }
}

/** "10", "10.5" and "$10.50" alike. */
function readCents(key: string, text: string): number {
  const [whole = "", fraction] = text.split(".");
  const cents = parseUsdCents(fraction === undefined ? whole : `${whole}.${fraction.padEnd(2, "0")}`);
  if (cents === undefined) throw unreadable(key, text, "an amount in dollars, like 10.50");
  return cents;
}

const YES = new Set(["true", "1", "t", "yes"]);
const NO = new Set(["false", "0", "f", "no"]);

function isYes(key: string, text: string): boolean {
  const word = text.trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw unreadable(key, text, "true or false");
}

function unreadable(key: string, text: string, expected: string): Problem {
  return new Problem("bad_request", `${key}: "${text.slice(0, 60)}" cannot be read. Expected: ${expected}.`);
}
