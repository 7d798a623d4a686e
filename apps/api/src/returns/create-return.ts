import { createReturn as storeReturn, type Database, type ReturnRow } from "@cartwright/db";
import type { ReturnFault } from "@cartwright/orders";
import type { CreateReturn, FieldError } from "@cartwright/schemas";
import type { Caller } from "../accounts/authenticate.ts";
import { notFound } from "../http/mount-routes.ts";
import { fieldProblem, Problem } from "../http/problem.ts";
import { unlessBusy } from "../http/unless-busy.ts";
import { hasCardNumber } from "../orders/card-number.ts";

/** Asks for a return of a placed order's items. Throws a Problem for whatever cannot be returned, and names it. */
export async function createReturn(
  db: Database,
  caller: Caller,
  wanted: CreateReturn,
): Promise<{ request: ReturnRow; isNew: boolean }> {
  if (hasCardNumber(wanted.notes ?? "")) {
    const message = "looks like a payment card number, which is never accepted here";
    throw fieldProblem("validation_error", [{ field: "notes", code: "card_number", message }]);
  }
  const result = await unlessBusy("The order is", storeReturn(db, caller, wanted));
  if (result.kind === "not_found") throw notFound("order");
  if (result.kind === "not_placed") {
    throw new Problem("return_not_allowed", "Only an order that was placed has something to return.", {
      details: { status: result.status },
    });
  }
  if (result.kind === "refused") throw fieldProblem("validation_error", result.faults.map(toFieldError(wanted)));
  return { request: result.request, isNew: result.kind === "created" };
}

const WORDS: Record<ReturnFault["reason"], string> = {
  unknown_item: "is not an item of this order",
  twice: "stands in the request twice: give it once, with the quantity in all",
  not_bought: "was not bought: there is nothing to return",
  too_many: "is more than can still be returned",
};

const toFieldError =
  ({ items }: CreateReturn) =>
  ({ index, reason, available }: ReturnFault): FieldError => {
    const isQuantity = reason === "too_many";
    return {
      field: `items[${index}].${isQuantity ? "quantity" : "order_item_id"}`,
      code: reason,
      message: WORDS[reason],
      received: isQuantity ? items[index]?.quantity : items[index]?.order_item_id,
      ...(isQuantity ? { expected: available === 0 ? "none: all are on their way back" : `at most ${available}` } : {}),
    };
  };
