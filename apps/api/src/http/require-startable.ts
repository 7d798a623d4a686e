import { countPendingMigrations, type Database } from "@cartwright/db";
import { CannotStart } from "@cartwright/supervision";

/** Throws, in words for whoever starts the API, unless Postgres answers and has the tables that this code expects. */
export async function requireStartable(db: Database, config: { DATABASE_URL: string }): Promise<void> {
  const pending = await countPendingMigrations(db).catch((error: unknown) => {
    throw new CannotStart(
      "unavailable",
      `Postgres gives no answer at ${withoutPassword(config.DATABASE_URL)} (${wordsOf(error)}). Start it, or set DATABASE_URL.`,
      { cause: error },
    );
  });
  if (pending > 0) {
    const lacks = `The database lacks ${pending} migration${pending === 1 ? "" : "s"}. Run: npm run migrate`;
    throw new CannotStart("unavailable", lacks);
  }
}

function withoutPassword(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** Drizzle wraps the driver's error, whose own words say what is wrong; Node groups those of several addresses. */
function wordsOf(error: unknown): string {
  let current = error;
  while (current instanceof Error && current.cause !== undefined) current = current.cause;
  if (current instanceof AggregateError && current.errors[0] !== undefined) return wordsOf(current.errors[0]);
  return current instanceof Error ? current.message : String(current);
}
