import { FieldError } from "@cartwright/schemas";
import { z } from "zod";
import { describeFieldError, type Problem } from "../http/problem.ts";
import { shorten } from "../http/shorten.ts";

/** Of all that is wrong with a row. */
const MAX_TEXT = 2_000;

const FieldErrors = z.array(FieldError).catch([]);

const Suggestion = z
  .object({
    address_line1: z.string(),
    address_line2: z.string().nullish(),
    city: z.string(),
    state: z.string(),
    postal_code: z.string(),
  })
  .optional()
  .catch(undefined);

export function fieldErrorsOf(problem: Problem): FieldError[] {
  return FieldErrors.parse(problem.details["field_errors"]);
}

/** Errors of `POST /orders`, by the columns that the fields were made of: `shipping_address.city` → `city`. */
export function inColumns(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => ({ ...error, field: columnOf(error.field) }));
}

function columnOf(field: string): string {
  if (field.startsWith("products[0].variant")) return "variant";
  return field.replace(/^(?:products\[0\]|shipping_address)\./, "");
}

/** Why `POST /orders` refuses a row's order: a sentence for each column, or the one that there is. */
export function sentencesOf(problem: Problem): string[] {
  const errors = inColumns(fieldErrorsOf(problem)).map((error) => describeFieldError(error));
  if (errors.length === 0) return [problem.message];
  const meant = Suggestion.parse(problem.details["suggested_address"]);
  if (meant === undefined) return errors;
  const lines = [meant.address_line1, meant.address_line2, meant.city, `${meant.state} ${meant.postal_code}`];
  return [...errors, `Perhaps this address is meant: ${lines.filter(Boolean).join(", ")}.`];
}

/** As one text, as it is kept with the row. */
export function inOneText(sentences: readonly string[]): string {
  return shorten(sentences.join(" "), MAX_TEXT);
}
