import type { FieldError } from "@cartwright/schemas";
import type { z } from "zod";
import { hasCardNumber } from "../orders/card-number.ts";
import { shorten } from "./shorten.ts";
import { HIDDEN, showReceived } from "./show-received.ts";

type Issue = z.core.$ZodIssue;

/** Zod's issues as field errors: one for each field, unknown keys named one by one. `body` is what was parsed. */
export function fieldErrors(issues: readonly Issue[], body: unknown): FieldError[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => unknownKey(fieldName([...issue.path, key])))
      : [fieldError(issue, body)],
  );
}

/** `["products", 0, "url"]` → `products[0].url`; the body itself is `body`. Never shows a card number. */
export function fieldName(path: readonly PropertyKey[]): string {
  const name = path.reduce<string>((name, part) => {
    if (typeof part === "number") return `${name}[${part}]`;
    const key = showKey(String(part));
    return name === "" ? key : `${name}.${key}`;
  }, "");
  if (hasCardNumber(name)) return HIDDEN;
  return name === "" ? "body" : name;
}

const MAX_KEY_LENGTH = 100;

/** A key is the client's own text where it is unknown to us. */
function showKey(key: string): string {
  return hasCardNumber(key) ? HIDDEN : shorten(key, MAX_KEY_LENGTH);
}

function unknownKey(field: string): FieldError {
  return { field, code: "unknown_field", message: "is not a field of this request" };
}

function fieldError(issue: Issue, body: unknown): FieldError {
  const value = valueAt(body, issue.path);
  const error = { field: fieldName(issue.path), ...explain(issue, value) };
  return value === undefined ? error : { ...error, received: showReceived(value) };
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  let value: unknown = body;
  for (const part of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}

function explain(issue: Issue, value: unknown): { code: string; message: string; expected?: string } {
  switch (issue.code) {
    case "invalid_type":
      return value === undefined
        ? { code: "missing", message: "is required", expected: typeName(issue.expected) }
        : { code: "wrong_type", message: "has the wrong type", expected: typeName(issue.expected) };
    case "too_small":
      return {
        code: "too_small",
        message: SMALL[issue.origin] ?? "is too small",
        expected: `at least ${range(issue.minimum, issue.origin)}`,
      };
    case "too_big":
      return {
        code: "too_big",
        message: BIG[issue.origin] ?? "is too large",
        expected: `at most ${range(issue.maximum, issue.origin)}`,
      };
    case "invalid_value":
      return {
        code: "invalid_value",
        message: "is not one of the allowed values",
        expected: choice(issue.values.map(String)),
      };
    case "invalid_format":
      return { code: "invalid_format", message: issue.message.replace(/^Invalid string.*/, "has the wrong format") };
    case "custom":
      return { code: issue.message === "is required" ? "missing" : "invalid", message: issue.message };
    case "not_multiple_of":
    case "unrecognized_keys":
    case "invalid_union":
    case "invalid_key":
    case "invalid_element":
    default:
      return { code: "invalid", message: issue.message };
  }
}

function typeName(expected: string): string {
  return expected === "int" ? "an integer" : /^[aeiou]/.test(expected) ? `an ${expected}` : `a ${expected}`;
}

const SMALL: Readonly<Record<string, string>> = { string: "is too short", array: "has too few entries" };
const BIG: Readonly<Record<string, string>> = { string: "is too long", array: "has too many entries" };
const MAX_CHOICES = 10;

function choice(values: readonly string[]): string {
  if (values.length <= MAX_CHOICES) return values.join(", ");
  return `one of ${values.length} codes: ${values.slice(0, MAX_CHOICES).join(", ")}, …`;
}

function range(limit: number | bigint, origin: string): string {
  if (origin === "string") return `${limit} characters`;
  if (origin === "array") return limit === 1 ? "1 entry" : `${limit} entries`;
  return String(limit);
}
