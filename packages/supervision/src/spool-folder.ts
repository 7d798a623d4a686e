import { join } from "node:path";

/** Programs that run side by side have databases of their own: without a word on it, each database has its own spool. */
export function spoolFolderOf(given: { SPOOL_FOLDER?: string | undefined; DATABASE_URL: string }): string {
  return given.SPOOL_FOLDER ?? join(".cartwright", "spool", new URL(given.DATABASE_URL).pathname.slice(1));
}
