import fc from "fast-check";
import { refName, type Schema, type Schemas } from "../docs/schema-tree.ts";

const MAX_DEPTH = 6;
/** Longer strings than any field takes are sent by the mutations. */
const MAX_LENGTH = 60;

/** Values that a schema of the document allows: not each of them is accepted, for a schema cannot say all that a request must be. */
export function arbitraryOf(schemas: Schemas, schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  const name = refName(schema);
  if (name !== undefined) return arbitraryOf(schemas, schemas[name] ?? {}, depth);
  if ("$ref" in schema || depth > MAX_DEPTH) return fc.constant(null);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => arbitraryOf(schemas, choice, depth)));
  if (schema.properties !== undefined) return objectOf(schemas, schema.properties, schema.required ?? [], depth);
  if (schema.items !== undefined) {
    const { minItems = 0, maxItems = 3 } = schema;
    const maxLength = Math.max(minItems, Math.min(maxItems, 3));
    return fc.array(arbitraryOf(schemas, schema.items, depth + 1), { minLength: minItems, maxLength });
  }
  return scalarOf(schema);
}

function objectOf(
  schemas: Schemas,
  properties: Record<string, Schema>,
  required: readonly string[],
  depth: number,
): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(([field, value]) => [field, arbitraryOf(schemas, value, depth + 1)]);
  return fc.record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [...required],
  });
}

interface Scalar {
  type?: unknown;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

function scalarOf({
  type,
  format,
  minimum,
  maximum,
  minLength = 0,
  maxLength = MAX_LENGTH,
}: Scalar): fc.Arbitrary<unknown> {
  switch (type) {
    case "integer":
      return fc.integer({ min: Math.max(minimum ?? 0, -(2 ** 31)), max: Math.min(maximum ?? 2 ** 31, 2 ** 31) });
    case "number":
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "object":
      return fc.dictionary(fc.string({ maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 5 });
    case "string":
      if (format === "uuid" || format === "guid") return fc.uuid();
      if (format === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
      return fc.string({
        minLength,
        maxLength: Math.max(minLength, Math.min(maxLength, MAX_LENGTH)),
        unit: "grapheme",
      });
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** What belongs nowhere: each is put in the place of something, or beside it. */
const OUT_OF_PLACE: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    "",
    [],
    {},
    -1,
    0,
    1.5,
    1e21,
    Number.MAX_SAFE_INTEGER,
    true,
    "null",
    "0x10",
    "__proto__",
    "../..",
    "%00",
  ),
  fc.constantFrom(
    "\u0000",
    "\u202E",
    "\uFFFF",
    "\uD83D\uDE00",
    "İ",
    "\u3164",
    "' OR 1=1 --",
    "<script>",
    "${7*7}",
    "\r\nX: 1",
  ),
  fc.integer({ min: 100, max: 40_000 }).map((length) => "x".repeat(length)),
  fc.integer({ min: 5, max: 400 }).map(nested),
);

const ODD_KEYS = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("__proto__", "constructor", "toString", "id", "", "a.b", "0"),
);

/** A value with one thing about it wrong: replaced, left out, or added. */
export function brokenOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, fc.infiniteStream(fc.nat(1_000)), fc.constantFrom("replace", "drop", "add"), OUT_OF_PLACE, ODD_KEYS)
    .map(([given, turns, how, odd, key]) => breakOnce(structuredClone(given), turns, { how, odd, key }));
}

interface Break {
  how: string;
  odd: unknown;
  key: string;
}

/** Walks down by the turns that were drawn, and breaks something where it stops. */
function breakOnce(value: unknown, turns: Iterator<number>, break_: Break): unknown {
  if (typeof value !== "object" || value === null) return break_.odd;
  const keys = Object.keys(value);
  const turn = turns.next().value as number;
  const key = keys[turn % (keys.length + 1)];
  const held = value as Record<string, unknown>;
  if (key === undefined) {
    if (break_.how === "replace") return break_.odd;
    if (Array.isArray(value)) return [...(value as unknown[]), break_.odd];
    Object.defineProperty(held, break_.key, {
      value: break_.odd,
      enumerable: true,
      configurable: true,
      writable: true,
    });
    return held;
  }
  if (break_.how === "drop" && turn % 2 === 0) Reflect.deleteProperty(held, key);
  else held[key] = breakOnce(held[key], turns, break_);
  return held;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}
