import { formatUsd, parseUsdCents } from "@cartwright/orders";
import { z } from "zod";

// What a form sends is text, or nothing: these make of it what it means.

/** Dollars as people write them, in cents. */
export const dollars = (maxCents: number) =>
  z
    .string()
    .trim()
    .transform((typed, context) => {
      const cents = parseUsdCents(typed);
      if (cents !== undefined && cents >= 0 && cents <= maxCents) return cents;
      const message = `must be an amount in dollars up to ${formatUsd(maxCents)}, like 25 or 1,250.50`;
      context.addIssue({ code: "custom", message });
      return z.NEVER;
    });

export const wholeNumber = (max: number) =>
  z
    .string()
    .trim()
    .transform((typed, context) => {
      if (/^\d{1,15}$/.test(typed) && Number(typed) <= max) return Number(typed);
      context.addIssue({ code: "custom", message: `must be a whole number up to ${max}` });
      return z.NEVER;
    });

/** What is left blank is null. */
export const orBlank = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((typed) => (typeof typed === "string" && typed.trim() === "" ? null : typed), schema.nullable());

/** Boxes of one name: a form sends one as text, several as a list, and none not at all. */
export const boxes = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (given): unknown => (Array.isArray(given) ? given : given === undefined ? [] : [given]),
    z.array(schema),
  );
