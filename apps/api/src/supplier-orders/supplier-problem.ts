import { type ProblemCode, SUPPLIER_CODE_STATUS, type SupplierCode } from "@cartwright/schemas";
import { Problem, type ProblemOptions } from "../http/problem.ts";

/** What a code of the supplier face is to the rest of the API: its status there is never sent, see SUPPLIER_FACE. */
const NATIVE: Record<(typeof SUPPLIER_CODE_STATUS)[SupplierCode], ProblemCode> = {
  400: "bad_request",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  429: "rate_limit_exceeded",
  500: "internal_error",
  503: "service_unavailable",
};

/** A refusal in the supplier face's own words. */
export class SupplierProblem extends Problem {
  readonly supplierCode: SupplierCode;

  constructor(
    code: SupplierCode,
    message: string,
    details: Record<string, unknown> = {},
    options: ProblemOptions = {},
  ) {
    super(NATIVE[SUPPLIER_CODE_STATUS[code]], message, { ...options, details });
    this.supplierCode = code;
  }
}

type Thing = "order" | "product" | "supplier" | "webhook";

/** Another account's, or the other mode's, is not found either: the two are not told apart. */
export function supplierNotFound(thing: Thing, details: Record<string, unknown> = {}): SupplierProblem {
  return new SupplierProblem(`${thing}_not_found`, `There is no ${thing} with this id.`, details);
}
