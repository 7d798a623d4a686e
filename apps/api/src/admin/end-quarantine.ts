import { type Database, endQuarantine } from "@cartwright/db";
import { EndQuarantine } from "@cartwright/schemas";
import { fieldErrors } from "../http/field-errors.ts";
import { fieldProblem, Problem } from "../http/problem.ts";

/**
 * Ends the quarantine of a restored database by an operator's word that nothing left in it was bought. Throws a Problem when
 * there is none.
 */
export async function endQuarantined(db: Database, body: unknown, operator: string): Promise<void> {
  const word = EndQuarantine.safeParse(body);
  if (!word.success) throw fieldProblem("validation_error", fieldErrors(word.error.issues, body));
  const isEnded = await endQuarantine(db, word.data.evidence, `operator ${operator}`);
  if (!isEnded) throw new Problem("not_found", "There is no quarantine.");
}
