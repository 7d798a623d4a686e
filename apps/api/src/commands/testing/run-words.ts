import { readCartwright } from "../cartwright-command.ts";
import { runCartwright } from "../run-cartwright.ts";
import { tell, tellFailure } from "../answer.ts";

export interface Told {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs `cartwright WORDS` in this process, as its program does. */
export async function runWords(environment: Record<string, string>, ...words: string[]): Promise<Told> {
  const read = readCartwright(words);
  if ("none" in read) throw new Error(read.none.words);
  const [said, complained]: [string[], string[]] = [[], []];
  const terminal = { say: (line: string) => said.push(line), complain: (line: string) => complained.push(line) };
  const status = await runCartwright(environment, read.command).then(
    (answer) => tell(terminal, answer, read.isJson),
    (error: unknown) => tellFailure(terminal, error, read.isJson),
  );
  return { status, stdout: said.join("\n"), stderr: complained.join("\n") };
}
