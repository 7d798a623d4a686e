import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";

/**
 * From a file, else from standard input. Never an argument: those are seen by everybody on the machine. The line break that an editor
 * or a pipe puts behind it is not the password's.
 */
export async function readPassword(
  file: string | undefined,
  input: NodeJS.ReadableStream = process.stdin,
): Promise<string> {
  const given = file === undefined ? await text(input) : readFileSync(file, "utf8");
  return given.replace(/\r?\n$/, "");
}
