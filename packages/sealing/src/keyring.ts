import { readFileSync } from "node:fs";

export const KEY_BYTES = 32;
/** Stands in front of everything that is sealed, as one byte's length and the id itself. */
const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/;

interface MasterKey {
  id: string;
  key: Buffer;
}

/** The master keys: the first seals, every one opens. */
export interface Keyring {
  /** The id of the key that seals. */
  sealsWith: string;
  find: (id: string) => Buffer | undefined;
}

/** Where the keys are said: at most one of the two. */
export interface SealingVariables {
  SEALING_KEYS?: string | undefined;
  SEALING_KEYS_FILE?: string | undefined;
}

/**
 * `id:base64,id2:base64`, also one a line; each key is 32 bytes. Throws a sentence about the first fault, and never a part of
 * a key.
 */
export function readKeyring(text: string): Keyring {
  const keys = text
    .split(/[,\s]+/)
    .filter((part) => part !== "")
    .map(toMasterKey);
  const [first] = keys;
  if (first === undefined) throw new Error("there is no key");
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  if (byId.size < keys.length) throw new Error("two keys have the same id");
  return { sealsWith: first.id, find: (id) => byId.get(id) };
}

/** The keyring that the environment names; undefined when it names none. Throws when what it names is no keyring. */
export function openKeyring({ SEALING_KEYS, SEALING_KEYS_FILE }: SealingVariables): Keyring | undefined {
  if (SEALING_KEYS !== undefined && SEALING_KEYS_FILE !== undefined) {
    throw new Error("must not be set beside SEALING_KEYS: which of them counts?");
  }
  if (SEALING_KEYS !== undefined) return readKeyring(SEALING_KEYS);
  return SEALING_KEYS_FILE === undefined ? undefined : readKeyring(readFileSync(SEALING_KEYS_FILE, "utf8"));
}

/** What is wrong with the keyring that the environment names, if anything is; for whoever checks a configuration. */
export function keyringFault(variables: SealingVariables): { variable: string; message: string } | undefined {
  try {
    openKeyring(variables);
    return undefined;
  } catch (error) {
    const variable = variables.SEALING_KEYS_FILE === undefined ? "SEALING_KEYS" : "SEALING_KEYS_FILE";
    return { variable, message: error instanceof Error ? error.message : String(error) };
  }
}

function toMasterKey(part: string): MasterKey {
  const colon = part.indexOf(":");
  const id = part.slice(0, colon);
  if (colon < 1 || !KEY_ID.test(id))
    throw new Error("every key must be written as id:base64, the id of 1 to 32 letters");
  const encoded = part.slice(colon + 1);
  const key = Buffer.from(encoded, "base64");
  // Buffer.from skips what is no base64: a key that was cut or mistyped would be another key.
  const isWhole = key.length === KEY_BYTES && key.toString("base64").replace(/=+$/, "") === encoded.replace(/=+$/, "");
  if (!isWhole)
    throw new Error(`the key "${id}" must be ${KEY_BYTES} bytes in base64, as openssl rand -base64 32 makes it`);
  return { id, key };
}
