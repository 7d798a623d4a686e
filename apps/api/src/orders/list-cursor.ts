import { z } from "zod";

/** Fifteen digits in base64url. */
const MAX_LENGTH = 20;

/** Where a page of orders ended: opaque to clients, who hand it back as it is. */
export function cursorOf(serial: number): string {
  return Buffer.from(String(serial)).toString("base64url");
}

/** The serial that a cursor of a query stands for. */
export const ListCursor = z
  .string()
  .max(MAX_LENGTH)
  .refine((text) => /^\d{1,15}$/.test(textOf(text)), "is not a next_cursor of this list")
  .transform((text) => Number(textOf(text)));

function textOf(cursor: string): string {
  return Buffer.from(cursor, "base64url").toString();
}
