import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import type { KeyMode } from "@cartwright/schemas";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** 32 characters of base62 are 190 bits: nobody guesses one. */
const SECRET_LENGTH = 32;
/** A CRC32 fits in six characters of base62. */
const CHECKSUM_LENGTH = 6;
/** `cw_test_` and four characters of the secret: enough to tell keys apart, useless to open anything. */
const HINT_LENGTH = 12;

const KEY_FORM = new RegExp(`^(cw_(?:live|test)_[0-9A-Za-z]{${SECRET_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

export const KEY_SCOPES = [
  "orders:read",
  "orders:write",
  "webhooks:read",
  "webhooks:write",
  "accounts:read",
  "accounts:write",
] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

/** A new key. The checksum is for scanners and for typos: a wrong key is refused without asking the database. */
export function newApiKey(mode: KeyMode): string {
  const secret = Array.from({ length: SECRET_LENGTH }, () => BASE62[randomInt(BASE62.length)]).join("");
  const body = `cw_${mode}_${secret}`;
  return body + checksum(body);
}

/** Whether this has the form of a key and its checksum is right; says nothing about whether it opens anything. */
export function isApiKey(text: string): boolean {
  const [, body, sum] = KEY_FORM.exec(text) ?? [];
  return body !== undefined && checksum(body) === sum;
}

/** What is stored of a key, and looked up: hex SHA-256. A key's 190 random bits need no salt and no slow hash. */
export function hashApiKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

export function hintOf(key: string): string {
  return key.slice(0, HINT_LENGTH);
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let index = 0; index < CHECKSUM_LENGTH; index += 1) {
    text = `${BASE62[rest % BASE62.length] ?? ""}${text}`;
    rest = Math.floor(rest / BASE62.length);
  }
  return text;
}
