import { type Database, enterQuarantine } from "@cartwright/db";
import type { Logger } from "pino";
import { readSpool } from "./read-spool.ts";

export interface NoticeDeps {
  db: Database;
  /** Where this host's workers spool their intents. */
  spoolFolder: string;
  /** The operator's word that the database was restored; heeded once under each name. */
  label: string | undefined;
  workerId: string;
  log: Logger;
}

/**
 * Compares the database with what the workers have written down outside of it. One that is older was restored from a backup:
 * then nothing is dispatched until every open order is known not to have been bought since. Returns whether that began now.
 */
export async function noticeRestore(deps: NoticeDeps): Promise<boolean> {
  const { log } = deps;
  const files = await readSpool(deps.spoolFolder);
  for (const { path, badLines } of files.filter(({ badLines }) => badLines.length > 0)) {
    log.error({ file: path, lines: badLines }, "the spool has lines that cannot be read: a purchase may be missing");
  }
  const signs = { label: deps.label, intents: files.flatMap(({ intents }) => intents) };
  const entered = await enterQuarantine(deps.db, signs, deps.workerId);
  if (entered === undefined) return false;
  const { reason, replayed, listed, orphans } = entered;
  log.error({ reason, replayed, listed }, "quarantine: the database seems to be a restored one");
  for (const orphan of orphans) {
    log.error(orphan, "a purchase was committed to that this database has no place for: look for its marker by hand");
  }
  return true;
}
