import { openRequestSpan } from "@cartwright/tracing";
import type { RequestHandler } from "express";
import { patternOf } from "./metrics.ts";
import { orderOf } from "./request-log.ts";

/** What changes nothing has its numbers, and no trace: clients look again and again. */
const UNTRACED = new Set(["GET", "HEAD", "OPTIONS"]);

/** A trace for every request that may change something, from its head to the end of its answer. */
export const traceRequests: RequestHandler = (request, response, next) => {
  const { method } = request;
  if (UNTRACED.has(method)) {
    next();
    return;
  }
  const span = openRequestSpan(method);
  response.once("close", () => {
    const route = patternOf(request);
    const status = response.statusCode;
    span.end(`${method} ${route}`, { route, method, status, orderId: orderOf(request) });
  });
  span.run(next);
};
