import { type DocumentOptions, readIncludes } from "@cartwright/presentation";
import { z } from "zod";
import { Problem } from "../../http/problem.ts";

// Neither NUL nor half a surrogate pair: what a query says is compared in Postgres.
const UNSTORABLE = /\0|\p{Surrogate}/u;

const text = (description: string) => z.string().optional().describe(description);

/** What any row of this face reads of its query. What else is in it is ignored, as that platform does. */
export const DocumentQuery = z.looseObject({
  include: text("Names of relationships whose resources come along, with dots for theirs: `line_items.variant`."),
  "fields[order]": text("Of orders, only these attributes and relationships, separated by commas; so for every type."),
});

/** `fields[line_item]` and the like. */
const FIELDS = /^fields\[([a-z_]{1,40})\]$/;

/** What a document shows and brings along. Throws 400 for an `include` that leads nowhere. */
export function documentOptions(type: string, query: Readonly<Record<string, unknown>>): DocumentOptions {
  return { include: requireIncludes(type, query["include"]), fields: readFields(query) };
}

/** The paths of an `include`; an empty one, and none, include nothing. Throws 400 for one that leads nowhere. */
export function requireIncludes(type: string, include: unknown): string[][] {
  const given = textsOf(include).join(",");
  const read = readIncludes(type, given);
  if ("paths" in read) return read.paths;
  throw new Problem("bad_request", `${read.unknown.slice(0, 100)} is not specified as a relationship of ${type}`);
}

function readFields(query: Readonly<Record<string, unknown>>): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const [key, value] of Object.entries(query)) {
    const type = FIELDS.exec(key)?.[1];
    if (type !== undefined) fields.set(type, new Set(textsOf(value).flatMap((names) => names.split(","))));
  }
  return fields;
}

/** A parameter's value, or values where it was sent again and again, as far as they are texts that can be compared. */
export function textsOf(value: unknown): string[] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one): one is string => typeof one === "string" && !UNSTORABLE.test(one));
}
