import { sayWhyNot } from "@cartwright/supervision";
import { readKeysCommand } from "../apps/api/src/accounts/keys-command.ts";
import { runOnDatabase } from "./stack/run-on-database.ts";

// Read here already: nobody waits for a Postgres to learn of a typo.
const read = readKeysCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  void runOnDatabase("apps/api/src/accounts/keys-main.ts");
}
