import { readFileSync, statSync } from "node:fs";
import type { OperatorCard } from "@cartwright/retailers/drivers";
import { CannotStart } from "@cartwright/supervision";
import { z } from "zod";

const OTHERS_MAY_READ = 0o077;

const Card = z.strictObject({
  number: z.string().regex(/^[\d ]{12,23}$/, "must be the card's digits"),
  name: z.string().min(1),
  expiry_month: z.number().int().min(1).max(12),
  expiry_year: z.number().int().min(2_000).max(2_100),
  code: z.string().regex(/^\d{3,4}$/, "must be 3 or 4 digits"),
});

/** Reads the operator's card from its file. Throws CannotStart that says what is wrong with it, and never what stands in it. */
export function readCardFile(file: string): OperatorCard {
  const refuse = (why: string): CannotStart =>
    new CannotStart("misconfigured", `cannot start:\n  - CARD_FILE (${file}): ${why}`);
  let text: string;
  try {
    if ((statSync(file).mode & OTHERS_MAY_READ) !== 0) throw refuse("others may read it; chmod 600");
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof CannotStart) throw error;
    throw refuse(
      error instanceof Error && "code" in error ? `cannot be read (${String(error.code)})` : "cannot be read",
    );
  }
  const parsed = Card.safeParse(readJson(text));
  if (!parsed.success) {
    throw refuse(
      parsed.error.issues.map(({ path, message }) => `${path.join(".") || "the file"}: ${message}`).join("; "),
    );
  }
  const { number, name, expiry_month: expiryMonth, expiry_year: expiryYear, code } = parsed.data;
  return { number: number.replaceAll(" ", ""), name, expiryMonth, expiryYear, code };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
