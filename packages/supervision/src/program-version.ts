import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Of the code that runs, as the project's package.json has it. */
export function programVersion(): string {
  const file = join(__dirname, "..", "..", "..", "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
