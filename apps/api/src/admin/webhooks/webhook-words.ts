import type { WebhookLastTry } from "@cartwright/db";
import type { OrderFace } from "@cartwright/schemas";

/** What a try met with: "503", "no answer: the name was not found", or nothing where it went well. */
export function faultWords(tried: Pick<WebhookLastTry, "statusCode" | "error"> | null): string {
  if (tried === null) return "–";
  const { statusCode, error } = tried;
  if (statusCode === null) return `no answer: ${error ?? "not known why"}`;
  return error === null ? String(statusCode) : `${statusCode}: ${error}`;
}

/** Whose words its events are in. */
export const faceWords = (face: OrderFace | null): string => (face === null ? "native" : `${face} face`);

export const triesWords = (tries: number): string => (tries === 1 ? "1 try" : `${tries} tries`);
export const pageOf = (webhookId: string): string => `/admin/webhooks/${webhookId}`;
