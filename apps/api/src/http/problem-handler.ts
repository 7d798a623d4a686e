import { errorFacts, isConnectionLoss } from "@cartwright/db";
import type { ErrorRequestHandler, RequestHandler } from "express";
import { Problem, problemBody } from "./problem.ts";
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

/** Turns whatever a handler threw into the API's error body. Nothing of an unexpected error is shown, only logged. */
export const answerProblem: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const problem = toProblem(error);
  if (problem.status >= 500) requestLog(request).error({ error: errorFacts(problem.cause ?? error) }, problem.message);
  response.status(problem.status).set(problem.headers).set("Cache-Control", "no-store").json(problemBody(problem));
};

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, type } = httpFacts(error);
  if (type === "entity.too.large") return new Problem("payload_too_large", "The body is larger than 64 KiB.");
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
  if (isConnectionLoss(error)) {
    return new Problem("service_unavailable", "The database gives no answer right now. Try again.", {
      headers: { "Retry-After": "2" },
      cause: error,
    });
  }
  return new Problem("internal_error", "Something went wrong on our side.", { cause: error });
}

/** What http-errors says: Express and its body parser throw these. */
function httpFacts(error: unknown): { status?: number; type?: string } {
  if (typeof error !== "object" || error === null) return {};
  const facts: { status?: number; type?: string } = {};
  if ("status" in error && typeof error.status === "number") facts.status = error.status;
  if ("type" in error && typeof error.type === "string") facts.type = error.type;
  return facts;
}
