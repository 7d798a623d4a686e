import { sayWhyNot } from "@cartwright/supervision";
import { readRetailersCommand } from "./retailers/retailers-command.ts";
import { tryShop } from "./retailers/try.ts";
import { runOnDatabase } from "./stack/run-on-database.ts";
import { findRunningSealingKeys } from "./stack/slot.ts";

const tryOut = async (args: string[]): Promise<void> => {
  process.exitCode = await tryShop(args);
};

// Read here already: nobody waits for a Postgres to learn of a typo.
const read = readRetailersCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else if (read.command.name === "try") {
  void tryOut(read.command.args);
} else {
  const { DATABASE_URL, SEALING_KEYS, SEALING_KEYS_FILE } = process.env;
  // The keys of the `npm run dev` whose database it is; another database has keys of its own.
  const keys = DATABASE_URL === undefined && SEALING_KEYS_FILE === undefined ? findRunningSealingKeys() : undefined;
  if (SEALING_KEYS === undefined && keys !== undefined) process.env["SEALING_KEYS"] = keys;
  void runOnDatabase("scripts/retailers/retailers-main.ts");
}
