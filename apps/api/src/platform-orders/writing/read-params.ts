import type { FieldError } from "@cartwright/schemas";
import type { Request, Response } from "express";
import type { z } from "zod";
import { fieldErrors } from "../../http/field-errors.ts";
import { readJsonBody } from "../../http/json-body.ts";
import { fieldProblem, Problem } from "../../http/problem.ts";
import { hasCardNumber } from "../../orders/card-number.ts";
import { PLATFORM_FACE } from "../face.ts";

interface Exchange {
  request: Request;
  response: Response;
}

export interface Params<Schema extends z.ZodType> {
  params: z.infer<Schema>;
  /** As it was sent. */
  body: Record<string, unknown>;
}

/**
 * The body of a request of this face, as the schema has it. One of `roots` must be there: what the platform wraps a thing in, or, where
 * it may come without its wrapper, what is known of the thing. Throws a Problem whose fields are named as in that platform's refusals.
 */
export async function readParams<Schema extends z.ZodType>(
  { request, response }: Exchange,
  schema: Schema,
  roots: readonly [string, ...string[]],
): Promise<Params<Schema>> {
  const body = requireObject(await readJsonBody(request, response, { takes: PLATFORM_FACE.takes }));
  const [root] = roots;
  const isWrapped = isObject(body[root]);
  if (!isWrapped && !roots.slice(1).some((name) => body[name] !== undefined)) {
    throw new Problem("bad_request", `param is missing or the value is empty: ${root}`);
  }
  return { params: parseParams(schema, body), body };
}

/** The same of a request that need not say anything. */
export async function readMoveParams<Schema extends z.ZodType>(
  { request, response }: Exchange,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  const isEmpty = (length === undefined || length === "0") && encoding === undefined;
  const body = isEmpty ? {} : await readJsonBody(request, response, { takes: PLATFORM_FACE.takes });
  return parseParams(schema, requireObject(body));
}

function requireObject(body: unknown): Record<string, unknown> {
  if (isObject(body)) return body;
  throw new Problem("bad_request", "The body is not a JSON object.");
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseParams<Schema extends z.ZodType>(schema: Schema, body: Record<string, unknown>): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const errors = fieldErrors(parsed.error.issues, body);
    throw fieldProblem(
      "validation_error",
      errors.map((error) => Object.assign(error, { field: toPlatformField(error.field) })),
    );
  }
  const cards = [...cardFaults(body, "")];
  if (cards.length > 0) throw fieldProblem("validation_error", cards);
  return parsed.data;
}

/** `order.ship_address_attributes.address.city` → `ship_address.city`: the wrappers are no names. */
function toPlatformField(path: string): string {
  const parts = path
    .replaceAll(/\[\d+\]/g, "")
    .split(".")
    .map((part) => part.replace(/_attributes$/, ""));
  const named = parts.filter((part, index) => !WRAPPERS.has(part) || index === parts.length - 1);
  return named.length === 0 ? path : named.join(".");
}

const WRAPPERS = new Set(["order", "address", "line_item"]);

/** Phone numbers may be as long as a card's, and no shop's form takes a card there. */
const PHONES = new Set(["phone", "alternative_phone"]);

/** Recursive: the reader of bodies limits their depth. The number itself is not repeated. */
function* cardFaults(value: unknown, path: string): Generator<FieldError> {
  if (typeof value === "string" || typeof value === "number") {
    if (hasCardNumber(typeof value === "string" ? value : value.toLocaleString("en-US", { useGrouping: false })))
      yield cardFault(path);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (PHONES.has(key)) continue;
    const inner = Array.isArray(value) ? path : path === "" ? key : `${path}.${key}`;
    if (hasCardNumber(key)) yield cardFault(path);
    else yield* cardFaults(entry, inner);
  }
}

function cardFault(path: string): FieldError {
  const field = toPlatformField(path === "" ? "base" : path);
  return { field, code: "card_number", message: "looks like a payment card number, which is never accepted here" };
}
