import { countPendingMigrations, openDatabase } from "@cartwright/db";
import { type CatalogueCommand, readCatalogueCommand, sayWhyNot } from "./catalogue-command.ts";
import { runCatalogue } from "./run-catalogue.ts";

// What `npm run catalogue` does in the database.

const LOCK_TIMEOUT_MS = 10_000;
/** A catalogue of many thousand variants is one statement. */
const STATEMENT_TIMEOUT_MS = 120_000;

async function main(command: CatalogueCommand): Promise<void> {
  const url = process.env["DATABASE_URL"] ?? "";
  if (url === "") throw new Error("DATABASE_URL is not set: the catalogue is in Postgres.");
  const database = openDatabase({
    url,
    poolSize: 2,
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    applicationName: "cartwright-catalogue",
    onError: () => undefined,
  });
  try {
    if ((await countPendingMigrations(database.db)) > 0) {
      throw new Error("The database lacks migrations. Run: npm run migrate");
    }
    process.exitCode = await runCatalogue(
      {
        ...database,
        environment: process.env,
        say: (line) => process.stdout.write(`${line}\n`),
        complain: (line) => process.stderr.write(`${line}\n`),
      },
      command,
    );
  } finally {
    await database.close();
  }
}

// Whoever reads our output may have seen enough (`list | head`): that is no reason to fall over.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const read = readCatalogueCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  main(read.command).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
