import { BadUsage } from "./read-words.ts";

/** Of getopt's tradition: 2 for a command that was not understood, 1 for one that failed. */
const BAD_USAGE = 2;

/** Why there is nothing to run, and what to end with: help was asked for, or the words are not understood. */
export interface NoCommand {
  words: string;
  exitCode: number;
  /** What was not understood, without the help that follows it in `words`; absent where help was asked for. */
  fault?: string;
}

/** Reads a command line, or says why not: for help, and for what is not understood. Asks nothing outside. */
export function readOrExplain<Command>(
  args: readonly string[],
  usage: string,
  read: () => Command,
): { command: Command } | { none: NoCommand } {
  if (args[0] === "help" || args.includes("--help") || args.includes("-h")) {
    return { none: { words: usage, exitCode: 0 } };
  }
  try {
    return { command: read() };
  } catch (error) {
    if (error instanceof BadUsage) return { none: notUnderstood(error.message, usage) };
    throw error;
  }
}

export function notUnderstood(fault: string, usage: string): NoCommand {
  return { words: `${fault}\n\n${usage}`, exitCode: BAD_USAGE, fault };
}

/** Writes why there is nothing to run; for help, where answers go. */
export function sayWhyNot({ words, exitCode }: NoCommand): void {
  (exitCode === 0 ? process.stdout : process.stderr).write(words);
}
