import { createHash } from "node:crypto";
import type { Request, Response } from "express";

/**
 * Answers with JSON and its weak ETag, or with 304 to whoever has that already. Express would do it too, but not for
 * `fetch`, which sends `Cache-Control: no-cache` along with every If-None-Match.
 */
export function answerUnlessKnown(request: Request, response: Response, body: unknown): void {
  const json = JSON.stringify(body);
  const etag = etagOf(json);
  response.set("ETag", etag);
  if (knows(request.get("If-None-Match"), etag)) response.status(304).end();
  else response.type("json").send(json);
}

/** Whether If-None-Match says that the client has this body. */
export function isKnown(request: Request, body: unknown): boolean {
  return knows(request.get("If-None-Match"), etagOf(JSON.stringify(body)));
}

function etagOf(json: string): string {
  return `W/"${createHash("sha256").update(json).digest("base64url").slice(0, 27)}"`;
}

function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = etag.replace(/^W\//, "");
  const known = new Set((ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return known.has(opaque) || known.has("*");
}
