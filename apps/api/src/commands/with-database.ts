import { type DatabaseHandle, openDatabase } from "@cartwright/db";
import { requireStartable } from "../http/require-startable.ts";

const LOCK_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/**
 * Runs a command on the database that DATABASE_URL names. Throws a sentence where it names none, or one that this code does not
 * fit.
 */
export async function withDatabase<Result>(
  environment: Readonly<Record<string, string | undefined>>,
  options: { name: string; statementTimeoutMs?: number },
  use: (database: DatabaseHandle) => Promise<Result>,
): Promise<Result> {
  const url = environment["DATABASE_URL"] ?? "";
  if (url === "") throw new Error(`DATABASE_URL is not set: the ${options.name} are in Postgres.`);
  const database = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-command",
    onError: () => undefined,
  });
  try {
    await requireStartable(database.db, { DATABASE_URL: url });
    return await use(database);
  } finally {
    await database.close();
  }
}
