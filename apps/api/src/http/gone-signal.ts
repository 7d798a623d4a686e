import type { Response } from "express";

/** Aborts when the response is over: most often because the client has gone away. */
export function goneSignal(response: Response): AbortSignal {
  const gone = new AbortController();
  if (response.destroyed) gone.abort();
  response.once("close", () => gone.abort());
  return gone.signal;
}
