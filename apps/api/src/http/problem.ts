import { type FieldError, PROBLEM_STATUS, type ProblemCode } from "@cartwright/schemas";

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

/** A refusal that names every field at fault; the message tells of the first one, for whoever reads only that. */
export function fieldProblem(code: ProblemCode, errors: readonly FieldError[], details = {}): Problem {
  const first = errors[0];
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more in details.field_errors)` : "";
  const message = first === undefined ? "The request is not valid." : `${describe(first)}${more}`;
  return new Problem(code, message, { details: { field_errors: errors, ...details } });
}

function describe(error: FieldError): string {
  const received = error.received === undefined ? "" : ` Received: ${JSON.stringify(error.received)}.`;
  const expected = error.expected === undefined ? "" : ` Expected: ${error.expected}.`;
  return `${error.field}: ${error.message}.${received}${expected}`;
}
