import type { OrderFace, ProblemCode } from "@cartwright/schemas";
import type { z } from "zod";
import type { Problem } from "./problem.ts";

/** A part of the API that speaks in another contract's words: what its refusals look like, and what it takes and gives. */
export interface Face {
  name: OrderFace;
  /** What its paths begin with. What is asked for there and is not there is refused in its words, too. */
  prefixes: readonly string[];
  /** The media types that it takes a body in. */
  takes: readonly string[];
  /** The media type of its answers, refusals among them. */
  mediaType: string;
  /** The status that a refusal has there. */
  statusOf: (code: ProblemCode) => number;
  /** What a refusal's body is there. */
  refusal: z.ZodType;
  /** Of a problem: what is answered. */
  refuse: (problem: Problem) => { status: number; body: object };
}

/** The face that a path is of; undefined: the native API's. */
export function findFace(faces: readonly Face[], path: string): Face | undefined {
  return faces.find(({ prefixes }) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)));
}
