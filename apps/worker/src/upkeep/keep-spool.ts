import { rm } from "node:fs/promises";
import { areSettled, type Pool } from "@cartwright/db";
import { type NoticeDeps, noticeRestore } from "../supervision/notice-restore.ts";
import { readSpool, type SpooledFile } from "../supervision/read-spool.ts";

export interface SpoolDeps extends NoticeDeps {
  pool: Pool;
  /** A file is kept for so long, although all of it is settled: a backup may be as old, and know nothing of it. */
  keepMs: number;
}

/**
 * Looks at the spool again while the worker runs: a database can be exchanged under it, by a failover to a copy that lagged.
 * Then deletes files whose purchases are settled and old. Returns how many were deleted.
 */
export async function keepSpool(deps: SpoolDeps): Promise<number> {
  await noticeRestore(deps);
  const files = await readSpool(deps.spoolFolder);
  // The newest is kept however old it is: it tells how far the database has ever been.
  const newest = files.toSorted((one, other) => lastIntentAt(one) - lastIntentAt(other)).at(-1);
  let deleted = 0;
  for (const file of files) {
    if (file === newest || !(await isDeletable(deps, file))) continue;
    await rm(file.path, { force: true });
    deleted += 1;
  }
  return deleted;
}

async function isDeletable({ pool, keepMs }: SpoolDeps, file: SpooledFile): Promise<boolean> {
  if (file.badLines.length > 0 || Date.now() - file.writtenAt.getTime() < keepMs) return false;
  return areSettled(pool, file.intents);
}

const lastIntentAt = ({ intents }: SpooledFile): number => intents.at(-1)?.intentAt.getTime() ?? 0;
