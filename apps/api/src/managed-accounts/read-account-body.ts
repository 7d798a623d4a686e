import type { Request, Response } from "express";
import type { z } from "zod";
import { fieldErrors } from "../http/field-errors.ts";
import { readJsonBody } from "../http/json-body.ts";
import { fieldProblem } from "../http/problem.ts";
import { HIDDEN } from "../http/show-received.ts";
import { hasCardNumber } from "../orders/card-number.ts";

const SECRET_FIELDS = new Set(["password", "totp_secret"]);

/**
 * The request's JSON as the schema has it. A refusal shows what came, as everywhere, but nothing of a password. Throws a
 * Problem for anything else, and for notes that hold a card number.
 */
export async function readAccountBody<Schema extends z.ZodType<{ retailer_config?: object | null | undefined }>>(
  { request, response }: { request: Request; response: Response },
  schema: Schema,
): Promise<z.infer<Schema>> {
  const given = await readJsonBody(request, response);
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw fieldProblem("validation_error", fieldErrors(parsed.error.issues, withoutSecrets(given)));
  if (hasCardNumber(JSON.stringify(parsed.data.retailer_config ?? null))) {
    const message = "looks like a payment card number, which is never accepted here";
    throw fieldProblem("validation_error", [{ field: "retailer_config", code: "card_number", message }]);
  }
  return parsed.data;
}

/** A body that is no object may be anything: a password, too. */
function withoutSecrets(given: unknown): unknown {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return HIDDEN;
  return Object.fromEntries(
    Object.entries(given).map(([field, value]) => [field, SECRET_FIELDS.has(field) ? HIDDEN : (value as unknown)]),
  );
}
