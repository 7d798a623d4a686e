import { type Database, resolveDoubt } from "@cartwright/db";
import { ResolveDoubt } from "@cartwright/schemas";
import { z } from "zod";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem, Problem } from "../http/problem.ts";

/**
 * Settles a purchase in doubt, or an order held up in quarantine, by what an operator found out at the retailer. Throws a
 * Problem when there is no such order, or nothing in doubt about it.
 */
export async function resolveOrder(db: Database, id: string, body: unknown, operator: string): Promise<void> {
  const resolution = ResolveDoubt.safeParse(body);
  if (!resolution.success) throw fieldProblem("validation_error", fieldErrors(resolution.error.issues, body));
  const result = z.uuid().safeParse(id).success
    ? await resolveDoubt(db, id, resolution.data, `operator ${operator}`)
    : "not_found";
  if (result === "not_found") throw new Problem("not_found", "There is no such order.");
  if (result === "not_in_doubt") {
    throw new Problem(
      "order_not_in_doubt",
      "Nothing about this order is in doubt: its outcome is not a matter of opinion.",
    );
  }
}
