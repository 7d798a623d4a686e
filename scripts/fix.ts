import { spawnSync } from "node:child_process";
import path from "node:path";
import { PROJECT_ROOT } from "./stack/slot.ts";

/** Everything a tool can mend by itself: the lint's fixes first, since they may need formatting. */
const FIXES = [
  ["oxlint/bin/oxlint", "--type-aware", "--fix"],
  ["oxfmt/bin/oxfmt", "."],
] as const;

const failed = FIXES.filter(([program, ...args]) => {
  const command = [path.join(PROJECT_ROOT, "node_modules", program), ...args];
  return spawnSync(process.execPath, command, { cwd: PROJECT_ROOT, stdio: "inherit" }).status !== 0;
});
process.exitCode = failed.length === 0 ? 0 : 1;
