import type { Pool } from "pg";
import { findApiKeyById, type StoredApiKey } from "./api-key-store.ts";
import type { Database } from "./client.ts";

/** A token that still opens something. */
export interface LiveToken {
  /** Those that it was made for; the key may have fewer. */
  scopes: string[];
  /** By Postgres's clock. */
  leftMs: number;
  /** The one that it stands in for. */
  key: StoredApiKey;
}

/** Each new token takes some of those that are over with it: more than it adds, so that they do not gather. */
const REMOVED_AT_ONCE = 20;

const CREATE = {
  name: "create-access-token",
  text: `WITH over AS (
      DELETE FROM access_tokens WHERE sha256 IN (SELECT sha256 FROM access_tokens WHERE expires_at <= clock_timestamp()
        ORDER BY expires_at LIMIT ${REMOVED_AT_ONCE} FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO access_tokens (sha256, api_key_id, scopes, expires_at)
    VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 second') RETURNING created_at`,
};

const FIND = {
  name: "find-access-token",
  text: `SELECT api_key_id, scopes, (extract(epoch FROM expires_at - clock_timestamp()) * 1000)::float8 AS left_ms
    FROM access_tokens WHERE sha256 = $1 AND expires_at > clock_timestamp()`,
};

/** `sha256` is hex. */
export async function createAccessToken(
  pool: Pool,
  token: { sha256: string; apiKeyId: string; scopes: readonly string[]; livesForS: number },
): Promise<{ createdAt: Date }> {
  const values = [token.sha256, token.apiKeyId, token.scopes, token.livesForS];
  const [row] = (await pool.query<{ created_at: Date }>({ ...CREATE, values })).rows;
  if (row === undefined) throw new Error("the token was not stored");
  return { createdAt: row.created_at };
}

/** Undefined for one that is unknown or over, or whose key is revoked. `sha256` is hex. */
export async function findAccessToken(
  { db, pool }: { db: Database; pool: Pool },
  sha256: string,
): Promise<LiveToken | undefined> {
  const found = await pool.query<{ api_key_id: string; scopes: string[]; left_ms: number }>({
    ...FIND,
    values: [sha256],
  });
  const [row] = found.rows;
  if (row === undefined) return undefined;
  const key = await findApiKeyById(db, row.api_key_id);
  return key === undefined ? undefined : { scopes: row.scopes, leftMs: row.left_ms, key };
}
