import { NotPublic } from "@cartwright/network";
import type { Dispatcher } from "undici";
import type { SafeTargets } from "./safe-target.ts";

/** How a receiver answered, or why it did not. */
export interface PostedWebhook {
  /** 2xx, and nothing else. */
  isTaken: boolean;
  /** Null: there was no answer. */
  statusCode: number | null;
  error: string | null;
  /** How the answer began. */
  answer: string | null;
  retryAfterMs: number | undefined;
  durationMs: number;
}

/** One event on its way to a URL. Rejects when `ending` is aborted before there is an answer, and for nothing else. */
export type PostWebhook = (
  url: string,
  message: { headers: Record<string, string>; body: string },
  ending: AbortSignal,
) => Promise<PostedWebhook>;

/** From the first packet to the last byte of the answer that is read. */
const ANSWER_WITHIN_MS = 15_000;
const MAX_ANSWER_BYTES = 2_048;
const MAX_ERROR = 200;

/** Follows no redirect, repeats nothing, and reads no more of an answer than is kept. */
export function openPost(targets: SafeTargets, withinMs = ANSWER_WITHIN_MS): PostWebhook {
  return async (url, { headers, body }, ending) => {
    const startedAt = performance.now();
    const tooLate = AbortSignal.timeout(withinMs);
    try {
      const { origin, pathname, search } = new URL(url);
      const agent = targets.find(new URL(url));
      const signal = AbortSignal.any([tooLate, ending]);
      const answer = await agent.request({ origin, path: pathname + search, method: "POST", headers, body, signal });
      const start = await readStart(answer.body);
      return { ...judge(answer), answer: start, durationMs: since(startedAt) };
    } catch (error) {
      if (ending.aborted) throw error;
      const words = tooLate.aborted ? `no answer within ${withinMs / 1_000} s` : describeFault(error);
      return {
        isTaken: false,
        statusCode: null,
        error: words,
        answer: null,
        retryAfterMs: undefined,
        durationMs: since(startedAt),
      };
    }
  };
}

function judge({
  statusCode,
  headers,
}: Dispatcher.ResponseData): Pick<PostedWebhook, "isTaken" | "statusCode" | "error" | "retryAfterMs"> {
  const isTaken = statusCode >= 200 && statusCode < 300;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const error = isRedirect ? "a redirect, which is not followed" : "the answer is not 2xx";
  return {
    isTaken,
    statusCode,
    error: isTaken ? null : error,
    retryAfterMs: retryAfterOf(headers["retry-after"]),
  };
}

/** Given in seconds; as a date it is left alone: our clocks may differ. */
function retryAfterOf(header: string | string[] | undefined): number | undefined {
  return typeof header === "string" && /^\d{1,6}$/.test(header) ? Number(header) * 1_000 : undefined;
}

/** The status counts: an answer that breaks off, or drips, is one all the same. */
async function readStart(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // What came so far is kept.
  }
  // Postgres stores no NUL.
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString("utf8").replaceAll("\0", "");
}

/** Says nothing of where a name led to: whoever reads it may be asking about our own network. */
function describeFault(error: unknown): string {
  if (error instanceof NotPublic) return "the address is not a public one";
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "no code";
  return `could not be sent (${code})`.slice(0, MAX_ERROR);
}

const since = (startedAt: number): number => Math.round(performance.now() - startedAt);
