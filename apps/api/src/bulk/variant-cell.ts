import type { FieldError, Variant } from "@cartwright/schemas";

/** What a cell says, or what is wrong with it. */
export type CellReading<T> = { ok: true; value: T } | { ok: false; fault: Omit<FieldError, "field"> };

const EXPECTED = 'choices like "Size: M; Color: Navy", each a label, a colon or =, and a value';

/**
 * `Size: M; Color: Navy`: each choice is a label, a colon or an equals sign, and a value; whichever of the two signs comes
 * first divides them. Semicolons stand between choices. In a cell without any, commas do; with one, a comma is part of its
 * value. A semicolon at the end is nothing.
 */
export function readVariantCell(text: string): CellReading<Variant[]> {
  const parts = text.includes(";") ? text.replace(/;\s*$/, "").split(";") : text.split(",");
  const choices: Variant[] = [];
  for (const part of parts) {
    const [, label, value] = /^\s*([^:=]*[^:=\s])\s*[:=]\s*(.*\S)\s*$/.exec(part) ?? [];
    if (label === undefined || value === undefined) return refuse(whyNot(part, text));
    if (choices.some((earlier) => earlier.label.toLowerCase() === label.toLowerCase())) {
      return refuse(`chooses ${JSON.stringify(label)} twice`);
    }
    choices.push({ label, value });
  }
  return { ok: true, value: choices };
}

function whyNot(part: string, text: string): string {
  const named = `holds ${JSON.stringify(part.trim())}, which is no choice`;
  if (text.includes(";") || !text.includes(",")) return named;
  return `${named}: if the comma belongs to a value, end the cell with a semicolon`;
}

function refuse(message: string): CellReading<never> {
  return { ok: false, fault: { code: "invalid_variant", message, received: undefined, expected: EXPECTED } };
}
