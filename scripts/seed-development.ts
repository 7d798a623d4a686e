import { createApiKey, ensureAccount, findApiKey, openDatabase } from "@cartwright/db";
import { hashApiKey, hintOf, KEY_SCOPES, newApiKey } from "../apps/api/src/accounts/api-key.ts";
import type { Slot } from "./stack/slot.ts";

const ACCOUNT = "Development";
/** Who receives where a request names nobody. A number of the range kept for fiction. */
const DEFAULT_RECIPIENT = { name: "Robin Carter", phone: "+14155550132" };
const LOCK_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** Makes the account that `dev` and `demo` order with. Its API key is kept, so that it is the same after a restart. */
export const seedDevelopmentData = async (slot: Slot, databaseUrl: string): Promise<string> => {
  const { db, close } = openDatabase({
    url: databaseUrl,
    poolSize: 1,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-seed",
    onError: () => undefined,
  });
  try {
    const account = await ensureAccount(db, ACCOUNT, DEFAULT_RECIPIENT);
    const key = slot.secrets.apiKey ?? newApiKey("test");
    if ((await findApiKey(db, hashApiKey(key))) === undefined) {
      await createApiKey(db, {
        accountId: account.id,
        mode: "test",
        sha256: hashApiKey(key),
        hint: hintOf(key),
        scopes: [...KEY_SCOPES],
      });
    }
    slot.rememberApiKey(key);
    return key;
  } finally {
    await close();
  }
};
