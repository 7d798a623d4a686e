import { userInfo } from "node:os";
import type { Database } from "@cartwright/db";
import { auditedDeed } from "../admin/audited-deed.ts";
import type { Answer } from "./answer.ts";

/** What a command is about to change, as the audit log keeps it: in the words of the admin area's own actions. */
export interface Deed {
  action: string;
  subject: { type: string; id: string };
  /** What was asked for, without secrets and without a person's data. */
  detail?: Record<string, unknown>;
}

/** Who types: in the audit log and in timelines, `command:root`. */
export function whoTypes(): string {
  try {
    return `command:${userInfo().username}`;
  } catch {
    // A container's user needs no name.
    return `command:${process.getuid?.() ?? "unknown"}`;
  }
}

/** Writes down what is done by a command before it is done, and then how it ended: as the admin area does. */
export async function audited(db: Database, deed: Deed | undefined, run: () => Promise<Answer>): Promise<Answer> {
  if (deed === undefined) return await run();
  const { action, subject, detail = {} } = deed;
  const entry = {
    userName: whoTypes(),
    // Whoever has the database's password may do everything.
    role: "admin",
    action,
    subjectType: subject.type,
    subjectId: subject.id,
    detail,
  } as const;
  return await auditedDeed(db, entry, run, {
    outcomeOf: ({ isFault = false }) => (isFault ? "failed" : "done"),
    // The entry stands there without an end, which is what the log then knows.
    onUnsettled: () => undefined,
  });
}
