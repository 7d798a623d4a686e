import type { RetailerState } from "@cartwright/db";
import { duration, since } from "../duration.ts";

/** How it is with a retailer, in a few words. */
export function stateWords(shop: RetailerState, now: Date): string {
  const words = [
    ...(shop.disabledAt === null ? [] : [`disabled for ${since(shop.disabledAt, now)}`]),
    ...(shop.breaker === "closed" ? [] : [breakerWords(shop, now)]),
    ...(shop.failuresInARow === 0 ? [] : [failureWords(shop.failuresInARow)]),
  ];
  return words.length === 0 ? "takes orders" : words.join(", ");
}

function breakerWords({ breaker, openUntil }: RetailerState, now: Date): string {
  if (breaker === "half_open" || openUntil === null) return "breaker half open: one order goes ahead as a probe";
  return `breaker open for ${duration((openUntil.getTime() - now.getTime()) / 1_000)} more`;
}

const failureWords = (count: number): string => (count === 1 ? "1 failure" : `${count} failures in a row`);

export function limitWords({
  maxConcurrent,
  minIntervalMs,
}: Pick<RetailerState, "maxConcurrent" | "minIntervalMs">): string {
  const words = [
    ...(maxConcurrent === null ? [] : [`${maxConcurrent} at once`]),
    ...(minIntervalMs === null ? [] : [`one every ${minIntervalMs.toLocaleString("en-US")} ms`]),
  ];
  return words.length === 0 ? "none" : words.join(", ");
}

export const ordersWords = (count: number): string => (count === 1 ? "1 open order" : `${count} open orders`);
export const pageOf = (id: string): string => `/admin/retailers/${encodeURIComponent(id)}`;
