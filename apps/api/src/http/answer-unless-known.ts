import { createHash } from "node:crypto";
import type { Request, Response } from "express";

/**
 * Answers with JSON and its weak ETag, or with 304 to whoever has that already. Express would do it too, but not for
 * `fetch`, which sends `Cache-Control: no-cache` along with every If-None-Match.
 */
export function answerUnlessKnown(request: Request, response: Response, body: unknown): void {
  const json = JSON.stringify(body);
  const etag = `W/"${createHash("sha256").update(json).digest("base64url").slice(0, 27)}"`;
  response.set("ETag", etag);
  if (knows(request.get("If-None-Match"), etag)) response.status(304).end();
  else response.type("json").send(json);
}

function knows(ifNoneMatch: string | undefined, etag: string): boolean {
  const opaque = etag.replace(/^W\//, "");
  const known = new Set((ifNoneMatch ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, "")));
  return known.has(opaque) || known.has("*");
}
