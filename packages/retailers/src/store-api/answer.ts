import { CheckoutFailure } from "@cartwright/orders";
import type { z } from "zod";
import type { ShopResponse } from "../driver.ts";

/** Throws where a store API's answer says that it would not, or could not, answer at all. */
export function requireServed({ status }: ShopResponse): void {
  if (status === 429) throw new CheckoutFailure("retailer_rate_limited", "The shop asks to come back later.");
  if (status >= 500) {
    throw new CheckoutFailure("retailer_unavailable", `The shop's store API failed (status ${status}).`);
  }
  if (status === 403) throw new CheckoutFailure("bot_protection_blocked", "The shop refused its store API to us.");
}

/** What a store API answered, in the shape that is needed of it. An answer of another shape is nothing to buy by. */
export function parseAnswer<T>(schema: z.ZodType<T>, body: unknown, what: string): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
  throw new CheckoutFailure("checkout_failed", `The shop's answer to "${what}" could not be read${where}.`);
}

/** What settings.api holds. What an operator wrote wrongly no further attempt puts right. */
export function parseSettings<T>(schema: z.ZodType<T>, api: Record<string, string>): T {
  const parsed = schema.safeParse(api);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `api.${path.join(".")}: ${message}`);
  throw new CheckoutFailure("retailer_not_supported", `The retailer's settings are wrong: ${faults.join("; ")}.`);
}

/** A clock of the shop's that is further off than this is a stored answer's, and proves nothing about now. */
const FRESH_WITHIN_MS = 120_000;

/** Whether the shop itself made this answer just now, by its own date and a clock that is right. */
export function isFresh({ headers }: ShopResponse, nowMs: number): boolean {
  return Math.abs(nowMs - Date.parse(headers["date"] ?? "")) <= FRESH_WITHIN_MS && headers["age"] === undefined;
}
