import fc from "fast-check";
import type { oas31 } from "zod-openapi";
import { FORM_TYPE } from "../accounts/access-token-face.ts";
import type { Route } from "../http/route.ts";
import { arbitraryOf, brokenOf } from "./arbitrary-of.ts";
import { toTemplate } from "../http/openapi.ts";
import { bodyOf, bodySchemaOf, operationIn, pathOf, schemasOf } from "./route-requests.ts";
import type { TestApi } from "./test-api.ts";

export interface GeneratedRequest {
  /** Of the route; "native": none. */
  face: string;
  operation: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** An answer that comes after this many seconds at the latest is waited for, and no test is to wait for it. */
const NO_WAIT = "0";

/** Values that a schema says nothing of, or too much. */
const WELL_KNOWN: Readonly<Record<string, fc.Arbitrary<string>>> = {
  wait: fc.constant(NO_WAIT),
  include: fc.constantFrom(
    "",
    "line_items",
    "line_items.variant.product,shipments",
    "tracking_events",
    "order",
    "ship_address",
  ),
};

const JUNK = fc.oneof(
  fc.string({ maxLength: 40, unit: "grapheme" }),
  fc.constantFrom(
    "",
    "0",
    "-1",
    "1e3",
    "null",
    "undefined",
    "'",
    "\u0000",
    "..",
    "%",
    "a/b",
    "x".repeat(3_000),
    "1 OR 1=1",
  ),
);

/** One that the document shows, of a thing that is there. */
export function plainRequest(api: TestApi, row: Route, id: string | undefined): GeneratedRequest {
  const body = bodyOf(api, row);
  return {
    face: row.face?.name ?? "native",
    operation: row.id,
    method: row.method.toUpperCase(),
    path: pathOf(row, id),
    headers: body === undefined ? {} : JSON_HEADERS,
    body: body === undefined ? undefined : JSON.stringify(body),
  };
}

/** Requests to one route: such as the document allows, and such as are broken in one place. `ids` are of things that are there. */
export function requestsOf(api: TestApi, row: Route, ids: readonly string[]): fc.Arbitrary<GeneratedRequest> {
  const parameters = (operationIn(api, row).parameters ?? []).filter((parameter) => "name" in parameter);
  const method = fc.oneof(
    { weight: 40, arbitrary: fc.constant(row.method.toUpperCase()) },
    { weight: 1, arbitrary: fc.constantFrom("PATCH", "DELETE", "PUT", "OPTIONS", "POST", "GET") },
  );
  return fc
    .record({
      method,
      target: targets(toTemplate(row.path), ids),
      query: queries(api, row, parameters),
      headers: headersOf(parameters),
      sent: bodies(api, row),
    })
    .map(({ method, target, query, headers, sent }) => ({
      face: row.face?.name ?? "native",
      operation: row.id,
      method,
      path: `${target}${query === "" ? "" : `?${query}`}`,
      headers: { ...headers, ...sent?.headers },
      body: method === "GET" || method === "OPTIONS" ? undefined : sent?.body,
    }));
}

function targets(path: string, ids: readonly string[]): fc.Arbitrary<string> {
  if (!path.includes("{")) return fc.constant(path);
  const id = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...ids).map(encodeURIComponent) },
    { weight: 2, arbitrary: fc.uuid() },
    { weight: 2, arbitrary: JUNK.filter((text) => !/^\.{0,2}$/.test(text)).map(encoded) },
    { weight: 1, arbitrary: fc.constantFrom("%E0%A4%A", "%00", "%2e%2e%2f", "%F0%9F") },
  );
  return id.map((value) => path.replaceAll(/\{\w+\}/g, () => value));
}

function queries(api: TestApi, row: Route, parameters: readonly oas31.ParameterObject[]): fc.Arbitrary<string> {
  const known = parameters.filter((parameter) => parameter.in === "query");
  const loose = row.face?.name === "platform" ? fc.oneof(platformPair, junkPair) : junkPair;
  if (known.length === 0) return fc.oneof({ weight: 9, arbitrary: fc.constant("") }, { weight: 1, arbitrary: loose });
  const one = fc.oneof(
    ...known.map(({ name, schema = {} }) => {
      const good = WELL_KNOWN[name] ?? arbitraryOf(schemasOf(api), schema).map(String);
      const junk = name === "wait" ? JUNK.filter((text) => !(Number(text) > 0)) : JUNK;
      const value = fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: junk });
      return value.map((text) => `${encoded(name)}=${encoded(text)}`);
    }),
  );
  const any = fc.oneof(
    { weight: 15, arbitrary: one },
    { weight: row.face?.name === "platform" ? 15 : 1, arbitrary: loose },
  );
  return fc.array(any, { maxLength: 5 }).map((pairs) => pairs.join("&"));
}

