import { z } from "zod";
import { openApiDocument } from "../http/openapi.ts";
import { publicRoute } from "../http/route.ts";
import { openDocumentCheck } from "./document-check.ts";

const table = [
  publicRoute({
    method: "get",
    path: "/parcels/:id",
    id: "getParcel",
    tag: "Parcels",
    summary: "Read a parcel",
    params: z.object({ id: z.string() }),
    answers: { 200: { description: "It", body: z.object({ grams: z.int(), note: z.string().optional() }) } },
    handle: () => undefined,
  }),
];
const check = openDocumentCheck(openApiDocument(table, undefined));

const JSON_HEADERS = { "Content-Type": "application/json; charset=utf-8", "X-Request-Id": "r" };
const answer =
  (body: unknown, status = 200, headers: Record<string, string> = JSON_HEADERS) =>
  () =>
    check({ method: "GET", path: "/parcels/7?x=1", status, headers: new Headers(headers), body: JSON.stringify(body) });

it("takes an answer that the route describes, and a refusal of one of its codes", () => {
  expect(answer({ grams: 5 })).not.toThrow();
  expect(answer({ error: { code: "not_found", message: "m", details: {} } }, 404)).not.toThrow();
});

it.each([
  ["a field that is not in the schema", answer({ grams: 5, weight: 5 }), /additional properties.*weight/],
  ["a field that is missing", answer({}), /required property 'grams'/],
  ["a field of another type", answer({ grams: "5" }), /\/grams: must be integer .*but is "5"/],
  ["a status that no row names", answer({ grams: 5 }, 201), /answered 201, which its row in the route table does not name/],
  ["a code that the route does not name", answer({ error: { code: "already_exists", message: "m", details: {} } }, 404), /code/],
  ["another media type", answer("x", 200, { "Content-Type": "text/plain", "X-Request-Id": "r" }), /"text\/plain"; its row says application\/json/],
  ["an answer without a request id", answer({ grams: 5 }, 200, { "Content-Type": "application/json" }), /X-Request-Id/],
] as const)("refuses %s, and says what differs", (_what, checking, words) => {
  expect(checking).toThrow(words);
}); // prettier-ignore
