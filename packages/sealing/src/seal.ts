import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { KEY_BYTES, type Keyring } from "./keyring.ts";

/** Where a sealed value stands: it opens there and nowhere else. */
export interface SealedPlace {
  table: string;
  id: string;
  column: string;
}

/** Why something did not open. Its message names the key and the place, never what was sealed. */
export class CannotOpen extends Error {
  override readonly name = "CannotOpen";
  readonly reason: "unknown_key" | "changed";
  constructor(reason: CannotOpen["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

const CIPHER = "aes-256-gcm";
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES;

/**
 * Seals with a fresh key of its own, which is wrapped by the first master key: version, length and id of the master key, the
 * wrapped key, nonce, text and tag. Both layers are bound to the place, and the inner one to all that stands before it.
 */
export function seal(keyring: Keyring, place: SealedPlace, plaintext: Buffer | string): Buffer {
  const dataKey = randomBytes(KEY_BYTES);
  const header = headerOf(keyring.sealsWith);
  const wrapped = encrypt(requireKey(keyring, keyring.sealsWith), boundTo(place, header), dataKey);
  const text = typeof plaintext === "string" ? Buffer.from(plaintext, "utf8") : plaintext;
  const sealed = Buffer.concat([header, wrapped, encrypt(dataKey, boundTo(place, header, wrapped), text)]);
  dataKey.fill(0);
  return sealed;
}

/** Throws CannotOpen when its key is not there, or anything about it or its place was changed. */
export function open(keyring: Keyring, place: SealedPlace, sealed: Buffer): Buffer {
  const { header, wrapped, text } = split(sealed, place);
  const masterKey = requireKey(keyring, keyIdOf(sealed));
  const dataKey = decrypt(masterKey, boundTo(place, header), wrapped, place);
  return decrypt(dataKey, boundTo(place, header, wrapped), text, place);
}

/** Sealed anew with the first master key; undefined when it is that one's already. Throws as `open` does. */
export function reseal(keyring: Keyring, place: SealedPlace, sealed: Buffer): Buffer | undefined {
  if (keyIdOf(sealed) === keyring.sealsWith) return undefined;
  return seal(keyring, place, open(keyring, place, sealed));
}

/** The id of the master key that it was sealed with, as it says itself. */
export function keyIdOf(sealed: Buffer): string {
  const length = sealed[1] ?? 0;
  return sealed.subarray(2, 2 + length).toString("ascii");
}

function headerOf(keyId: string): Buffer {
  return Buffer.concat([Buffer.from([VERSION, keyId.length]), Buffer.from(keyId, "ascii")]);
}

function requireKey(keyring: Keyring, id: string): Buffer {
  const key = keyring.find(id);
  if (key === undefined) throw new CannotOpen("unknown_key", `no sealing key has the id "${id}"`);
  return key;
}

/** Each part with its length in front: no two places, or parts, read the same. */
function boundTo({ table, id, column }: SealedPlace, ...parts: Buffer[]): Buffer {
  const all = [...[table, id, column].map((word) => Buffer.from(word, "utf8")), ...parts];
  return Buffer.concat(
    all.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(part.length);
      return [length, part];
    }),
  );
}

function encrypt(key: Buffer, aad: Buffer, plaintext: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, aad: Buffer, sealed: Buffer, place: SealedPlace): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const text = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw changed(place);
  }
}

function split(sealed: Buffer, place: SealedPlace): { header: Buffer; wrapped: Buffer; text: Buffer } {
  const wrappedFrom = 2 + (sealed[1] ?? 0);
  const textFrom = wrappedFrom + WRAPPED_BYTES;
  if (sealed[0] !== VERSION || sealed.length < textFrom + NONCE_BYTES + TAG_BYTES) throw changed(place);
  return {
    header: sealed.subarray(0, wrappedFrom),
    wrapped: sealed.subarray(wrappedFrom, textFrom),
    text: sealed.subarray(textFrom),
  };
}

function changed({ table, id, column }: SealedPlace): CannotOpen {
  return new CannotOpen("changed", `${table}.${column} of ${id} does not open: it, its place or its key was changed`);
}
