import type { Request, Response } from "express";
import { readJsonBody } from "./json-body.ts";

/** Reads a request's JSON; a request without a body is one with an empty object. Throws a Problem like readJsonBody. */
export async function readOptionalJsonBody(request: Request, response: Response): Promise<unknown> {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if ((length === undefined || length === "0") && encoding === undefined) return {};
  return await readJsonBody(request, response);
}
