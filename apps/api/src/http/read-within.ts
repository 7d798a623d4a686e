import type { Request, RequestHandler, Response } from "express";
import { Problem } from "./problem.ts";

const KIB = 1_024;

/**
 * Has a body parser read the body. Throws what the parser throws, and 413 as soon as the body is known to be too large:
 * the parser alone would wait for the end of it.
 */
export async function readWithin(
  maxBytes: number,
  parse: RequestHandler,
  request: Request,
  response: Response,
): Promise<void> {
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  await new Promise<void>((resolve, reject) => {
    void parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve();
      else reject(error instanceof Error ? error : new Error("the body could not be read", { cause: error }));
    });
    let bytes = 0;
    // After the parser's own listener: it must not miss the first bytes.
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) reject(tooLarge(maxBytes));
    });
  });
}

export function tooLarge(maxBytes: number | undefined): Problem {
  const limit = maxBytes === undefined ? "allowed here" : `${maxBytes / KIB} KiB`;
  return new Problem("payload_too_large", `The body is larger than ${limit}.`);
}
