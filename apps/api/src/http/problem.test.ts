import { PROBLEM_STATUS } from "@cartwright/schemas";
import { CreateOrder } from "@cartwright/schemas";
import { fieldErrors } from "./field-errors.ts";
import { fieldProblem, Problem, problemBody } from "./problem.ts";
import { showReceived } from "./show-received.ts";

it("has the status of its code", () => {
  for (const [code, status] of Object.entries(PROBLEM_STATUS)) {
    expect(new Problem(code as keyof typeof PROBLEM_STATUS, "x").status).toBe(status);
  }
});

it("names the first field, what came and what was expected in its message", () => {
  const problem = fieldProblem("validation_error", [
    { field: "max_price", code: "wrong_type", message: "has the wrong type", received: "10", expected: "an integer" },
    { field: "products", code: "missing", message: "is required" },
  ]);
  expect(problem.message).toBe(
    'max_price: has the wrong type. Received: "10". Expected: an integer. (and 1 more in details.field_errors)',
  );
  expect(problemBody(problem).error).toMatchObject({ code: "validation_error", details: { field_errors: [{}, {}] } });
});

it("tells a field that is missing from one of the wrong type, and names every unknown key", () => {
  const body = { products: [{ url: 1, qty: 2 }], max_prise: 3, typo: 4 };
  const parsed = CreateOrder.safeParse(body);
  const errors = fieldErrors(parsed.error?.issues ?? [], body);
  expect(Object.fromEntries(errors.map((error) => [error.field, error.code]))).toEqual({
    "products[0].url": "wrong_type",
    "products[0].qty": "unknown_field",
    shipping_address: "missing",
    max_price: "missing",
    max_prise: "unknown_field",
    typo: "unknown_field",
  });
});

it("shows back what came, but nothing long, nested or secret", () => {
  expect(showReceived("a".repeat(500))).toHaveLength(101);
  expect(showReceived({ a: { b: 1 } })).toBe("an object");
  expect(showReceived([1, 2])).toBe("an array of 2");
  expect(showReceived("4242 4242 4242 4242")).toBe("(hidden)");
  expect(showReceived(4_242_424_242_424_242)).toBe("(hidden)");
  expect([showReceived(7), showReceived(null), showReceived(true)]).toEqual([7, null, true]);
});

it("lists at most fifty faults, each of them short", () => {
  const error = { field: "f".repeat(9_000), code: "x", message: "m".repeat(9_000), received: "r".repeat(9_000) };
  const { details, message } = fieldProblem(
    "validation_error",
    Array.from({ length: 70 }, () => error),
  );
  expect(details["field_errors"]).toHaveLength(50);
  expect(details["field_errors_omitted"]).toBe(20);
  expect(JSON.stringify(details).length).toBeLessThan(50_000);
  expect(message.length).toBeLessThan(1_000);
  expect(fieldProblem("validation_error", [error]).details).not.toHaveProperty("field_errors_omitted");
});

it("cuts no character in half", () => {
  expect(showReceived("😀".repeat(100) + "x")).toBe(`${"😀".repeat(50)}…`);
  expect(showReceived("x" + "😀".repeat(100))).toBe(`x${"😀".repeat(49)}…`);
});
