import type { Request, Response } from "express";
import { noteWholeAnswer } from "./request-log.ts";

/** How long the rest of a body that nobody wants is taken in, so that its sender gets to read the answer. */
const LINGER_MS = 1_000;

/** Whether a part of the request's body is still to come. */
export function isUnfinished(request: Request): boolean {
  const { "content-length": length = "0", "transfer-encoding": coding } = request.headers;
  return !request.complete && (coding !== undefined || Number(length) > 0);
}

/**
 * Answers while the body is still on its way, in full and at once, and closes the connection a moment later: closed right
 * away, with bytes unread, it would be reset, and the answer lost with it.
 */
export function answerBeforeTheEnd(request: Request, response: Response, body: unknown): void {
  const json = Buffer.from(JSON.stringify(body));
  response.set({ Connection: "close", "Content-Length": String(json.length) });
  if (!response.hasHeader("Content-Type")) response.type("json");
  response.write(json);
  noteWholeAnswer(response);
  const timer = setTimeout(end, LINGER_MS);
  function end(): void {
    clearTimeout(timer);
    response.end();
  }
  request.once("close", end);
  request.resume();
}
