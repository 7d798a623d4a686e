import { randomBytes } from "node:crypto";
import { KEY_SCOPES, type KeyScope } from "./api-key.ts";

/** 256 bits: nobody guesses one. */
const TOKEN_BYTES = 32;
const TOKEN_FORM = /^cw_token_[\w-]{43}$/;

/** The words that OAuth clients ask with, each with the key's scopes that it stands for. */
const TOKEN_SCOPES = {
  admin: KEY_SCOPES,
  read: KEY_SCOPES.filter((scope) => scope.endsWith(":read")),
  write: KEY_SCOPES.filter((scope) => scope.endsWith(":write")),
} as const satisfies Record<string, readonly KeyScope[]>;
type TokenScope = keyof typeof TOKEN_SCOPES;

/** What a client gets that says nothing of scopes: all that its key may. */
const DEFAULT_SCOPE = "admin";

export interface GrantedScopes {
  /** As they are answered: what the words asked for beyond the key is not in them. */
  words: TokenScope[];
  scopes: KeyScope[];
}

/** A new token, that opens what its key does, for a while. */
export const newAccessToken = (): string => `cw_token_${randomBytes(TOKEN_BYTES).toString("base64url")}`;

/** Whether this has the form of a token; says nothing about whether it opens anything. */
export const isAccessToken = (text: string): boolean => TOKEN_FORM.test(text);

/**
 * What of the scopes that are asked for, words with spaces between, a key can give. Undefined when a word is unknown, or the key
 * can give nothing of them.
 */
export function grantScopes(asked: string | undefined, ofKey: readonly string[]): GrantedScopes | undefined {
  const words = [...new Set((asked ?? DEFAULT_SCOPE).split(" ").filter((word) => word !== ""))];
  if (!words.every(isTokenScope)) return undefined;
  const has = (scope: KeyScope): boolean => ofKey.includes(scope);
  const scopes = KEY_SCOPES.filter((scope) => has(scope) && words.some((word) => includes(word, scope)));
  if (scopes.length === 0) return undefined;
  // A key that is not allowed everything is no administrator, whatever it calls itself.
  const honest = words.flatMap((word) =>
    word !== "admin" || KEY_SCOPES.every(has) ? [word] : (["read", "write"] as const),
  );
  return { words: [...new Set(honest)].filter((word) => scopes.some((scope) => includes(word, scope))), scopes };
}

const isTokenScope = (word: string): word is TokenScope => Object.hasOwn(TOKEN_SCOPES, word);
const includes = (word: TokenScope, scope: KeyScope): boolean => TOKEN_SCOPES[word].some((one) => one === scope);
