import { type DatabaseHandle, findAccessToken, findApiKey, type OrderScope, type StoredApiKey } from "@cartwright/db";
import type { Request } from "express";
import { Problem } from "../http/problem.ts";
import { isAccessToken } from "./access-token.ts";
import { hashApiKey, isApiKey, type KeyScope } from "./api-key.ts";

/**
 * How long a key found in the database is believed: a revoked key, its tokens, or a key without a limit work this much longer.
 */
const CACHE_MS = 5_000;
const CACHE_SIZE = 1_000;
const TOKEN_OVER = "This access token is not valid, or it is over: ask for another one.";

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

type Handle = Pick<DatabaseHandle, "db" | "pool">;

/** What a request's key, or the token that stands in for one, opens. */
interface Opened {
  key: StoredApiKey;
  /** The key's own, or of a token those that it has as well. */
  scopes: readonly string[];
  /** How long that may be believed. */
  forMs: number;
}

/**
 * Opens requests by `Authorization: Bearer cw_…`, an API key or a token made with one. Throws 401 without a good one, 403 for one
 * without the scope.
 */
export function openAuthentication(handle: Handle, now: () => number = () => performance.now()): Authenticate {
  const known = new Map<string, { opened: Opened; until: number }>();

  const find = async (given: string): Promise<Opened | undefined> => {
    const sha256 = hashApiKey(given);
    const cached = known.get(sha256);
    if (cached !== undefined && cached.until > now()) return cached.opened;
    known.delete(sha256);
    const opened = isApiKey(given) ? await openKey(handle, sha256) : await openToken(handle, sha256);
    if (opened === undefined) return undefined;
    const oldest = known.size >= CACHE_SIZE ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(sha256, { opened, until: now() + opened.forMs });
    return opened;
  };

  return async (request, scope) => {
    const given = bearerOf(request.headers.authorization);
    if (given === undefined) throw unauthorized("Send your API key: `Authorization: Bearer cw_…`.");
    const isToken = isAccessToken(given);
    const opened = isToken || isApiKey(given) ? await find(given) : undefined;
    if (opened === undefined) throw unauthorized(isToken ? TOKEN_OVER : "This API key is not valid.");
    if (!opened.scopes.includes(scope)) {
      const message = `This ${isToken ? "access token" : "API key"} lacks the scope ${scope}.`;
      // RFC 6750, section 3.1: whatever status a face gives it, an OAuth client reads here what it lacks.
      const headers = { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${scope}"` };
      throw new Problem("forbidden", message, { details: { required_scope: scope }, headers });
    }
    const { key } = opened;
    return { accountId: key.accountId, mode: key.mode, keyId: key.id, isUnlimited: isUnlimited(key) };
  };
}

async function openKey({ db }: Handle, sha256: string): Promise<Opened | undefined> {
  const key = await findApiKey(db, sha256);
  return key === undefined ? undefined : { key, scopes: key.scopes, forMs: CACHE_MS };
}

async function openToken(handle: Handle, sha256: string): Promise<Opened | undefined> {
  const token = await findAccessToken(handle, sha256);
  if (token === undefined) return undefined;
  const { key, leftMs } = token;
  const scopes = token.scopes.filter((scope) => key.scopes.includes(scope));
  return { key, scopes, forMs: Math.min(CACHE_MS, leftMs) };
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
