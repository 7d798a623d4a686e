import { errorFacts } from "@cartwright/db";
import { CannotStart, type NoCommand } from "@cartwright/supervision";
import { Problem } from "../http/problem.ts";

/** What a command has to say: to a person line by line, and the same to a program. */
export interface Answer {
  lines: readonly string[];
  json: unknown;
  /** It was understood, and could not be done, or found that something is wrong: the exit code is 1. */
  isFault?: boolean;
  /** What it found is its answer, and goes where answers go although something is wrong. */
  isReport?: boolean;
}

/** Where a command's words go. */
export interface Terminal {
  /** An answer. */
  say: (line: string) => void;
  /** Why there is none. */
  complain: (line: string) => void;
}

export const TERMINAL: Terminal = {
  say: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
};

// Titles, labels and names are other people's words: none of them may move the cursor, ring, or turn the line around.
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const NOT_FOR_TERMINALS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** Tells an answer to a person, or to a program as one JSON document and nothing else. Returns the exit code. */
export function tell({ say, complain }: Terminal, answer: Answer, isJson: boolean): number {
  const { lines, json, isFault = false, isReport = false } = answer;
  if (isJson) say(JSON.stringify(json, null, 2).replaceAll(NOT_FOR_TERMINALS, escaped));
  else for (const line of lines) (isFault && !isReport ? complain : say)(line.replaceAll(NOT_FOR_TERMINALS, "\uFFFD"));
  return isFault ? 1 : 0;
}

const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** Why a command failed, for a person who did nothing wrong but has to mend it. */
export function tellFailure(terminal: Terminal, error: unknown, isJson: boolean): number {
  const message = wordsOf(error);
  if (!isJson) return tell(terminal, { lines: [message], json: undefined, isFault: true }, false);
  const known =
    error instanceof Problem ? { code: error.code, details: error.details } : { code: "failed", details: {} };
  const { code, details } = known;
  return tell(terminal, { lines: [], json: { error: { code, message, details } }, isFault: true }, true);
}

/** Why there is nothing to run. Help is for people, whoever asks for it. */
export function tellNoCommand({ say, complain }: Terminal, none: NoCommand, isJson: boolean): number {
  const { words, exitCode, fault } = none;
  const text = words.replace(/\n$/, "");
  if (fault === undefined) say(text);
  else if (isJson) say(JSON.stringify({ error: { code: "bad_usage", message: fault, details: {} } }, null, 2));
  else complain(text);
  return exitCode;
}

/** Our own sentences are whole. Of what a library throws the innermost says what is wrong, and names no parameter. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof Problem || error instanceof CannotStart || error.cause === undefined) return error.message;
  return errorFacts(error).message;
}

/** Runs a program that is one command, and ends it with its exit code. */
export function runAsProgram(run: () => Promise<Answer>, isJson: boolean): void {
  // Whoever reads our output may have seen enough (`list | head`): that is no reason to fall over.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
  const end = async (): Promise<void> => {
    try {
      process.exitCode = tell(TERMINAL, await run(), isJson);
    } catch (error) {
      process.exitCode = tellFailure(TERMINAL, error, isJson);
    }
  };
  void end();
}
