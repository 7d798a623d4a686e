import { createHmac } from "node:crypto";
import { WEBHOOK_SECRET_PREFIX } from "@cartwright/schemas";

const USER_AGENT = "Cartwright-Webhooks/1.0";

export interface WebhookMessage {
  id: string;
  event: string;
  /** Of this try, in seconds since 1970: a receiver refuses what is too old. */
  timestampS: number;
  body: string;
}

/**
 * The headers that a receiver verifies a message by. The first secret is the one that counts; during a rotation the one before
 * it signs too. `X-Webhook-Signature` is the simple form: HMAC-SHA256 of the body alone, in hex, keyed with the newest secret as
 * it was shown, prefix and all.
 */
export function webhookHeaders(
  message: WebhookMessage,
  [newest, ...older]: readonly [string, ...string[]],
): Record<string, string> {
  const signed = `${message.id}.${message.timestampS}.${message.body}`;
  const signatures = [newest, ...older].map((secret) => `v1,${hmac(keyOf(secret), signed).digest("base64")}`);
  return {
    "webhook-id": message.id,
    "webhook-timestamp": String(message.timestampS),
    "webhook-signature": signatures.join(" "),
    "X-Webhook-Event": message.event,
    "X-Webhook-Signature": hmac(newest, message.body).digest("hex"),
    "Content-Type": "application/json",
    "User-Agent": USER_AGENT,
  };
}

const hmac = (key: Buffer | string, text: string) => createHmac("sha256", key).update(text);

/** By the Standard Webhooks specification what follows the prefix is base64 of the key; a client's own text is the key itself. */
function keyOf(secret: string): Buffer {
  if (!secret.startsWith(WEBHOOK_SECRET_PREFIX)) return Buffer.from(secret, "utf8");
  return Buffer.from(secret.slice(WEBHOOK_SECRET_PREFIX.length), "base64");
}
