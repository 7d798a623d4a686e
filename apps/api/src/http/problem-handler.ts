import { errorFacts, isConnectionLoss, isLockTimeout } from "@cartwright/db";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { type Face, findFace } from "./face.ts";
import { Problem, problemBody } from "./problem.ts";
import { answerBeforeTheEnd, isUnfinished } from "./answer-before-the-end.ts";
import { tooLarge } from "./read-within.ts";
import { requestLog } from "./request-log.ts";

/** Answers what nothing else answered. */
export const refuseUnknownPath: RequestHandler = (request) => {
  throw new Problem("not_found", `There is nothing at ${request.method} ${request.path.slice(0, 200)}.`);
};

/** For a known path: refuses every method that no route before it took. */
export function refuseOtherMethods(allowed: string): RequestHandler {
  return (request) => {
    throw new Problem("method_not_allowed", `${request.method} is not allowed here, only ${allowed}.`, {
      headers: { Allow: allowed },
    });
  };
}

/**
 * Turns whatever a handler threw into the API's error body, or that of the face whose path it is. Nothing of an unexpected error is
 * shown, only logged.
 */
export const answerProblems =
  (faces: readonly Face[]): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    if (response.writableEnded) {
      // Answered as a request that broke off, see client-errors.ts: that its handler now fails, too, is in its nature.
      if (toProblem(error).status >= 500)
        requestLog(request).warn({ error: errorFacts(error) }, "failed after its answer");
      return;
    }
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = toProblem(error);
    if (problem.status >= 500)
      requestLog(request).error({ error: errorFacts(problem.cause ?? error) }, problem.message);
    const face = findFace(faces, request.path);
    const { status, body } = face?.refuse(problem) ?? { status: problem.status, body: problemBody(problem) };
    response.status(status).set(problem.headers).set("Cache-Control", "no-store");
    if (face !== undefined) response.type(face.mediaType);
    if (isUnfinished(request)) answerBeforeTheEnd(request, response, body);
    else response.json(body);
  };

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, type, limit } = httpFacts(error);
  if (type === "entity.too.large") return tooLarge(limit);
  if (type === "entity.parse.failed") return new Problem("bad_request", "The body is not valid JSON.");
  if (type === "charset.unsupported")
    return new Problem("unsupported_media_type", "The charset of the body is not supported: use UTF-8.");
  if (type === "encoding.unsupported") {
    return new Problem(
      "unsupported_media_type",
      "The Content-Encoding of the body is not supported: use gzip, deflate, br or none.",
    );
  }
  if (error instanceof URIError) return new Problem("bad_request", "The URL holds a broken percent-encoding.");
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem("bad_request", "The request could not be read.");
  }
  if (isLockTimeout(error)) {
    return new Problem("service_unavailable", "Somebody else is writing what this request wants to write. Try again.", {
      headers: { "Retry-After": "1" },
      cause: error,
    });
  }
  if (isConnectionLoss(error)) {
    return new Problem("service_unavailable", "The database gives no answer right now. Try again.", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
  return new Problem("internal_error", "Something went wrong on our side.", { cause: error });
}

interface HttpFacts {
  status?: number;
  type?: string;
  /** In bytes, of a body that is too large. */
  limit?: number;
}

/** What http-errors says: Express and its body parser throw these. */
function httpFacts(error: unknown): HttpFacts {
  if (typeof error !== "object" || error === null) return {};
  const facts: HttpFacts = {};
  if ("status" in error && typeof error.status === "number") facts.status = error.status;
  if ("type" in error && typeof error.type === "string") facts.type = error.type;
  if ("limit" in error && typeof error.limit === "number") facts.limit = error.limit;
  return facts;
}
