import type { RequestHandler } from "express";
import { Problem } from "./problem.ts";

const headers = { Connection: "close" };

/** Refuses what Node's server would refuse by itself, with no word and no request id. */
export const requireServable: RequestHandler = (request, _response, next) => {
  if (request.headers.host === undefined && request.httpVersion === "1.1") {
    throw new Problem("bad_request", "The request has no Host header.", { headers });
  }
  const { expect } = request.headers;
  if (expect !== undefined && !/(?:^|\W)100-continue(?:$|\W)/i.test(expect)) {
    throw new Problem("expectation_failed", "The Expect header asks for something that is not known here.", {
      headers,
    });
  }
  next();
};
