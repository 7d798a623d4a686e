import { z } from "zod";

// Control and format characters (NUL, zero-width space, right-to-left override), line and paragraph separators, and the
// Hangul fillers, which are letters that nobody sees.
const VISIBLE = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]*$/u;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;

/** Whether text says anything at all. */
export function hasLetterOrDigit(text: string): boolean {
  return LETTER_OR_DIGIT.test(text);
}

/** Text of one line that a person can see: Postgres refuses \u0000, and no shop's form wants a line break. */
export const visibleText = (max: number, min = 1) => seen(z.string(), min, max);

/** The same, without the spaces around it. */
export const visibleLine = (max: number, min = 1) => seen(z.string().trim(), min, max);

/** A line that holds a letter or a digit: a name, a street. */
export const wordsLine = (max: number) => visibleLine(max).refine(hasLetterOrDigit, "must hold a letter or a digit");

// Each stops the ones behind it: a field has one fault at a time.
function seen(schema: z.ZodString, min: number, max: number): z.ZodString {
  return schema
    .min(min, { abort: true })
    .max(max, { abort: true })
    .regex(VISIBLE, { error: "must not hold control, line break or invisible characters", abort: true });
}
