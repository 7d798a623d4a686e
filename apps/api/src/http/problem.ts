import { type FieldError, PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";
import { shorten } from "./shorten.ts";

export interface ProblemOptions {
  details?: Record<string, unknown>;
  /** Headers that belong to the answer: `Retry-After`, `Allow`, `WWW-Authenticate`. */
  headers?: Record<string, string>;
  cause?: unknown;
}

/** The end of a request that cannot be served as asked: thrown by use cases, answered as `{"error":{…}}`. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly code: ProblemCode;
  readonly details: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(code: ProblemCode, message: string, options: ProblemOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
    this.headers = options.headers ?? {};
  }

  get status(): number {
    return PROBLEM_STATUS[this.code];
  }
}

export interface ProblemBody {
  error: { code: string; message: string; details: Record<string, unknown> };
}

export function problemBody(problem: Problem): ProblemBody {
  return { error: { code: problem.code, message: problem.message, details: problem.details } };
}

// A request of 64 KiB can be at fault ten thousand times over: its answer stays about as small as itself.
const MAX_FIELD_ERRORS = 50;
const MAX_FIELD = 200;
const MAX_WORDS = 300;

/** A refusal that names the fields at fault; the message tells of the first one, for whoever reads only that. */
export function fieldProblem(code: ProblemCode, errors: readonly FieldError[], details = {}): Problem {
  const shown = errors.slice(0, MAX_FIELD_ERRORS).map(capped);
  const omitted = errors.length - shown.length;
  const [first] = shown;
  const message =
    first === undefined ? "The request is not valid." : `${describeFieldError(first)}${tellOfMore(shown, omitted)}`;
  return new Problem(code, message, {
    details: { field_errors: shown, ...(omitted > 0 ? { field_errors_omitted: omitted } : {}), ...details },
  });
}

function capped(error: FieldError): FieldError {
  const short: FieldError = {
    ...error,
    field: shorten(error.field, MAX_FIELD),
    message: shorten(error.message, MAX_WORDS),
  };
  if (typeof error.received === "string") short.received = shorten(error.received, MAX_WORDS);
  if (error.expected !== undefined) short.expected = shorten(error.expected, MAX_WORDS);
  return short;
}

function tellOfMore(shown: readonly FieldError[], omitted: number): string {
  if (shown.length < 2) return "";
  const left = omitted > 0 ? `, ${omitted} left out` : "";
  return ` (and ${shown.length - 1} more in details.field_errors${left})`;
}

/** In a sentence or two. */
export function describeFieldError(error: FieldError): string {
  const received = error.received === undefined ? "" : ` Received: ${JSON.stringify(error.received)}.`;
  const expected = error.expected === undefined ? "" : ` Expected: ${error.expected}.`;
  return `${error.field}: ${error.message}.${received}${expected}`;
}
