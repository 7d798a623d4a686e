import { parseUrl } from "@cartwright/schemas";
import type { PausedRequest } from "./request-router.ts";

/** What came back for a released request: a status, or the network's error in Chrome's words. */
export type ReleaseAnswer = { status: number } | { error: string };

/** A paused event is the answer to a request, and not the request, when it carries a status or an error. */
export function isAnswer(request: PausedRequest): boolean {
  return request.responseStatusCode !== undefined || request.responseErrorReason !== undefined;
}

export function toAnswer(request: PausedRequest): ReleaseAnswer {
  return request.responseStatusCode === undefined
    ? { error: request.responseErrorReason ?? "unknown" }
    : { status: request.responseStatusCode };
}

/**
 * What a request *does*, whatever its body says: the same operation with another body is not another purchase but a second
 * try at the first. One endpoint may carry several operations, named in a header (server actions) or in the body (GraphQL).
 */
export function operationOf({ request }: PausedRequest): string {
  const name = headerOf(request.headers, "next-action") ?? graphqlOperation(request.postData) ?? "";
  return `${request.method} ${withoutStamps(request.url)} ${name}`;
}

/** A time or a counter in the query tells two tries apart, not two operations. */
function withoutStamps(url: string): string {
  const parsed = parseUrl(url);
  if (parsed === undefined) return url;
  for (const [name, value] of Array.from(parsed.searchParams)) {
    if (/^\d{9,}$/.test(value)) parsed.searchParams.delete(name);
  }
  return parsed.href;
}

function headerOf(headers: Record<string, string>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

function graphqlOperation(body: string | undefined): string | undefined {
  return /"operationName"\s*:\s*"([^"]{1,100})"/.exec(body ?? "")?.[1];
}
