/** What `npm test` provides to the tests by environment. */
const HOW = "run the tests with `npm test` (or `npm test -- path/to/file`), which starts it";

function requireService(variable: string, what: string): string {
  const value = process.env[variable];
  if (value === undefined || value === "") throw new Error(`${what} is not there (${variable} is not set): ${HOW}.`);
  return value;
}

/** A Postgres in which databases may be made and dropped. */
export const requirePostgresUrl = (): string => requireService("DATABASE_URL", "Postgres");

export const requireRedisUrl = (): string => requireService("REDIS_URL", "Redis");

export const requireChromiumPath = (): string => requireService("CHROMIUM_PATH", "Chromium");
