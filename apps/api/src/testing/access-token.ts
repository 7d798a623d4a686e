import { hashApiKey } from "../accounts/api-key.ts";
import type { TestApi } from "./test-api.ts";

/** A token that stands in for a key, made as clients make one. `scope`: words of the platform's; absent: all that the key may. */
export async function newToken(api: TestApi, key: string, scope?: string): Promise<string> {
  const { rows } = await api.database.pool.query<{ id: string }>("SELECT id FROM api_keys WHERE sha256 = $1", [
    hashApiKey(key),
  ]);
  const client = { grant_type: "client_credentials", client_id: rows[0]?.id, client_secret: key };
  const { status, body, text } = await api.send("POST", "/spree_oauth/token", {
    body: { ...client, ...(scope === undefined ? {} : { scope }) },
  });
  if (status !== 200) throw new Error(`no token was made: ${text}`);
  return String(body["access_token"]);
}
