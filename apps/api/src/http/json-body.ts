import type { FieldError } from "@cartwright/schemas";
import express, { type Request, type Response } from "express";
import { fieldName } from "./field-errors.ts";
import { fieldProblem, Problem } from "./problem.ts";
import { readWithin } from "./read-within.ts";
import { showReceived } from "./show-received.ts";

const MAX_BODY_BYTES = 64 * 1024;
/** Deeper than any request of ours; without a limit, nesting alone could exhaust the stack further on. */
const MAX_DEPTH = 16;
const JSON_TYPE = "application/json";

interface BodyTaken {
  maxBytes?: number;
  /** The media types that are taken as JSON. */
  takes?: readonly string[];
}

/** Reads a request's JSON. Throws a Problem for anything that is not JSON, or JSON that could not be stored. */
export async function readJsonBody(
  request: Request,
  response: Response,
  { maxBytes = MAX_BODY_BYTES, takes = [JSON_TYPE] }: BodyTaken = {},
): Promise<unknown> {
  const [type = ""] = (request.headers["content-type"] ?? "").split(";", 1);
  if (!takes.includes(type.trim().toLowerCase())) {
    const wanted = takes.join(" or ");
    throw new Problem("unsupported_media_type", `Send the body as JSON, with Content-Type: ${wanted}.`);
  }
  const parse = express.json({ limit: maxBytes, type: () => true, strict: false });
  await readWithin(maxBytes, parse, request, response);
  const body: unknown = request.body;
  // To the parser, no bytes are an empty object.
  if (body === undefined || request.headers["content-length"] === "0")
    throw new Problem("bad_request", "The body is empty: send a JSON object.");
  const faults = unstorable(body);
  if (faults.length > 0) throw fieldProblem("validation_error", faults);
  return body;
}

// Postgres stores neither NUL nor half a surrogate pair.
const UNSTORABLE_TEXT = /\0|\p{Surrogate}/u;

/** Iterative on purpose: the depth is the client's. */
function unstorable(body: unknown): FieldError[] {
  const errors: FieldError[] = [];
  const open: { value: unknown; path: PropertyKey[] }[] = [{ value: body, path: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string" && UNSTORABLE_TEXT.test(value)) errors.push(badText(path));
    // Everywhere else the schema says what number belongs there.
    const isOverflow = typeof value === "number" && !Number.isFinite(value);
    if (isOverflow && path[0] === "metadata") errors.push(badNumber(path, value));
    if (typeof value !== "object" || value === null) continue;
    if (path.length >= MAX_DEPTH) {
      errors.push({
        field: fieldName(path),
        code: "too_deep",
        message: `is nested more than ${MAX_DEPTH} levels deep`,
      });
      continue;
    }
    const entries: [PropertyKey, unknown][] = Array.isArray(value)
      ? value.map((entry: unknown, index) => [index, entry])
      : Object.entries(value);
    for (const [key, entry] of entries) {
      if (typeof key === "string" && UNSTORABLE_TEXT.test(key)) errors.push(badText(path));
      if (key === "__proto__") errors.push(badKey([...path, key]));
      open.push({ value: entry, path: [...path, key] });
    }
  }
  return errors;
}

/** Assigned to an object, as any library may do with it, this key is no key but the object's nature: it would be lost. */
function badKey(path: PropertyKey[]): FieldError {
  return { field: fieldName(path), code: "forbidden_key", message: "is a name that no field can have" };
}

/** JSON has no word for it: it would be stored as null. */
function badNumber(path: PropertyKey[], value: number): FieldError {
  return {
    field: fieldName(path),
    code: "number_out_of_range",
    message: "is a number that cannot be kept",
    received: showReceived(value),
  };
}

function badText(path: PropertyKey[]): FieldError {
  return {
    field: fieldName(path),
    code: "invalid_text",
    message: "holds a NUL character or half a surrogate pair",
    expected: "printable text",
  };
}
