import { type AdminAction, type Database, noteAdminAction, settleAdminAction } from "@cartwright/db";
import { Problem } from "../http/problem.ts";

interface Ending<T> {
  /** What the audit log says of a deed that was done, or not quite. */
  outcomeOf: (result: T) => string;
  /** The deed has ended, and the log could not be told so. */
  onUnsettled: (fault: unknown) => void;
}

/**
 * Written down, done, and written down how it ended: what a crash leaves behind is an entry without an end. Throws what `run` throws, and
 * runs nothing that cannot be written down.
 */
export async function auditedDeed<T>(
  db: Database,
  deed: AdminAction,
  run: () => Promise<T>,
  { outcomeOf, onUnsettled }: Ending<T>,
): Promise<T> {
  const entry = await noteAdminAction(db, deed);
  const settle = async (outcome: string): Promise<void> => {
    await settleAdminAction(db, entry, outcome).catch(onUnsettled);
  };
  let result: T;
  try {
    result = await run();
  } catch (error) {
    await settle(error instanceof Problem ? `refused: ${error.code}` : "failed");
    throw error;
  }
  await settle(outcomeOf(result));
  return result;
}
