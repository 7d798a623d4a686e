import { TERMINAL, tellNoCommand } from "../apps/api/src/commands/answer.ts";
import { readCartwright } from "../apps/api/src/commands/cartwright-command.ts";
import { runOnDatabase, runProgram } from "./stack/run-on-database.ts";
import { findRunningEnvironment } from "./stack/slot.ts";

const PROGRAM = "apps/api/src/commands/cartwright-main.ts";
/** What wants a browser, or files and a terminal to ask at: the other command's own. */
const OF_RETAILERS = new Set(["try", "import"]);

const start = async (): Promise<void> => {
  const [group = "", name = ""] = process.argv.slice(2).filter((word) => word !== "--json");
  if (group === "retailers" && OF_RETAILERS.has(name)) {
    process.argv.splice(process.argv.indexOf(group), 1);
    await import("./retailers.ts");
    return;
  }
  // Read here already: nobody waits for a Postgres to learn of a typo.
  const read = readCartwright(process.argv.slice(2));
  if ("none" in read) {
    process.exitCode = tellNoCommand(TERMINAL, read.none, read.isJson);
    return;
  }
  // Another database has shops, keys and services of its own.
  const running = process.env["DATABASE_URL"] === undefined ? findRunningEnvironment() : undefined;
  for (const [variable, value] of Object.entries(running ?? {})) process.env[variable] ??= value;
  // What is checked is what is there: nothing is started for it.
  if (read.command.group === "doctor") process.exitCode = runProgram(PROGRAM, process.env);
  else await runOnDatabase(PROGRAM);
};

void start();
