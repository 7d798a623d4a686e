import { basename } from "node:path";
import { createInterface } from "node:readline/promises";
import type { DatabaseHandle } from "@cartwright/db";
import { sayWhyNot } from "@cartwright/supervision";
import { type Answer, runAsProgram } from "../../apps/api/src/commands/answer.ts";
import { audited } from "../../apps/api/src/commands/audited.ts";
import { shopAsJson } from "../../apps/api/src/commands/retailers/registry.ts";
import { runShops } from "../../apps/api/src/commands/retailers/run-shops.ts";
import { withDatabase } from "../../apps/api/src/commands/with-database.ts";
import { type Ask, describeImport, importRecording } from "./import-recording.ts";
import { type ImportCommand, readRetailersCommand, type RetailersCommand } from "./retailers-command.ts";

// What `npm run retailers` does in the database.

const isJson = process.argv.includes("--json");

async function run(database: DatabaseHandle, command: RetailersCommand): Promise<Answer> {
  if (command.name === "try") throw new Error("try needs no database");
  if (command.name === "import") return await importAsked(database, command);
  return await runShops({ ...database, environment: process.env }, command);
}

/** Asks on the terminal; in a pipe, or for a program, nobody is there to answer. */
async function importAsked({ db, pool }: DatabaseHandle, command: ImportCommand): Promise<Answer> {
  const deed = {
    action: "import-recording",
    subject: { type: "retailer", id: command.url.host },
    detail: { file: basename(command.file) },
  };
  const answer = async (ask: Ask): Promise<Answer> => {
    const imported = await importRecording(pool, command, ask);
    return { lines: describeImport(imported), json: { ...shopAsJson(imported.retailer), notes: imported.notes } };
  };
  if (isJson || !process.stdin.isTTY || !process.stdout.isTTY) return await audited(db, deed, () => answer(undefined));
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await audited(db, deed, () => answer((question) => terminal.question(question)));
  } finally {
    terminal.close();
  }
}

const read = readRetailersCommand(process.argv.slice(2).filter((word) => word !== "--json"));
if ("none" in read) {
  sayWhyNot(read.none);
  process.exitCode = read.none.exitCode;
} else {
  runAsProgram(
    () => withDatabase(process.env, { name: "retailers" }, (database) => run(database, read.command)),
    isJson,
  );
}
