import { sayWhyNot } from "@cartwright/supervision";
import { readCatalogueCommand } from "../apps/api/src/catalogue/catalogue-command.ts";
import { runOnDatabase } from "./stack/run-on-database.ts";
import { findRunningShops } from "./stack/slot.ts";

// Read here already: nobody waits for a Postgres to learn of a typo.
const read = readCatalogueCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  // The shops of the `npm run dev` whose database it is, unless our environment names some.
  const shops = process.env["DATABASE_URL"] === undefined ? findRunningShops() : undefined;
  for (const [name, value] of Object.entries(shops ?? {})) process.env[name] ??= value;
  void runOnDatabase("apps/api/src/catalogue/catalogue-main.ts");
}
