import {
  FieldError,
  PROBLEM_STATUS,
  type ProblemCode,
  SUPPLIER_CODE_STATUS,
  type SupplierCode,
  SupplierErrorBody,
} from "@cartwright/schemas";
import { z } from "zod";
import type { Face } from "../http/face.ts";
import type { Problem } from "../http/problem.ts";
import { SupplierProblem } from "./supplier-problem.ts";

/** Codes that this face has the same word for. */
const SAME = {
  unauthorized: "unauthorized",
  invalid_token: "unauthorized",
  forbidden: "forbidden",
  rate_limit_exceeded: "rate_limit_exceeded",
  internal_error: "internal_error",
  service_unavailable: "service_unavailable",
} as const satisfies Partial<Record<ProblemCode, SupplierCode>>;

/** What is said in this face by a code alone, and natively by a status as well. The others keep theirs. */
const PLAINLY_INVALID: ReadonlySet<ProblemCode> = new Set([
  "insufficient_funds",
  "order_not_cancellable",
  "validation_error",
  "invalid_shipping_address",
  "unsupported_country",
  "unsupported_retailer",
  "mismatching_retailer",
  "idempotency_conflict",
]);

/** Refusals of a request whose fields are at fault; the fields of other ones are none of this face's. */
const OF_FIELDS: ReadonlySet<ProblemCode> = new Set([
  "validation_error",
  "invalid_shipping_address",
  "unsupported_country",
]);

const FieldErrors = z.array(FieldError).min(1);

/** The supplier orders API: `{"error":{code,message,details}}`, in the codes of its contract. */
export const SUPPLIER_FACE: Face = {
  name: "supplier",
  prefixes: ["/api/v1"],
  takes: ["application/json"],
  mediaType: "application/json",
  statusOf,
  refusal: SupplierErrorBody,
  refuse: (problem) => {
    const { code, message, details } = inOwnWords(problem);
    const status = problem instanceof SupplierProblem ? SUPPLIER_CODE_STATUS[code] : statusOf(problem.code);
    return { status, body: { error: { code, message, details } } };
  },
};

function statusOf(code: ProblemCode): number {
  return PLAINLY_INVALID.has(code) ? SUPPLIER_CODE_STATUS.invalid_request : PROBLEM_STATUS[code];
}

interface Refusal {
  code: SupplierCode;
  message: string;
  details: Record<string, unknown>;
}

function inOwnWords(problem: Problem): Refusal {
  const { code, message, details } = problem;
  if (problem instanceof SupplierProblem) return { code: problem.supplierCode, message, details };
  if (isSame(code)) return { code: SAME[code], message, details };
  const errors = FieldErrors.safeParse(details["field_errors"]);
  if (errors.success) return ofFields(code, message, errors.data, details);
  return { code: "invalid_request", message, details: { reason: code, ...details } };
}

const isSame = (code: ProblemCode): code is keyof typeof SAME => Object.hasOwn(SAME, code);

/** The first one at fault decides on the code, and is told of at length. */
function ofFields(code: ProblemCode, message: string, errors: FieldError[], details: Record<string, unknown>): Refusal {
  const [first] = errors;
  const own = first?.code === "missing" ? "missing_field" : "invalid_field";
  return {
    code: OF_FIELDS.has(code) ? own : "invalid_request",
    message,
    details: {
      field: first?.field,
      ...(first?.received === undefined ? {} : { received: first.received }),
      ...(first?.expected === undefined ? {} : { expected: first.expected }),
      ...(code === "validation_error" ? {} : { reason: code }),
      ...details,
    },
  };
}
