import { sayWhyNot } from "@cartwright/supervision";
import { runAsProgram } from "../commands/answer.ts";
import { withDatabase } from "../commands/with-database.ts";
import { readKeysCommand } from "./keys-command.ts";
import { runKeys } from "./run-keys.ts";

const read = readKeysCommand(process.argv.slice(2));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  runAsProgram(() => withDatabase(process.env, { name: "keys" }, ({ db }) => runKeys(db, read.command)), false);
}