const junkPair = fc.tuple(JUNK, JUNK).map(([name, value]) => `${encoded(name)}=${encoded(value)}`);

/** What clients of the platform face ask with, and what looks like it: most names there are made of two. */
const platformPair = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(
        "include",
        "sort",
        "page",
        "per_page",
        "fields[order]",
        "fields[line_item]",
        "fields[]",
        "filter[]",
      ),
      fc
        .tuple(
          fc.constantFrom(
            "number",
            "state",
            "total",
            "email",
            "completed_at",
            "payment_state",
            "item_total",
            "nothing",
          ),
          fc.constantFrom("eq", "not_eq", "in", "cont", "start", "gt", "gteq", "lt", "lteq", "null", "present", "no"),
        )
        .map(([field, predicate]) => `filter[${field}_${predicate}]`),
    ),
    fc.oneof(
      JUNK,
      fc.constantFrom(
        "line_items",
        "line_items.variant.product",
        "ship_address,bill_address",
        ",",
        "a.b.c.d",
        "-total",
      ),
      fc.constantFrom(
        "complete",
        "R100000001",
        "2026-01-01",
        "2026-13-45T99:99:99Z",
        "12.5",
        "-0",
        "true",
        "[]",
        "%_\\",
      ),
    ),
  )
  .map(([name, value]) => `${encoded(name)}=${encoded(value)}`);

function headersOf(parameters: readonly oas31.ParameterObject[]): fc.Arbitrary<Record<string, string>> {
  const names = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
  const value = fc.option(fc.stringMatching(/^[!-~]{0,50}$/), { nil: undefined, freq: 2 });
  return fc.tuple(...names.map(() => value)).map((values) => {
    const pairs = values.map((text, index) => [names[index] ?? "", text] as const);
    return Object.fromEntries(pairs.filter((pair): pair is readonly [string, string] => pair[1] !== undefined));
  });
}

interface Sent {
  headers: Record<string, string>;
  body: string;
}

const JSON_TYPE = "application/json";
const JSON_HEADERS = { "Content-Type": JSON_TYPE };

function bodies(api: TestApi, row: Route): fc.Arbitrary<Sent | undefined> {
  if (row.body === undefined) return fc.constant(undefined);
  const allowed = arbitraryOf(schemasOf(api), bodySchemaOf(api, row) ?? {});
  const good = fc.constant(bodyOf(api, row));
  const sent = (value: fc.Arbitrary<unknown>) =>
    fc.tuple(value, fc.constantFrom(...(row.face?.takes ?? [JSON_TYPE]))).map(([body, type]) => asType(type, body));
  return fc.oneof(
    { weight: 2, arbitrary: sent(good) },
    { weight: 6, arbitrary: sent(brokenOf(good)) },
    { weight: 3, arbitrary: sent(allowed) },
    { weight: 3, arbitrary: sent(brokenOf(allowed)) },
    { weight: 1, arbitrary: sent(fc.jsonValue()) },
    { weight: 1, arbitrary: fc.tuple(strangeTypes, fc.string()).map(([type, body]) => ({ headers: type, body })) },
  );
}

/** A value in a media type that the face takes: as JSON of some name, or as a form. */
function asType(type: string, value: unknown): Sent {
  const headers = { "Content-Type": type };
  if (type !== FORM_TYPE) return { headers, body: JSON.stringify(value) ?? "null" };
  const pairs = typeof value === "object" && value !== null ? Object.entries(value) : [["value", value]];
  const words = pairs.map(([name, one]) => [name, typeof one === "string" ? one : JSON.stringify(one)] as const);
  return { headers, body: words.map(([name, one]) => `${encoded(String(name))}=${encoded(one ?? "")}`).join("&") };
}

const strangeTypes: fc.Arbitrary<Record<string, string>> = fc.constantFrom<Record<string, string>>(
  JSON_HEADERS,
  { "Content-Type": "" },
  { "Content-Type": "text/plain" },
  { "Content-Type": "application/json; charset=klingon" },
  { "Content-Type": "multipart/form-data" },
  { "Content-Type": "application/json", "Content-Encoding": "gzip" },
);

/** Whatever it is, as a part of a URL: half a surrogate pair cannot be one. */
function encoded(text: string): string {
  return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "?"));
}
