import { z } from "zod";

/** A whole number of a query, where everything is text. */
const integer = z
  .string()
  .regex(/^\d{1,9}$/, "must be a whole number")
  .transform(Number);

export const queryInteger = (min: number, max?: number) =>
  integer.pipe(max === undefined ? z.int().min(min) : z.int().min(min).max(max));

/** `limit` and `offset` of a list. */
export const pageOf = (defaultLimit: number, maxLimit: number) => ({
  limit: queryInteger(1, maxLimit).default(defaultLimit),
  offset: queryInteger(0).default(0),
});
