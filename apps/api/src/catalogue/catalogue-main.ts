import { sayWhyNot } from "@cartwright/supervision";
import { runAsProgram } from "../commands/answer.ts";
import { withDatabase } from "../commands/with-database.ts";
import { readCatalogueCommand } from "./catalogue-command.ts";
import { CATALOGUE_DATABASE, runCatalogue, wantsJson } from "./run-catalogue.ts";

// What `npm run catalogue` does in the database.

const read = readCatalogueCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  runAsProgram(
    () =>
      withDatabase(process.env, CATALOGUE_DATABASE, (database) =>
        runCatalogue({ ...database, environment: process.env }, read.command),
      ),
    wantsJson(read.command),
  );
}
