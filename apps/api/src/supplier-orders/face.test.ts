import { PROBLEM_STATUS, type ProblemCode, SUPPLIER_CODE_STATUS, SupplierErrorBody } from "@cartwright/schemas";
import { fieldProblem, Problem } from "../http/problem.ts";
import { SUPPLIER_FACE } from "./face.ts";
import { SupplierProblem } from "./supplier-problem.ts";

const CODES = Object.keys(PROBLEM_STATUS) as ProblemCode[];
const refuse = (problem: Problem) => {
  const { status, body } = SUPPLIER_FACE.refuse(problem);
  return { status, ...SupplierErrorBody.strict().parse(body).error };
};

it.each(CODES)("has a word for %s, with the status that its rows name, and keeps the native one beside it", (code) => {
  const { status, code: own, details } = refuse(new Problem(code, "No.", { details: { more: 1 } }));
  expect(status).toBe(SUPPLIER_FACE.statusOf(code));
  expect(own === code || details["reason"] === code || code === "invalid_token").toBe(true);
  expect(details).toMatchObject({ more: 1 });
});

it("answers what is wrong with a request with 400, and leaves HTTP and the server's faults their own", () => {
  const kept = CODES.filter((code) => SUPPLIER_FACE.statusOf(code) === PROBLEM_STATUS[code]);
  const changed = CODES.filter((code) => !kept.includes(code));
  expect(new Set(changed.map((code) => SUPPLIER_FACE.statusOf(code)))).toEqual(new Set([400]));
  expect(kept).toEqual(expect.arrayContaining(["method_not_allowed", "payload_too_large", "unsupported_media_type", "internal_error"])); // prettier-ignore
});

it("tells a field that is missing from one that is wrong by the first at fault, and names it", () => {
  const missing = { field: "items", code: "missing", message: "is required", expected: "an array" };
  const wrong = {
    field: "supplier_id",
    code: "wrong_type",
    message: "has the wrong type",
    received: 7,
    expected: "a string",
  };
  const [one, other] = [
    [missing, wrong],
    [wrong, missing],
  ].map((errors) => refuse(fieldProblem("validation_error", errors)));
  expect([one?.status, one?.code, one?.details]).toEqual([
    400,
    "missing_field",
    { field: "items", expected: "an array", field_errors: [missing, wrong] },
  ]);
  expect([other?.code, other?.details]).toMatchObject([
    "invalid_field",
    { field: "supplier_id", received: 7, expected: "a string" },
  ]);
});

it.each(Object.keys(SUPPLIER_CODE_STATUS) as (keyof typeof SUPPLIER_CODE_STATUS)[])(
  "says %s as it is thrown",
  (code) => {
    const refused = refuse(new SupplierProblem(code, "No.", { product_id: "prod_1" }));
    expect(refused).toEqual({
      status: SUPPLIER_CODE_STATUS[code],
      code,
      message: "No.",
      details: { product_id: "prod_1" },
    });
  },
);
