import type { FieldError } from "@cartwright/schemas";
import type { Request, Response } from "express";
import type { z } from "zod";
import type { Face } from "../http/face.ts";
import { fieldErrors } from "../http/field-errors.ts";
import { readJsonBody } from "../http/json-body.ts";
import { fieldProblem, Problem } from "../http/problem.ts";

const SECRET_FIELDS = new Set(["secret", "secret_key"]);

/**
 * The request's JSON as the schema has it. A refusal shows what came, as everywhere, but nothing of a secret. `root`: what everything
 * is wrapped in, which has to be there and is no part of a field's name.
 */
export async function readWebhookBody<Schema extends z.ZodType>(
  { request, response }: { request: Request; response: Response },
  schema: Schema,
  { takes }: Face,
  root?: string,
): Promise<z.infer<Schema>> {
  const given = await readJsonBody(request, response, { takes });
  if (root !== undefined) requireRoot(given, root);
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error.issues, given).map((error) => withoutSecret(withoutRoot(error, root)));
  throw fieldProblem("validation_error", errors);
}

function requireRoot(given: unknown, root: string): void {
  const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isObject(given) || !isObject((given as Record<string, unknown>)[root]))
    throw new Problem("bad_request", `param is missing or the value is empty: ${root}`);
}

function withoutRoot(error: FieldError, root: string | undefined): FieldError {
  const prefix = `${root}.`;
  return error.field.startsWith(prefix) ? { ...error, field: error.field.slice(prefix.length) } : error;
}

function withoutSecret(error: FieldError): FieldError {
  const { received: _received, ...unsaid } = error;
  return SECRET_FIELDS.has(error.field) ? unsaid : error;
}
