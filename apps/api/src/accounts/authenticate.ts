import { type Database, findApiKey, type OrderScope, type StoredApiKey } from "@cartwright/db";
import type { Request } from "express";
import { Problem } from "../http/problem.ts";
import { hashApiKey, isApiKey, type KeyScope } from "./api-key.ts";

/** How long a key found in the database is believed: a revoked key, or one without a limit, works this much longer. */
const CACHE_MS = 5_000;
const CACHE_SIZE = 1_000;

/** Who a request comes from, and so what it may see: an account's orders, of the key's own mode. */
export interface Caller extends OrderScope {
  keyId: string;
  /**
   * Known, as of a moment ago, to have no spend limit: its orders are not counted. Absent: the limits are looked up with each
   * order, so that whoever forgets to say it is on the safe side.
   */
  isUnlimited?: boolean;
}

export type Authenticate = (request: Request, scope: KeyScope) => Promise<Caller>;

/** Opens requests by `Authorization: Bearer cw_…`. Throws 401 without a good key, 403 for one without the scope. */
export function openAuthentication(db: Database, now: () => number = () => performance.now()): Authenticate {
  const known = new Map<string, { key: StoredApiKey; until: number }>();

  const find = async (sha256: string): Promise<StoredApiKey | undefined> => {
    const cached = known.get(sha256);
    if (cached !== undefined && cached.until > now()) return cached.key;
    known.delete(sha256);
    const key = await findApiKey(db, sha256);
    if (key === undefined) return undefined;
    const oldest = known.size >= CACHE_SIZE ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(sha256, { key, until: now() + CACHE_MS });
    return key;
  };

  return async (request, scope) => {
    const given = bearerOf(request.headers.authorization);
    if (given === undefined) throw unauthorized("Send your API key: `Authorization: Bearer cw_…`.");
    const key = isApiKey(given) ? await find(hashApiKey(given)) : undefined;
    if (key === undefined) throw unauthorized("This API key is not valid.");
    if (!key.scopes.includes(scope)) {
      throw new Problem("forbidden", `This API key lacks the scope ${scope}.`, { details: { required_scope: scope } });
    }
    return { accountId: key.accountId, mode: key.mode, keyId: key.id, isUnlimited: isUnlimited(key) };
  };
}

function isUnlimited(key: StoredApiKey): boolean {
  const limits = [key.spendLimitCents, key.orderLimit, key.accountSpendLimitCents, key.accountOrderLimit];
  return limits.every((limit) => limit === null);
}

function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}

function unauthorized(message: string): Problem {
  return new Problem("unauthorized", message, { headers: { "WWW-Authenticate": "Bearer" } });
}
