import { openDatabase } from "./client.ts";
import { migrateDatabase } from "./migrate.ts";

async function main(): Promise<void> {
  const url = process.env["DATABASE_URL"];
  if (url === undefined || url === "") {
    throw new Error("DATABASE_URL is not set: give the connection string of the database to migrate.");
  }
  const handle = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: 60_000,
    statementTimeoutMs: 600_000,
    applicationName: "cartwright-migrate",
    onError: () => undefined,
  });
  try {
    await migrateDatabase(handle.db);
  } finally {
    await handle.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`migrate: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
