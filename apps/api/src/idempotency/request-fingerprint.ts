import { createHash } from "node:crypto";

/**
 * Hex SHA-256 of a request's body as it was sent: keys sorted, before defaults, without the idempotency key itself. Two
 * bodies that mean the same to JSON have the same fingerprint.
 */
export function requestFingerprint(body: object): string {
  const { idempotency_key: _key, ...rest } = body as Record<string, unknown>;
  return createHash("sha256").update(canonicalJson(rest)).digest("hex");
}

/** JSON with sorted keys and without spaces. Recursive: the reader of bodies limits their depth. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((entry) => canonicalJson(entry)).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`);
  return `{${members.join(",")}}`;
}
