import { runAsProgram, TERMINAL, tellNoCommand } from "./answer.ts";
import { readCartwright } from "./cartwright-command.ts";
import { runCartwright } from "./run-cartwright.ts";

// What `cartwright` does: in a container by this file itself, in a working copy by scripts/cartwright.ts.

const read = readCartwright(process.argv.slice(2));
if ("none" in read) process.exitCode = tellNoCommand(TERMINAL, read.none, read.isJson);
else runAsProgram(() => runCartwright(process.env, read.command), read.isJson);
