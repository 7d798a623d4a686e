import { createApiKey, type Executor } from "@cartwright/db";
import type { KeyMode } from "@cartwright/schemas";
import { hashApiKey, hintOf, type KeyScope, newApiKey } from "./api-key.ts";

export interface MadeKey {
  id: string;
  /** Nobody can show it again: only its hash is kept. */
  key: string;
}

export async function makeKey(
  db: Executor,
  { accountId, mode, scopes }: { accountId: string; mode: KeyMode; scopes: readonly KeyScope[] },
): Promise<MadeKey> {
  const key = newApiKey(mode);
  const stored = { accountId, mode, sha256: hashApiKey(key), hint: hintOf(key), scopes: [...scopes] };
  const { id } = await createApiKey(db, stored);
  return { id, key };
}
