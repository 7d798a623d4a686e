import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import pinoHttp from "pino-http";

// What a client may name its request: nothing that could break a log line or a header.
const SANE_REQUEST_ID = /^[\w.:-]{1,128}$/;
const FAULT_STATUS = 500;
const MAX_PATH = 200;

/**
 * One line a request: method, path, status, time. An allowlist: neither query, headers nor body ever get in, so neither
 * does an address, a name or a key.
 */
export function logRequests(log: Logger): RequestHandler {
  // Its own lines would carry the whole request, the key with it: it only makes the request's logger.
  const makeLogger = pinoHttp({
    logger: log,
    genReqId: requestId,
    autoLogging: false,
    quietReqLogger: true,
    customAttributeKeys: { reqId: "request_id" },
  });
  return (request, response, next) => {
    const startedAt = performance.now();
    makeLogger(request, response);
    response.once("close", () => {
      const isFault = response.statusCode >= FAULT_STATUS || !hasItsAnswer(response);
      request.log[isFault ? "error" : "info"](facts(request, response, startedAt), "request");
    });
    next();
  };
}

/** The request's own logger: its lines carry the request's id. */
export function requestLog(request: IncomingMessage): Logger {
  return request.log;
}

const orderIds = new WeakMap<IncomingMessage, string>();

/** Puts the order that a request is about into its log line. */
export function noteOrder(request: IncomingMessage, orderId: string): void {
  orderIds.set(request, orderId);
}

export function orderOf(request: IncomingMessage): string | undefined {
  return orderIds.get(request);
}

const wholeAnswers = new WeakSet<ServerResponse>();

/** Of an answer that is out although its response is not ended: a client that leaves now has not broken off. */
export function noteWholeAnswer(response: ServerResponse): void {
  wholeAnswers.add(response);
}

function hasItsAnswer(response: ServerResponse): boolean {
  return response.writableFinished || wholeAnswers.has(response);
}

function requestId(request: IncomingMessage, response: ServerResponse): string {
  const own = request.headers["x-request-id"];
  const id = typeof own === "string" && SANE_REQUEST_ID.test(own) ? own : randomUUID();
  response.setHeader("X-Request-Id", id);
  return id;
}

function facts(request: Request, response: Response, startedAt: number): object {
  return {
    method: request.method,
    path: (request.originalUrl.split("?", 1)[0] ?? "").slice(0, MAX_PATH),
    status: response.statusCode,
    duration_ms: Math.round(performance.now() - startedAt),
    order_id: orderIds.get(request),
    // The client went away before it had the whole answer.
    aborted: hasItsAnswer(response) ? undefined : true,
  };
}
