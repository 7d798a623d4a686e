import { clientNetwork } from "@cartwright/network";
import type { RateCount, RateLimitStore } from "@cartwright/queue";
import type { Response } from "express";
import type { RateLimiter } from "./mount-routes.ts";
import { Problem } from "./problem.ts";

/** Requests a minute; 0: as many as they like. */
export interface RateLimits {
  perKey: number;
  perIp: number;
}

const WINDOW_S = 60;
const MS_PER_S = 1_000;

/** A limit as its headers name it, of draft-ietf-httpapi-ratelimit-headers. */
interface Policy {
  name: "ip" | "key";
  limit: number;
}

/** Counts requests by where they come from and by their key, so many a minute. */
export function openRateLimiter(store: RateLimitStore, limits: RateLimits): RateLimiter {
  const countIp = openCount(store, { name: "ip", limit: limits.perIp });
  const countKey = openCount(store, { name: "key", limit: limits.perKey });
  return {
    countIp: (request, response) => countIp(clientNetwork(request.ip ?? "unknown"), response),
    countKey: (caller, response) => countKey(caller.keyId, response),
  };
}

function openCount(store: RateLimitStore, policy: Policy): (who: string, response: Response) => Promise<void> {
  if (policy.limit === 0) return () => Promise.resolve();
  const counter = store.openCounter({ ...policy, windowS: WINDOW_S });
  return async (who, response) => {
    const counted = await counter.count(who);
    tell(response, policy, counted);
    if (counted.isOver) throw tooMany(policy, counted);
  };
}

/** Structured fields, a list: the limit that was counted last stands first. */
function tell(response: Response, { name, limit }: Policy, { left, resetsInMs }: RateCount): void {
  putFirst(response, "RateLimit-Policy", `"${name}";q=${limit};w=${WINDOW_S}`);
  putFirst(response, "RateLimit", `"${name}";r=${left};t=${seconds(resetsInMs)}`);
}

function putFirst(response: Response, header: string, value: string): void {
  const before = response.get(header);
  response.set(header, before === undefined ? value : `${value}, ${before}`);
}

function tooMany({ name, limit }: Policy, { resetsInMs }: RateCount): Problem {
  const whose = name === "key" ? "with this API key" : "from this address";
  // Not 0: that would be an invitation to try at once.
  const retryAfter = Math.max(1, seconds(resetsInMs));
  return new Problem("rate_limit_exceeded", `Too many requests ${whose}: at most ${limit} in ${WINDOW_S} seconds.`, {
    details: { limit, window_seconds: WINDOW_S, retry_after: retryAfter },
    headers: { "Retry-After": String(retryAfter) },
  });
}

const seconds = (ms: number): number => Math.ceil(ms / MS_PER_S);
