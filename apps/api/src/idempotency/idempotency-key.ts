import { randomUUID } from "node:crypto";
import { IdempotencyKey } from "@cartwright/schemas";
import { fieldProblem, Problem } from "../http/problem.ts";
import { showReceived } from "../http/show-received.ts";

/** The key of a request: from its body or its `Idempotency-Key` header; a new one when it has neither. */
export function chooseIdempotencyKey(inBody: string | null | undefined, inHeader: string | undefined): string {
  if (inHeader === undefined) return inBody ?? randomUUID();
  const header = IdempotencyKey.safeParse(inHeader);
  if (!header.success) {
    throw fieldProblem("validation_error", [
      {
        field: "Idempotency-Key",
        code: "invalid",
        message: "this header must be 1 to 36 printable ASCII characters without spaces",
        received: showReceived(inHeader),
      },
    ]);
  }
  if (typeof inBody === "string" && inBody !== header.data) {
    throw new Problem(
      "bad_request",
      "The Idempotency-Key header and the body's idempotency_key differ: send one of them.",
    );
  }
  return header.data;
}
