import { fieldProblem } from "../http/problem.ts";
import { hasCardNumber } from "../orders/card-number.ts";

/** Notes are free text that no native order has: see refuseCardNumbers for the rest. */
export function refuseCardsInNotes(notes: string): void {
  if (!hasCardNumber(notes)) return;
  const message = "looks like a payment card number, which is never accepted here";
  throw fieldProblem("validation_error", [{ field: "buyer_notes", code: "card_number", message }]);
}
